package dev.restore.dialect.postgres.catalog;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Column;
import dev.restore.catalog.ColumnType;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Key;
import dev.restore.catalog.Sequence;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.catalog.TypeFamily;
import dev.restore.catalog.UniqueIndex;
import dev.restore.dialect.SessionException;
import dev.restore.dialect.UnownedSequences;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the whole catalog in seven queries, and one more where defaults or triggers call functions. Used once. */
public final class CatalogReader {

    private final Connection connection;
    private final Map<String, String> namedSequences;
    private final Map<Long, TableShell> shells = new LinkedHashMap<>();
    private final Map<Long, Sequence> sequences = new HashMap<>();
    private final Map<String, Long> sequenceOfColumn = new HashMap<>();
    private final Set<String> derived = new HashSet<>();
    private final Map<String, NumberSources.Source> sources = new HashMap<>();
    private final Map<TableName, Set<String>> derivedColumns = new HashMap<>();
    private final Map<TableName, Set<String>> unclearColumns = new HashMap<>();
    private final Set<ForeignKey> matchFull = new HashSet<>();
    private final Set<ForeignKey> notEnforced = new HashSet<>();

    private final Map<Long, List<PgType.Field>> fieldsOf = new HashMap<>();

    public CatalogReader(Connection connection, Map<String, String> namedSequences) {
        this.connection = connection;
        this.namedSequences = namedSequences;
    }

    public PostgresCatalog read(@Nullable String wantedSchema) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            String schema = schema(statement, wantedSchema);
            readTables(statement);
            readSequences(statement);
            Map<String, Long> numbering = new TriggerReader(shells).read(statement);
            readSources(statement, schema, numbering);
            readColumns(statement);
            readKeys(statement);
            readForeignKeys(statement);
            return assemble(schema);
        }
    }

    private @Nullable String schema(Statement statement, @Nullable String wanted) throws SQLException {
        Set<String> schemas = new HashSet<>();
        String current = null;
        try (ResultSet row = statement.executeQuery("SELECT nspname, current_schema() FROM pg_catalog.pg_namespace")) {
            while (row.next()) {
                schemas.add(row.getString(1));
                current = row.getString(2);
            }
        }
        if (wanted != null && !schemas.contains(wanted)) {
            throw new SessionException(
                    "schema " + wanted + " does not exist in this database; name an existing one or create it first",
                    "3F000");
        }
        if (wanted != null || (current != null && !current.equals("pg_catalog"))) {
            return wanted != null ? wanted : current;
        }
        // The scripts of pg_dump leave an empty search path on the connection.
        return schemas.contains("public") ? "public" : null;
    }

    private void readTables(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(CatalogQueries.TABLES)) {
            while (row.next()) {
                shells.put(
                        row.getLong(1),
                        new TableShell(
                                new TableName(row.getString(2), row.getString(3)),
                                row.getString(4).charAt(0),
                                row.getBoolean(5),
                                row.getLong(6)));
            }
        }
    }

    private void readSequences(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(CatalogQueries.SEQUENCES)) {
            while (row.next()) {
                long sequence = row.getLong(1);
                sequences.put(
                        sequence,
                        new Sequence(
                                new TableName(row.getString(2), row.getString(3)),
                                row.getLong(4),
                                row.getLong(5),
                                row.getLong(6)));
                String column = place(row.getLong(7), row.getInt(8));
                if (sequenceOfColumn.putIfAbsent(column, sequence) == null && !row.getBoolean(9)) {
                    derived.add(column);
                }
            }
        }
    }

    private static String place(long table, int position) {
        return table + "." + position;
    }

    /** Looks into functions only where something calls one: a schema may have thousands. */
    private void readSources(Statement statement, @Nullable String schema, Map<String, Long> triggers)
            throws SQLException {
        NumberSources known = new NumberSources(sequences, schema);
        Map<String, String> defaults = new HashMap<>();
        Map<String, List<Long>> calls = new HashMap<>();
        try (ResultSet row = statement.executeQuery(CatalogQueries.CALLING_DEFAULTS)) {
            while (row.next()) {
                String column = place(row.getLong(1), row.getInt(2));
                defaults.put(column, row.getString(3));
                calls.put(column, List.of((Long[]) row.getArray(4).getArray()));
            }
        }
        if (sequences.isEmpty() || (defaults.isEmpty() && triggers.isEmpty())) {
            return;
        }
        try (ResultSet row = statement.executeQuery(CatalogQueries.FUNCTIONS)) {
            while (row.next()) {
                known.add(row.getLong(1), row.getString(2), row.getString(3), List.of((Long[])
                        row.getArray(4).getArray()));
            }
        }
        defaults.forEach((column, text) -> sources.put(column, known.of(text, calls.getOrDefault(column, List.of()))));
        triggers.forEach((name, function) -> {
            String table = name.substring(0, name.indexOf('.'));
            known.ofTrigger(function).forEach((column, source) -> sources.putIfAbsent(table + " " + column, source));
        });
    }

    private void readColumns(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(CatalogQueries.COLUMNS)) {
            while (row.next()) {
                PgType type = type(row);
                TableShell shell = shells.get(row.getLong("attrelid"));
                if (shell == null) {
                    fields(row.getLong("attrelid")).add(new PgType.Field(row.getString("attname"), type));
                } else {
                    Column column = column(row, type);
                    shell.types.put(column.name(), type);
                    shell.columns.add(column);
                }
            }
        }
        // Each table is a type, too.
        fieldsOf.forEach((relation, fields) -> {
            TableShell shell = shells.get(relation);
            if (shell != null) {
                shell.columns.forEach(column -> fields.add(
                        new PgType.Field(column.name(), Objects.requireNonNull(shell.types.get(column.name())))));
            }
        });
    }

    /** Returns the fields of a composite type, which are complete when all columns have been read. */
    private List<PgType.Field> fields(long relation) {
        return relation == 0 ? List.of() : fieldsOf.computeIfAbsent(relation, any -> new ArrayList<>());
    }

    private PgType type(ResultSet row) throws SQLException {
        String name = row.getString("shown");
        long oid = row.getLong("declared");
        String base = row.getString("base");
        char kind = row.getString("kind").charAt(0);
        int modifier = row.getInt("modifier");
        String elementBase = row.getString("element");
        if (elementBase == null) {
            List<PgType.Field> fields = Collections.unmodifiableList(fields(row.getLong("fields")));
            return new PgType(name, oid, base, kind, PgType.familyOf(base, kind), modifier, null, ',', fields);
        }
        char elementKind = row.getString("element_kind").charAt(0);
        PgType element = new PgType(
                row.getString("element_shown"),
                row.getLong("element_declared"),
                elementBase,
                elementKind,
                PgType.familyOf(elementBase, elementKind),
                row.getInt("element_modifier"),
                null,
                row.getString("delimiter").charAt(0),
                Collections.unmodifiableList(fields(row.getLong("element_fields"))));
        return new PgType(name, oid, base, kind, TypeFamily.ARRAY, -1, element, ',');
    }

    private Column column(ResultSet row, PgType type) throws SQLException {
        Sequence sequence = null;
        boolean text = type.family() == TypeFamily.TEXT;
        if (text || type.family() == TypeFamily.INTEGER || type.family() == TypeFamily.DECIMAL) {
            sequence = sequence(row, text);
        }
        Column.Generation generation = generation(row.getString("attidentity"), row.getString("attgenerated"));
        return new Column(
                row.getString("attname"),
                row.getInt("attnum"),
                new ColumnType(type.name(), type.family(), type.size(), type.scale()),
                !row.getBoolean("required"),
                row.getBoolean("filled") || generation != Column.Generation.NONE,
                generation,
                sequence);
    }

    private @Nullable Sequence sequence(ResultSet row, boolean text) throws SQLException {
        long table = row.getLong("attrelid");
        String column = row.getString("attname");
        String place = place(table, row.getInt("attnum"));
        TableShell of = shells.get(table);
        Long own = sequenceOfColumn.get(place);
        if (own != null) {
            if (of != null && (text || derived.contains(place))) {
                derivedColumns.computeIfAbsent(of.name, name -> new HashSet<>()).add(column);
            }
            return sequences.get(own);
        }
        boolean byTrigger = !sources.containsKey(place);
        NumberSources.Source source = sources.get(byTrigger ? table + " " + column : place);
        if (of != null && source != null && source.drawing()) {
            Sequence only = text && byTrigger ? null : source.only();
            if (only == null) {
                unclearColumns.computeIfAbsent(of.name, name -> new HashSet<>()).add(column);
            } else if (!byTrigger) {
                derivedColumns.computeIfAbsent(of.name, name -> new HashSet<>()).add(column);
            }
            return only;
        }
        return inherited(table, column);
    }

    private @Nullable Sequence inherited(long table, String column) {
        // The identity of a partition draws from the sequence of the table above, which is read before it.
        TableShell shell = shells.get(table);
        TableShell parent = shell == null || !shell.partition ? null : shells.get(shell.parent);
        if (parent == null) {
            return null;
        }
        return parent.columns.stream()
                .filter(c -> c.name().equals(column))
                .filter(c -> c.generation() != Column.Generation.NONE)
                .map(Column::sequence)
                .findFirst()
                .orElse(null);
    }

    private static Column.Generation generation(String identity, String generated) {
        if (!generated.isEmpty()) {
            return Column.Generation.COMPUTED;
        }
        return switch (identity) {
            case "a" -> Column.Generation.IDENTITY_ALWAYS;
            case "d" -> Column.Generation.IDENTITY_BY_DEFAULT;
            default -> Column.Generation.NONE;
        };
    }

    private void readKeys(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(CatalogQueries.KEYS)) {
            while (row.next()) {
                TableShell shell = shells.get(row.getLong(1));
                if (shell != null) {
                    shell.keys.add(new Key(row.getString(2), strings(row, 4), row.getBoolean(3)));
                }
            }
        }
        try (ResultSet row = statement.executeQuery(CatalogQueries.UNIQUE_INDEXES)) {
            while (row.next()) {
                TableShell shell = shells.get(row.getLong(1));
                if (shell != null && !strings(row, 3).isEmpty()) {
                    shell.uniqueIndexes.add(new UniqueIndex(row.getString(2), strings(row, 3)));
                }
            }
        }
    }

    private void readForeignKeys(Statement statement) throws SQLException {
        boolean knowsEnforced = connection.getMetaData().getDatabaseMajorVersion() >= 18;
        try (ResultSet row = statement.executeQuery(CatalogQueries.foreignKeys(knowsEnforced))) {
            while (row.next()) {
                TableShell shell = shells.get(row.getLong("conrelid"));
                TableShell referenced = shells.get(row.getLong("confrelid"));
                if (shell == null || referenced == null) {
                    continue;
                }
                ForeignKey key = new ForeignKey(
                        row.getString("conname"),
                        shell.name,
                        strings(row, "columns"),
                        referenced.name,
                        strings(row, "referenced"),
                        action(row.getString("confdeltype")),
                        deferrability(row.getBoolean("condeferrable"), row.getBoolean("condeferred")),
                        row.getBoolean("convalidated"));
                shell.foreignKeys.add(key);
                if (row.getString("confmatchtype").equals("f")) {
                    matchFull.add(key);
                }
                if (!row.getBoolean("enforced")) {
                    notEnforced.add(key);
                }
            }
        }
    }

    private static ForeignKey.Action action(String code) {
        return switch (code) {
            case "r" -> ForeignKey.Action.RESTRICT;
            case "c" -> ForeignKey.Action.CASCADE;
            case "n" -> ForeignKey.Action.SET_NULL;
            case "d" -> ForeignKey.Action.SET_DEFAULT;
            default -> ForeignKey.Action.NO_ACTION;
        };
    }

    private static ForeignKey.Deferrability deferrability(boolean deferrable, boolean deferred) {
        if (!deferrable) {
            return ForeignKey.Deferrability.NOT_DEFERRABLE;
        }
        return deferred ? ForeignKey.Deferrability.INITIALLY_DEFERRED : ForeignKey.Deferrability.INITIALLY_IMMEDIATE;
    }

    private static List<String> strings(ResultSet row, int column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    private static List<String> strings(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    private PostgresCatalog assemble(@Nullable String schema) {
        List<Table> tables = new ArrayList<>();
        Map<TableName, Long> oids = new HashMap<>();
        Map<TableName, Map<String, PgType>> types = new HashMap<>();
        Set<TableName> partitioned = new HashSet<>();
        shells.forEach((oid, shell) -> {
            TableShell parent = shells.get(shell.parent);
            tables.add(new Table(
                    shell.name,
                    shell.kind(),
                    shell.columns,
                    shell.keys,
                    shell.uniqueIndexes,
                    shell.foreignKeys,
                    shell.triggers,
                    parent == null ? null : parent.name));
            oids.put(shell.name, oid);
            types.put(shell.name, shell.types);
            if (shell.relationKind == 'p') {
                partitioned.add(shell.name);
            }
        });
        Catalog catalog =
                UnownedSequences.assigned(new Catalog(schema, tables, Set.copyOf(sequences.values())), namedSequences);
        return new PostgresCatalog(
                catalog, oids, types, partitioned, matchFull, notEnforced, derivedColumns, unclearColumns);
    }
}
