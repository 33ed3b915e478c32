/** What PostgreSQL does differently. */
@SuppressWarnings("requires-automatic")
module dev.restore.dialect.postgres {
    requires transitive dev.restore.core;
    requires org.postgresql.jdbc;
    requires static org.checkerframework.checker.qual;
    requires static org.jspecify;

    exports dev.restore.dialect.postgres;

    provides dev.restore.dialect.Dialect with
            dev.restore.dialect.postgres.PostgresDialect;
}
