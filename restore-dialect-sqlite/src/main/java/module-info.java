/** What SQLite does differently. */
@SuppressWarnings("requires-automatic")
module dev.restore.dialect.sqlite {
    requires transitive dev.restore.core;
    requires org.xerial.sqlitejdbc;
    requires static org.jspecify;

    exports dev.restore.dialect.sqlite;

    provides dev.restore.dialect.Dialect with
            dev.restore.dialect.sqlite.SqliteDialect;
}
