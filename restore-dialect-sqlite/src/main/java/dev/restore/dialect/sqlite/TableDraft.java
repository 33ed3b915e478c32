package dev.restore.dialect.sqlite;

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
import dev.restore.catalog.UniqueIndex;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known of a table before all tables have been read. */
final class TableDraft {

    private final TableName name;
    private final Table.Kind kind;
    private final boolean withoutRowid;
    private final boolean strict;
    private final boolean autoincrement;
    private final boolean deferring;
    private final Set<String> jsonColumns;
    private final List<ColumnDraft> columns = new ArrayList<>();
    private final Map<String, List<@Nullable String>> indexes = new LinkedHashMap<>();
    /** What declares the unique indexes with a condition or over expressions. */
    private final Map<String, String> declarations = new LinkedHashMap<>();

    private final Map<Integer, ForeignKeyDraft> foreignKeys = new LinkedHashMap<>();
    private final List<Trigger> triggers = new ArrayList<>();
    private boolean keyHasIndex;

    TableDraft(
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

    /** Adds a column to an index, null for an expression. */
    void unique(String index, String origin, @Nullable String column) {
        if (origin.equals("pk")) {
            keyHasIndex = true;
        } else {
            indexes.computeIfAbsent(index, any -> new ArrayList<>()).add(column);
        }
    }

    /** Adds a unique index with a condition or over expressions, by what declares it. */
    void unique(String index, String sql) {
        declarations.put(index, sql);
    }

    TableName name() {
        return name;
    }

    Table.Kind kind() {
        return kind;
    }

    void add(ColumnDraft column) {
        columns.add(column);
    }

    void add(Trigger trigger) {
        triggers.add(trigger);
    }

    /**
     * Adds a column to a foreign key.
     *
     * @param id the number that SQLite gives the key
     * @param column the referring column, as it is written there
     * @param to the referenced column, null for one of the primary key
     */
    void addReference(int id, TableName parent, Action onDelete, String column, @Nullable String to) {
        foreignKeys
                .computeIfAbsent(id, any -> new ForeignKeyDraft(parent, onDelete))
                .add(columnName(column), to);
    }

    /** The catalog's own spelling of a column. */
    private String columnName(String written) {
        return columns.stream()
                .map(ColumnDraft::name)
                .filter(column -> column.equalsIgnoreCase(written))
                .findFirst()
                .orElse(written);
    }

    private List<String> primary() {
        return columns.stream()
                .filter(column -> column.keyPosition() > 0)
                .sorted(Comparator.comparingInt(ColumnDraft::keyPosition))
                .map(ColumnDraft::name)
                .toList();
    }

    private @Nullable String rowidAlias() {
        List<String> primary = primary();
        if (withoutRowid || keyHasIndex || primary.size() != 1) {
            return null;
        }
        return columns.stream()
                .filter(column -> column.keyPosition() > 0 && column.declared().equalsIgnoreCase("INTEGER"))
                .map(ColumnDraft::name)
                .findFirst()
                .orElse(null);
    }

    private List<Key> keys() {
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

    private List<UniqueIndex> uniqueIndexes() {
        List<UniqueIndex> found = new ArrayList<>();
        declarations.forEach((index, sql) -> {
            List<String> words = SqlWords.named(sql);
            int start = words.indexOf("(");
            int end = words.lastIndexOf("WHERE");
            Set<String> named = new HashSet<>(words.subList(start, end < start ? words.size() : end));
            List<String> members = columns.stream()
                    .map(ColumnDraft::name)
                    .filter(column -> {
                        String word = column.toUpperCase(Locale.ROOT);
                        return named.contains(word) || named.contains(SqlWords.NAME + word);
                    })
                    .toList();
            if (!members.isEmpty()) {
                found.add(new UniqueIndex(index, members));
            }
        });
        return found;
    }

    /** Returns the table, all of which has been read, as all others have. */
    Table table(Map<TableName, TableDraft> tables) {
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
        return new Table(
                name,
                kind,
                built,
                keys(),
                uniqueIndexes(),
                List.copyOf(keysById(tables).values()),
                triggers,
                null);
    }

    private ColumnType type(ColumnDraft column) {
        ColumnType type = Affinity.type(column.declared(), strict);
        return type.family() == TypeFamily.TEXT && jsonColumns.contains(SqliteNames.folded(column.name()))
                ? type.ofJsonText()
                : type;
    }

    private Map<Integer, ForeignKey> keysById(Map<TableName, TableDraft> tables) {
        Map<Integer, ForeignKey> keys = new LinkedHashMap<>();
        foreignKeys.forEach((id, draft) -> keys.put(
                id,
                new ForeignKey(
                        "",
                        name,
                        draft.columns,
                        draft.parent,
                        referenced(draft, tables),
                        draft.onDelete,
                        Deferrability.NOT_DEFERRABLE,
                        true)));
        return keys;
    }

    /** A key without columns of the parent means its primary key; nothing where there is no such table or key. */
    private List<String> referenced(ForeignKeyDraft draft, Map<TableName, TableDraft> tables) {
        TableDraft parent = tables.get(draft.parent);
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

    /** Returns what only SQLite knows of it. */
    TableTraits traits(Map<TableName, TableDraft> tables) {
        Set<Integer> mismatched = new HashSet<>();
        Map<Integer, ForeignKey> keys = keysById(tables);
        keys.forEach((id, key) -> {
            TableDraft parent = tables.get(key.referencedTable());
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

    /** A column as SQLite tells of it. */
    record ColumnDraft(
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
}
