package dev.restore.dialect.sqlite;

import dev.restore.catalog.Column;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.standard.SqlDatabase;
import dev.restore.dialect.standard.TemporaryTables;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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
    private final Map<TableName, String> rows = new HashMap<>();

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
    public Table create(String name, List<Draft> drafts, List<List<String>> indexes) throws SQLException {
        Table table = super.create(name, drafts, indexes);
        drafts.stream().filter(Draft::row).forEach(draft -> rows.put(table.name(), quote(draft.name())));
        return table;
    }

    @Override
    protected void create(
            String name, List<String> columns, @Nullable String row, List<List<String>> indexes, String query)
            throws SQLException {
        if (created.isEmpty()) {
            database().execute("PRAGMA temp.cache_size = " + CACHE);
        }
        String quoted = quote(SCHEMA) + "." + name;
        database().execute("CREATE TABLE " + quoted + " AS " + query);
        if (row != null) {
            List<String> typed = typed(columns, row, name);
            database().execute("DROP TABLE " + quoted);
            database().execute("CREATE TABLE " + quoted + " (" + String.join(", ", typed) + ")");
        }
        created.add(quoted);
    }

    /** Returns the columns of a table with the types that they have, and its rows as the numbers by which SQLite itself knows them. */
    private List<String> typed(List<String> columns, String row, String name) throws SQLException {
        List<String> types = texts(
                        "SELECT type FROM pragma_table_info('" + name.substring(1, name.length() - 1) + "', '" + SCHEMA
                                + "') ORDER BY cid",
                        1,
                        columns.size())
                .stream()
                .map(type -> String.valueOf(type.get(0)))
                .toList();
        List<String> typed = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            boolean number = columns.get(i).equals(row);
            typed.add(columns.get(i) + " " + (number ? "INTEGER PRIMARY KEY" : types.get(i)));
        }
        return typed;
    }

    @Override
    public long insert(Table target, List<Column> columns, String query) throws SQLException {
        return rows.containsKey(target.name())
                ? update("INSERT OR IGNORE INTO " + quote(target.name()) + " ("
                        + columns.stream().map(column -> quote(column.name())).collect(Collectors.joining(", "))
                        + ") " + query)
                : super.insert(target, columns, query);
    }

    @Override
    protected void filled(Table table, List<List<String>> indexes) throws SQLException {
        int number = 0;
        for (List<String> index : indexes) {
            if (index.size() == 1 && index.get(0).equals(rows.get(table.name()))) {
                continue;
            }
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
