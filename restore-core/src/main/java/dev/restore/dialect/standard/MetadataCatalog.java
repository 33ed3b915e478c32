package dev.restore.dialect.standard;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Column;
import dev.restore.catalog.Column.Generation;
import dev.restore.catalog.ColumnType;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.ForeignKey.Action;
import dev.restore.catalog.ForeignKey.Deferrability;
import dev.restore.catalog.Key;
import dev.restore.catalog.Sequence;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the catalog through {@link DatabaseMetaData}: tables and columns in one call each, keys in three calls a table
 * because JDBC has no others. Triggers are not known to JDBC.
 */
final class MetadataCatalog {

    private static final String INFORMATION_SCHEMA = "INFORMATION_SCHEMA";

    /** Where standard SQL says how an identity is generated. */
    private static final TableName STANDARD_COLUMNS = new TableName(INFORMATION_SCHEMA, "COLUMNS");

    private static final Set<String> SYSTEM_SCHEMAS =
            Set.of(INFORMATION_SCHEMA, "PG_CATALOG", "SYS", "SYSTEM", "MYSQL", "PERFORMANCE_SCHEMA", "SYSIBM");

    /** How the standard and others write that a default draws from a sequence. */
    private static final Pattern DRAWS = Pattern.compile("(?i)\\bnextval\\s*\\(|\\bnext\\s+value\\s+for\\b");

    /** A sequence of which nothing is known but that it hands out numbers. */
    private static final Sequence UNNAMED =
            new Sequence(new TableName(null, "sequence of the default"), 1, 1, Long.MAX_VALUE);

    private final Connection connection;
    private final DatabaseMetaData metadata;
    private final @Nullable String schema;

    MetadataCatalog(Connection connection, @Nullable String schema) throws SQLException {
        this.connection = connection;
        this.metadata = connection.getMetaData();
        this.schema = schema == null ? connection.getSchema() : schema;
    }

    Catalog read() throws SQLException {
        Map<TableName, Table.Kind> kinds = kinds();
        Map<TableName, List<Column>> columns = columns();
        List<Table> tables = new ArrayList<>();
        for (Map.Entry<TableName, Table.Kind> entry : kinds.entrySet()) {
            TableName name = entry.getKey();
            boolean real = entry.getValue().holdsRows();
            tables.add(new Table(
                    name,
                    entry.getValue(),
                    columns.getOrDefault(name, List.of()),
                    real ? keys(name) : List.of(),
                    real ? foreignKeys(name) : List.of(),
                    List.of(),
                    null));
        }
        return new Catalog(schema, tables);
    }

    private Map<TableName, Table.Kind> kinds() throws SQLException {
        Map<TableName, Table.Kind> kinds = new LinkedHashMap<>();
        try (ResultSet result = metadata.getTables(connection.getCatalog(), null, "%", null)) {
            while (result.next()) {
                TableName name = new TableName(result.getString("TABLE_SCHEM"), result.getString("TABLE_NAME"));
                Table.Kind kind = kind(result.getString("TABLE_TYPE"));
                if (kind != null && !system(name)) {
                    kinds.put(name, kind);
                }
            }
        }
        return kinds;
    }

    private static boolean system(TableName name) {
        return name.schema() != null && SYSTEM_SCHEMAS.contains(name.schema().toUpperCase(Locale.ROOT));
    }

    private static Table.@Nullable Kind kind(String type) {
        return switch (type) {
            case "TABLE", "BASE TABLE" -> Table.Kind.TABLE;
            case "PARTITIONED TABLE" -> Table.Kind.PARTITIONED;
            case "VIEW" -> Table.Kind.VIEW;
            case "MATERIALIZED VIEW" -> Table.Kind.MATERIALIZED_VIEW;
            case "FOREIGN TABLE" -> Table.Kind.VIRTUAL;
            default -> null;
        };
    }

    private Map<TableName, List<Column>> columns() throws SQLException {
        Map<TableName, List<Column>> columns = new LinkedHashMap<>();
        boolean identities = false;
        boolean generations = false;
        try (ResultSet result = metadata.getColumns(connection.getCatalog(), null, "%", "%")) {
            while (result.next()) {
                TableName table = new TableName(result.getString("TABLE_SCHEM"), result.getString("TABLE_NAME"));
                Column column = column(result);
                generations |= table.equals(STANDARD_COLUMNS) && column.name().equals("IDENTITY_GENERATION");
                identities |= column.generation() == Generation.IDENTITY_BY_DEFAULT;
                columns.computeIfAbsent(table, name -> new ArrayList<>()).add(column);
            }
        }
        if (identities && generations) {
            markGeneratedAlways(columns);
        }
        return columns;
    }

    /** Asks standard SQL how identities are generated, which JDBC does not tell. */
    private void markGeneratedAlways(Map<TableName, List<Column>> columns) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME FROM "
                        + INFORMATION_SCHEMA + ".COLUMNS WHERE IDENTITY_GENERATION = 'ALWAYS'")) {
            while (result.next()) {
                String name = result.getString(3);
                columns.computeIfPresent(
                        new TableName(result.getString(1), result.getString(2)),
                        (table, all) -> all.stream()
                                .map(column -> column.name().equals(name) ? generatedAlways(column) : column)
                                .toList());
            }
        }
    }

    private static Column generatedAlways(Column column) {
        return new Column(
                column.name(),
                column.position(),
                column.type(),
                column.nullable(),
                column.hasDefault(),
                Generation.IDENTITY_ALWAYS,
                column.sequence());
    }

    private static Column column(ResultSet result) throws SQLException {
        int code = result.getInt("DATA_TYPE");
        int size = result.getInt("COLUMN_SIZE");
        int digits = result.getInt("DECIMAL_DIGITS");
        ColumnType type =
                JdbcTypes.type(code, result.getString("TYPE_NAME"), size, JdbcTypes.fractionDigits(code, size, digits));
        boolean computed = "YES".equals(result.getString("IS_GENERATEDCOLUMN"));
        boolean identity = "YES".equals(result.getString("IS_AUTOINCREMENT"));
        String source = result.getString("COLUMN_DEF");
        boolean always = identity && source != null && source.contains("ALWAYS");
        boolean draws = !identity && source != null && DRAWS.matcher(source).find();
        return new Column(
                result.getString("COLUMN_NAME"),
                result.getInt("ORDINAL_POSITION"),
                type,
                result.getInt("NULLABLE") != DatabaseMetaData.columnNoNulls,
                source != null || identity,
                generation(identity, always, computed),
                draws ? UNNAMED : null);
    }

    private static Generation generation(boolean identity, boolean always, boolean computed) {
        if (identity) {
            return always ? Generation.IDENTITY_ALWAYS : Generation.IDENTITY_BY_DEFAULT;
        }
        return computed ? Generation.COMPUTED : Generation.NONE;
    }

    private List<Key> keys(TableName table) throws SQLException {
        List<Key> keys = new ArrayList<>();
        Map<Integer, String> primary = new TreeMap<>();
        String primaryName = "";
        try (ResultSet result = metadata.getPrimaryKeys(connection.getCatalog(), table.schema(), table.name())) {
            while (result.next()) {
                primary.put(result.getInt("KEY_SEQ"), result.getString("COLUMN_NAME"));
                primaryName = orEmpty(result.getString("PK_NAME"));
            }
        }
        if (!primary.isEmpty()) {
            keys.add(new Key(primaryName, List.copyOf(primary.values()), true));
        }
        for (Map.Entry<String, List<String>> unique : uniqueIndexes(table).entrySet()) {
            if (!unique.getValue().equals(List.copyOf(primary.values()))) {
                keys.add(new Key(unique.getKey(), unique.getValue(), false));
            }
        }
        return keys;
    }

    private Map<String, List<String>> uniqueIndexes(TableName table) throws SQLException {
        Map<String, List<String>> indexes = new LinkedHashMap<>();
        try (ResultSet result =
                metadata.getIndexInfo(connection.getCatalog(), table.schema(), table.name(), true, true)) {
            while (result.next()) {
                String name = result.getString("INDEX_NAME");
                String column = result.getString("COLUMN_NAME");
                if (name != null && column != null && result.getString("FILTER_CONDITION") == null) {
                    indexes.computeIfAbsent(name, any -> new ArrayList<>()).add(column);
                }
            }
        }
        return indexes;
    }

    private List<ForeignKey> foreignKeys(TableName table) throws SQLException {
        List<ForeignKey> keys = new ArrayList<>();
        try (ResultSet result = metadata.getImportedKeys(connection.getCatalog(), table.schema(), table.name())) {
            List<String> columns = new ArrayList<>();
            List<String> referenced = new ArrayList<>();
            boolean more = result.next();
            while (more) {
                columns.add(result.getString("FKCOLUMN_NAME"));
                referenced.add(result.getString("PKCOLUMN_NAME"));
                String name = orEmpty(result.getString("FK_NAME"));
                TableName parent = new TableName(result.getString("PKTABLE_SCHEM"), result.getString("PKTABLE_NAME"));
                Action onDelete = action(result.getShort("DELETE_RULE"));
                Deferrability deferrability = deferrability(result.getShort("DEFERRABILITY"));
                more = result.next();
                if (!more || result.getShort("KEY_SEQ") == 1) {
                    keys.add(new ForeignKey(name, table, columns, parent, referenced, onDelete, deferrability, true));
                    columns.clear();
                    referenced.clear();
                }
            }
        }
        return keys;
    }

    private static Action action(short rule) {
        return switch (rule) {
            case DatabaseMetaData.importedKeyCascade -> Action.CASCADE;
            case DatabaseMetaData.importedKeySetNull -> Action.SET_NULL;
            case DatabaseMetaData.importedKeySetDefault -> Action.SET_DEFAULT;
            case DatabaseMetaData.importedKeyRestrict -> Action.RESTRICT;
            default -> Action.NO_ACTION;
        };
    }

    private static Deferrability deferrability(short rule) {
        return switch (rule) {
            case DatabaseMetaData.importedKeyInitiallyDeferred -> Deferrability.INITIALLY_DEFERRED;
            case DatabaseMetaData.importedKeyInitiallyImmediate -> Deferrability.INITIALLY_IMMEDIATE;
            default -> Deferrability.NOT_DEFERRABLE;
        };
    }

    private static String orEmpty(@Nullable String name) {
        return name == null ? "" : name;
    }
}
