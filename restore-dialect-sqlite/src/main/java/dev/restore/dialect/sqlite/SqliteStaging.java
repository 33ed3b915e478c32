package dev.restore.dialect.sqlite;

import dev.restore.catalog.Table;
import dev.restore.dialect.standard.SqlDatabase;
import dev.restore.dialect.standard.TemporaryTables;
import java.sql.SQLException;
import java.util.List;

/**
 * Staging in SQLite's temporary database. What is created in a transaction there goes with a rollback; what stays after a commit goes
 * with {@link #drop}.
 */
final class SqliteStaging extends TemporaryTables {

    private static final String SCHEMA = "temp";

    /** Look-ups among a million rows read each page again with the 2 MiB that are the default: 64 MiB, in KiB. */
    private static final int CACHE = -65_536;

    /** What SQLite begins with (SQLITE_DEFAULT_CACHE_SIZE). */
    private static final int DEFAULT_CACHE = -2000;

    private final List<String> created;

    /**
     * Creates one.
     *
     * @param created learns the names of the tables, quoted
     */
    SqliteStaging(SqlDatabase database, List<String> created) {
        super(database, SCHEMA, ChangeForm.UPDATE_FROM);
        this.created = created;
    }

    @Override
    protected void create(String name, List<String> columns, List<List<String>> indexes, String query)
            throws SQLException {
        if (created.isEmpty()) {
            database().execute("PRAGMA temp.cache_size = " + CACHE);
        }
        String quoted = quote(SCHEMA) + "." + name;
        database().execute("CREATE TABLE " + quoted + " AS " + query);
        created.add(quoted);
    }

    @Override
    protected void filled(Table table, List<List<String>> indexes) throws SQLException {
        int number = 0;
        for (List<String> index : indexes) {
            database()
                    .execute("CREATE INDEX IF NOT EXISTS " + quote(SCHEMA) + "."
                            + quote(table.name().name() + "_" + number++) + " ON "
                            + quote(table.name().name()) + " (" + String.join(", ", index) + ")");
        }
    }

    /** The driver counts what triggers change, too. */
    @Override
    public long update(String sql) throws SQLException {
        super.update(sql);
        return database().number("SELECT changes()");
    }

    /** Drops what was created and is still there. */
    static void drop(SqlDatabase database, List<String> created) throws SQLException {
        for (String quoted : created) {
            database.execute("DROP TABLE IF EXISTS " + quoted);
        }
        if (!created.isEmpty()) {
            database.execute("PRAGMA temp.cache_size = " + DEFAULT_CACHE);
        }
        created.clear();
    }
}
