package dev.restore.dialect.sqlite;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.ForeignKey.Action;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.catalog.Trigger;
import dev.restore.dialect.WrittenTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the tables of one database of a connection in six queries. */
final class SqliteCatalog {

    private static final String TABLES = " FROM pragma_table_list l";
    private static final String REAL_TABLES =
            " WHERE l.schema = ?1 AND l.type = 'table' AND l.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";

    private final Connection connection;
    private final @Nullable String schema;
    private final String database;
    private final Map<TableName, TableDraft> drafts = new LinkedHashMap<>();
    /** Tables whose declaration says that a new row may take the place of another. */
    private final Set<TableName> replacing = new HashSet<>();

    private final Map<String, TableName> byFoldedName = new HashMap<>();
    private final Map<TableName, TableTraits> traits = new HashMap<>();

    SqliteCatalog(Connection connection, @Nullable String schema) {
        this.connection = connection;
        this.schema = "main".equalsIgnoreCase(schema) ? null : schema;
        this.database = this.schema == null ? "main" : this.schema;
    }

    Catalog read() throws SQLException {
        readTables();
        readColumns();
        readKeys();
        readTriggers();
        readForeignKeys();
        List<Table> tables = new ArrayList<>();
        for (TableDraft draft : drafts.values()) {
            tables.add(draft.table(drafts));
            traits.put(draft.name(), draft.traits(drafts));
        }
        return new Catalog(schema, tables);
    }

    /** Returns what only SQLite knows of the tables that were read. */
    Map<TableName, TableTraits> traits() {
        return traits;
    }

    private void readTables() throws SQLException {
        query(
                "SELECT l.name, l.type, l.wr, l.strict, s.sql" + TABLES + " LEFT JOIN " + SqliteNames.quoted(database)
                        + ".sqlite_schema s ON s.type = 'table' AND s.name = l.name"
                        + " WHERE l.schema = ?1 AND l.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY l.name",
                row -> {
                    TableName name = new TableName(schema, row.getString(1));
                    String sql = row.getString(5);
                    List<String> words = sql == null ? List.of() : SqlWords.of(sql);
                    drafts.put(
                            name,
                            new TableDraft(
                                    name,
                                    kind(row.getString(2)),
                                    row.getBoolean(3),
                                    row.getBoolean(4),
                                    words.contains("AUTOINCREMENT"),
                                    words.contains("DEFERRED"),
                                    sql == null ? Set.of() : JsonChecks.columns(sql)));
                    byFoldedName.put(SqliteNames.folded(name.name()), name);
                    if (words.contains("CONFLICT") && words.contains("REPLACE")) {
                        replacing.add(name);
                    }
                });
    }

    private static Table.Kind kind(String type) {
        return switch (type) {
            case "view" -> Table.Kind.VIEW;
            case "virtual" -> Table.Kind.VIRTUAL;
            case "shadow" -> Table.Kind.SHADOW;
            default -> Table.Kind.TABLE;
        };
    }

    private void readColumns() throws SQLException {
        query(
                "SELECT l.name, x.cid, x.name, x.type, x.\"notnull\", x.dflt_value, x.pk, x.hidden" + TABLES
                        + " JOIN pragma_table_xinfo(l.name, l.schema) x" + REAL_TABLES + " ORDER BY l.name, x.cid",
                row -> draft(row.getString(1))
                        .add(new TableDraft.ColumnDraft(
                                row.getString(3),
                                row.getInt(2) + 1,
                                row.getString(4),
                                row.getBoolean(5),
                                row.getString(6) != null,
                                row.getInt(7),
                                row.getInt(8) > 1)));
    }

    private void readKeys() throws SQLException {
        query(
                "SELECT l.name, i.name, i.origin, c.name" + TABLES + " JOIN pragma_index_list(l.name, l.schema) i"
                        + " JOIN pragma_index_info(i.name, l.schema) c" + REAL_TABLES
                        + " AND i.\"unique\" = 1 AND i.partial = 0 ORDER BY l.name, i.seq, c.seqno",
                row -> draft(row.getString(1)).unique(row.getString(2), row.getString(3), row.getString(4)));
        query(
                "SELECT l.name, i.name, s.sql" + TABLES + " JOIN pragma_index_list(l.name, l.schema) i JOIN "
                        + SqliteNames.quoted(database) + ".sqlite_schema s ON s.type = 'index' AND s.name = i.name"
                        + REAL_TABLES + " AND i.\"unique\" = 1 AND (i.partial = 1 OR EXISTS (SELECT 1 FROM"
                        + " pragma_index_info(i.name, l.schema) c WHERE c.name IS NULL)) ORDER BY l.name, i.name",
                row -> draft(row.getString(1)).unique(row.getString(2), row.getString(3)));
    }

    private void readTriggers() throws SQLException {
        query(
                "SELECT tbl_name, name, sql FROM " + SqliteNames.quoted(database)
                        + ".sqlite_schema WHERE type = 'trigger' AND ?1 <> ''"
                        + " UNION ALL SELECT tbl_name, name, sql FROM temp.sqlite_schema WHERE type = 'trigger'",
                row -> {
                    TableName table = byFoldedName.get(SqliteNames.folded(row.getString(1)));
                    TableDraft draft = table == null ? null : drafts.get(table);
                    if (draft != null) {
                        draft.add(trigger(row.getString(2), row.getString(3)));
                    }
                });
    }

    private Trigger trigger(String name, String sql) {
        Set<TableName> changes = new HashSet<>();
        Set<TableName> adds = new HashSet<>();
        boolean index = TriggerText.keepsAnIndex(sql, table -> {
            TableName known = byFoldedName.get(SqliteNames.folded(table));
            TableDraft draft = known == null ? null : drafts.get(known);
            return draft != null && draft.kind() == Table.Kind.VIRTUAL;
        });
        for (WrittenTable written : WrittenTable.in(sql)) {
            TableName table = byFoldedName.get(SqliteNames.folded(written.name()));
            if (table != null && !index) {
                (written.changes() || replacing.contains(table) ? changes : adds).add(table);
            }
        }
        return new Trigger(index ? Trigger.Kind.INDEX : Trigger.Kind.TRIGGER, name, events(sql), changes, adds);
    }

    private static Set<Trigger.Event> events(String sql) {
        List<String> words = SqlWords.of(sql);
        int at = words.indexOf("TRIGGER") + 1;
        if (at + 2 < words.size() && words.get(at).equals("IF")) {
            at += 3;
        }
        at++;
        if (at + 1 < words.size() && words.get(at).equals(".")) {
            at += 2;
        }
        for (; at < words.size(); at++) {
            String word = words.get(at);
            if (word.equals("INSERT") || word.equals("DELETE") || word.equals("UPDATE")) {
                return Set.of(Trigger.Event.valueOf(word));
            }
        }
        return Set.of(Trigger.Event.INSERT, Trigger.Event.UPDATE, Trigger.Event.DELETE);
    }

    private void readForeignKeys() throws SQLException {
        query(
                "SELECT l.name, f.id, f.\"table\", f.\"from\", f.\"to\", f.on_delete" + TABLES
                        + " JOIN pragma_foreign_key_list(l.name, l.schema) f" + REAL_TABLES
                        + " ORDER BY l.name, f.id, f.seq",
                row -> {
                    TableDraft draft = draft(row.getString(1));
                    String parent = row.getString(3);
                    TableName parentName =
                            byFoldedName.getOrDefault(SqliteNames.folded(parent), new TableName(schema, parent));
                    Action onDelete = action(row.getString(6));
                    draft.addReference(row.getInt(2), parentName, onDelete, row.getString(4), row.getString(5));
                });
    }

    private static Action action(String words) {
        return switch (words) {
            case "CASCADE" -> Action.CASCADE;
            case "SET NULL" -> Action.SET_NULL;
            case "SET DEFAULT" -> Action.SET_DEFAULT;
            case "RESTRICT" -> Action.RESTRICT;
            default -> Action.NO_ACTION;
        };
    }

    private TableDraft draft(String table) {
        TableDraft draft = drafts.get(new TableName(schema, table));
        if (draft == null) {
            throw new IllegalStateException("the schema changed while it was read");
        }
        return draft;
    }

    private void query(String sql, RowReader reader) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, database);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    reader.read(result);
                }
            }
        }
    }

    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }
}
