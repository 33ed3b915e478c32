package dev.restore.dialect.sqlite;

import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.standard.SqlDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Checks at once the foreign keys that SQLite would check at the commit, where it no longer says which row breaks one. SQLite
 * has no SET CONSTRAINTS, so that triggers of this connection look for the parent of each row.
 */
final class EarlyKeys {

    /** With this the names of all its triggers begin. */
    static final String PREFIX = "restore_early_key_";

    private final SqlDatabase database;
    private final List<String> created = new ArrayList<>();

    EarlyKeys(SqlDatabase database) {
        this.database = database;
    }

    /** Checks the keys of these tables from here on, within the transaction. */
    void check(List<Table> tables, Map<TableName, TableTraits> traits) throws SQLException {
        for (Table table : tables) {
            TableTraits known = traits.get(table.name());
            if (known != null && known.deferring()) {
                for (ForeignKey key : known.foreignKeys().values()) {
                    if (!key.referencedColumns().isEmpty()) {
                        create(key, "INSERT");
                        create(
                                key,
                                "UPDATE OF "
                                        + key.columns().stream()
                                                .map(database::quote)
                                                .collect(Collectors.joining(", ")));
                    }
                }
            }
        }
    }

    private void create(ForeignKey key, String event) throws SQLException {
        String name = PREFIX + created.size();
        database.execute(String.format(
                Locale.ROOT,
                "CREATE TEMP TRIGGER %s AFTER %s ON %s WHEN %s AND NOT EXISTS (SELECT 1 FROM %s p WHERE %s)"
                        + " BEGIN SELECT RAISE(ABORT, '%s'); END",
                name,
                event,
                database.quote(key.table()),
                key.columns().stream()
                        .map(column -> "NEW." + database.quote(column) + " IS NOT NULL")
                        .collect(Collectors.joining(" AND ")),
                database.quote(key.referencedTable()),
                matching(key),
                ("refers to a row that is missing: " + key.describe()).replace("'", "''")));
        created.add(name);
    }

    /** The plus takes the type of the referring column away, so that the parent's decides how they are compared, as it does in a key. */
    private String matching(ForeignKey key) {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < key.columns().size(); i++) {
            pairs.add("p." + database.quote(key.referencedColumns().get(i)) + " = +NEW."
                    + database.quote(key.columns().get(i)));
        }
        return String.join(" AND ", pairs);
    }

    /** Leaves the keys to SQLite again, after the transaction: a rollback has taken the triggers along, a commit has kept them. */
    void stop() throws SQLException {
        for (String name : created) {
            database.execute("DROP TRIGGER IF EXISTS temp." + name);
        }
        created.clear();
    }
}
