package dev.restore.dialect.sqlite;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Column;
import dev.restore.catalog.Column.Generation;
import dev.restore.catalog.ColumnType;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.ForeignKey.Action;
import dev.restore.catalog.ForeignKey.Deferrability;
import dev.restore.catalog.Key;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.catalog.Trigger;
import dev.restore.catalog.TypeFamily;
import dev.restore.dialect.WrittenTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the tables of one database of a connection in five queries. */
final class SqliteCatalog {

    private static final String TABLES = " FROM pragma_table_list l";
    private static final String REAL_TABLES =
            " WHERE l.schema = ?1 AND l.type = 'table' AND l.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";

    private final Connection connection;
    private final @Nullable String schema;
    private final String database;
    private final Map<TableName, Draft> drafts = new LinkedHashMap<>();
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
        for (Draft draft : drafts.values()) {
            tables.add(draft.table());
            traits.put(draft.name, draft.traits());
        }
        return new Catalog(schema, tables);
    }

    /** Returns what only SQLite knows of the tables that were read. */
    Map<TableName, TableTraits> traits() {
        return traits;
    }

    private void readTables() throws SQLException {
        query(
                "SELECT l.name, l.type, l.wr, l.strict, s.sql" + TABLES + " LEFT JOIN " + quoted(database)
                        + ".sqlite_schema s ON s.type = 'table' AND s.name = l.name"
                        + " WHERE l.schema = ?1 AND l.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY l.name",
                row -> {
                    TableName name = new TableName(schema, row.getString(1));
                    String sql = row.getString(5);
                    List<String> words = sql == null ? List.of() : SqlWords.of(sql);
                    drafts.put(
                            name,
                            new Draft(
                                    name,
                                    kind(row.getString(2)),
                                    row.getBoolean(3),
                                    row.getBoolean(4),
                                    words.contains("AUTOINCREMENT"),
                                    words.contains("DEFERRED"),
                                    sql == null ? Set.of() : JsonChecks.columns(sql)));
                    byFoldedName.put(fold(name.name()), name);
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
                        .columns
                        .add(new ColumnDraft(
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
    }

    private void readTriggers() throws SQLException {
        query(
                "SELECT tbl_name, name, sql FROM " + quoted(database)
                        + ".sqlite_schema WHERE type = 'trigger' AND ?1 <> ''"
                        + " UNION ALL SELECT tbl_name, name, sql FROM temp.sqlite_schema WHERE type = 'trigger'",
                row -> {
                    TableName table = byFoldedName.get(fold(row.getString(1)));
                    Draft draft = table == null ? null : drafts.get(table);
                    if (draft != null) {
                        draft.triggers.add(trigger(row.getString(2), row.getString(3)));
                    }
                });
    }

    private Trigger trigger(String name, String sql) {
        Set<TableName> changes = new HashSet<>();
        Set<TableName> adds = new HashSet<>();
        boolean index = TriggerText.keepsAnIndex(sql, table -> {
            TableName known = byFoldedName.get(fold(table));
            Draft draft = known == null ? null : drafts.get(known);
            return draft != null && draft.kind == Table.Kind.VIRTUAL;
        });
        for (WrittenTable written : WrittenTable.in(sql)) {
            TableName table = byFoldedName.get(fold(written.name()));
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
                    Draft draft = draft(row.getString(1));
                    String parent = row.getString(3);
                    TableName parentName = byFoldedName.getOrDefault(fold(parent), new TableName(schema, parent));
                    Action onDelete = action(row.getString(6));
                    draft.foreignKeys
                            .computeIfAbsent(row.getInt(2), id -> new ForeignKeyDraft(parentName, onDelete))
                            .add(draft.columnName(row.getString(4)), row.getString(5));
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

    private Draft draft(String table) {
        Draft draft = drafts.get(new TableName(schema, table));
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

    static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /** SQLite compares names without regard to the case of ASCII letters. */
    private static String fold(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    private record ColumnDraft(
            String name,
            int position,
            String declared,
            boolean notNull,
            boolean hasDefault,
            int keyPosition,
            boolean computed) {}

    private static final class ForeignKeyDraft {
        final TableName parent;
        final Action onDelete;
        final List<String> columns = new ArrayList<>();
        final List<@Nullable String> referenced = new ArrayList<>();

        ForeignKeyDraft(TableName parent, Action onDelete) {
            this.parent = parent;
            this.onDelete = onDelete;
        }

        void add(String column, @Nullable String to) {
            columns.add(column);
            referenced.add(to);
        }
    }

    private final class Draft {
        final TableName name;
        final Table.Kind kind;
        final boolean withoutRowid;
        final boolean strict;
        final boolean autoincrement;
        final boolean deferring;
        final Set<String> jsonColumns;
        final List<ColumnDraft> columns = new ArrayList<>();
        final Map<String, List<@Nullable String>> indexes = new LinkedHashMap<>();
        final Map<Integer, ForeignKeyDraft> foreignKeys = new LinkedHashMap<>();
        final List<Trigger> triggers = new ArrayList<>();
        boolean keyHasIndex;

        Draft(
                TableName name,
                Table.Kind kind,
                boolean withoutRowid,
                boolean strict,
                boolean autoincrement,
                boolean deferring,
                Set<String> jsonColumns) {
            this.name = name;
            this.kind = kind;
            this.withoutRowid = withoutRowid;
            this.strict = strict;
            this.autoincrement = autoincrement;
            this.deferring = deferring;
            this.jsonColumns = jsonColumns;
        }

        void unique(String index, String origin, @Nullable String column) {
            if (origin.equals("pk")) {
                keyHasIndex = true;
            } else {
                indexes.computeIfAbsent(index, any -> new ArrayList<>()).add(column);
            }
        }

        /** The catalog's own spelling of a column. */
        String columnName(String written) {
            return columns.stream()
                    .map(ColumnDraft::name)
                    .filter(column -> column.equalsIgnoreCase(written))
                    .findFirst()
                    .orElse(written);
        }

        List<String> primary() {
            return columns.stream()
                    .filter(column -> column.keyPosition() > 0)
                    .sorted(Comparator.comparingInt(ColumnDraft::keyPosition))
                    .map(ColumnDraft::name)
                    .toList();
        }

        @Nullable
        String rowidAlias() {
            List<String> primary = primary();
            if (withoutRowid || keyHasIndex || primary.size() != 1) {
                return null;
            }
            return columns.stream()
                    .filter(column ->
                            column.keyPosition() > 0 && column.declared().equalsIgnoreCase("INTEGER"))
                    .map(ColumnDraft::name)
                    .findFirst()
                    .orElse(null);
        }

        List<Key> keys() {
            List<Key> keys = new ArrayList<>();
            List<String> primary = primary();
            if (!primary.isEmpty()) {
                keys.add(new Key("", primary, true));
            }
            indexes.forEach((index, members) -> {
                if (!members.contains(null)) {
                    List<String> names = new ArrayList<>();
                    for (String member : members) {
                        if (member != null) {
                            names.add(member);
                        }
                    }
                    keys.add(new Key(index, names, false));
                }
            });
            return keys;
        }

        Table table() {
            String alias = rowidAlias();
            List<Column> built = new ArrayList<>();
            for (ColumnDraft column : columns) {
                boolean isAlias = column.name().equals(alias);
                Generation generation = Generation.NONE;
                if (column.computed()) {
                    generation = Generation.COMPUTED;
                } else if (isAlias && autoincrement) {
                    generation = Generation.IDENTITY_BY_DEFAULT;
                }
                built.add(new Column(
                        column.name(),
                        column.position(),
                        type(column),
                        !column.notNull() && column.keyPosition() == 0,
                        column.hasDefault() || isAlias,
                        generation,
                        null));
            }
            return new Table(name, kind, built, keys(), List.copyOf(keysById().values()), triggers, null);
        }

        private ColumnType type(ColumnDraft column) {
            ColumnType type = Affinity.type(column.declared(), strict);
            return type.family() == TypeFamily.TEXT && jsonColumns.contains(fold(column.name()))
                    ? type.ofJsonText()
                    : type;
        }

        Map<Integer, ForeignKey> keysById() {
            Map<Integer, ForeignKey> keys = new LinkedHashMap<>();
            foreignKeys.forEach((id, draft) -> keys.put(
                    id,
                    new ForeignKey(
                            "",
                            name,
                            draft.columns,
                            draft.parent,
                            referenced(draft),
                            draft.onDelete,
                            Deferrability.NOT_DEFERRABLE,
                            true)));
            return keys;
        }

        /** A key without columns of the parent means its primary key; nothing where there is no such table or key. */
        private List<String> referenced(ForeignKeyDraft draft) {
            Draft parent = drafts.get(draft.parent);
            if (parent == null) {
                return List.of();
            }
            List<String> names = new ArrayList<>();
            for (String written : draft.referenced) {
                if (written == null) {
                    List<String> primary = parent.primary();
                    return primary.size() == draft.columns.size() ? primary : List.of();
                }
                names.add(parent.columnName(written));
            }
            return names;
        }

        TableTraits traits() {
            Set<Integer> mismatched = new HashSet<>();
            Map<Integer, ForeignKey> keys = keysById();
            keys.forEach((id, key) -> {
                Draft parent = drafts.get(key.referencedTable());
                if (parent != null
                        && (parent.kind != Table.Kind.TABLE
                                || parent.keys().stream()
                                        .noneMatch(unique -> Set.copyOf(unique.columns())
                                                .equals(Set.copyOf(key.referencedColumns()))))) {
                    mismatched.add(id);
                }
            });
            return new TableTraits(
                    strict, autoincrement, rowidAlias(), !strict && !withoutRowid, keys, mismatched, deferring);
        }
    }
}
