package dev.restore.dialect.h2;

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
import dev.restore.catalog.Trigger;
import dev.restore.catalog.TypeFamily;
import dev.restore.dialect.SessionSettings;
import dev.restore.dialect.UnownedSequences;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the catalog of H2 from INFORMATION_SCHEMA in six queries. Its names are written in upper case and without quotes here:
 * that finds them in whatever case the database keeps names.
 */
final class H2Catalog {

    static final Pattern NEXT_VALUE = Pattern.compile("NEXT VALUE FOR \"((?:[^\"]|\"\")++)\"\\.\"((?:[^\"]|\"\")++)\"");

    private static final String DATA_TYPE =
            "CASE UPPER(DATA_TYPE) WHEN 'INTERVAL' THEN 'INTERVAL ' || INTERVAL_TYPE ELSE DATA_TYPE END";

    private final Connection connection;
    private final H2Mode mode;
    private final SessionSettings settings;
    private final String schema;
    private final Map<TableName, Set<String>> filledForNull = new HashMap<>();
    private final Map<TableName, Sequence> sequences = new HashMap<>();
    private final Map<TableName, List<Column>> columns = new HashMap<>();
    private final Map<TableName, List<Key>> keys = new HashMap<>();
    private final Map<TableName, List<ForeignKey>> foreignKeys = new HashMap<>();
    private final Map<TableName, List<Trigger>> triggers = new HashMap<>();

    private @Nullable Map<Collection, Element> elements;
    private @Nullable Map<Collection, List<String>> labels;

    H2Catalog(Connection connection, H2Mode mode, SessionSettings settings) throws SQLException {
        this.connection = connection;
        this.settings = settings;
        this.mode = mode;
        this.schema = settings.schema() == null ? connection.getSchema() : settings.schema();
    }

    /**
     * What is read.
     *
     * @param catalog what everyone sees
     * @param filledForNull the columns in which a null becomes another value, by table
     */
    record Schema(Catalog catalog, Map<TableName, Set<String>> filledForNull) {}

    Schema read() throws SQLException {
        readSequences();
        readColumns();
        readKeys();
        readForeignKeys();
        readTriggers();
        List<Table> tables = new ArrayList<>();
        query(
                "SELECT TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE FROM INFORMATION_SCHEMA.TABLES"
                        + mode.where("TABLE_SCHEMA") + " ORDER BY TABLE_SCHEMA, TABLE_NAME",
                row -> {
                    TableName name = new TableName(row.getString(1), row.getString(2));
                    tables.add(new Table(
                            name,
                            kind(row.getString(3)),
                            columns.getOrDefault(name, List.of()),
                            keys.getOrDefault(name, List.of()),
                            foreignKeys.getOrDefault(name, List.of()),
                            triggers.getOrDefault(name, List.of()),
                            null));
                });
        Catalog catalog = new Catalog(schema, tables, sequences.values());
        return new Schema(UnownedSequences.assigned(catalog, settings.sequences()), Map.copyOf(filledForNull));
    }

    private static Table.Kind kind(String type) {
        return switch (type) {
            case "VIEW" -> Table.Kind.VIEW;
            case "MATERIALIZED VIEW" -> Table.Kind.MATERIALIZED_VIEW;
            case "TABLE LINK", "EXTERNAL TABLE ENGINE" -> Table.Kind.VIRTUAL;
            default -> Table.Kind.TABLE;
        };
    }

    private void readSequences() throws SQLException {
        query(
                "SELECT SEQUENCE_SCHEMA, SEQUENCE_NAME, INCREMENT, MINIMUM_VALUE, MAXIMUM_VALUE"
                        + " FROM INFORMATION_SCHEMA.SEQUENCES",
                row -> {
                    TableName name = new TableName(row.getString(1), row.getString(2));
                    sequences.put(name, new Sequence(name, row.getLong(3), row.getLong(4), row.getLong(5)));
                });
    }

    private void readColumns() throws SQLException {
        query(
                "SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, ORDINAL_POSITION, " + DATA_TYPE
                        + ", IS_NULLABLE, COLUMN_DEFAULT,"
                        + " IS_IDENTITY, IDENTITY_GENERATION, IS_GENERATED, CHARACTER_MAXIMUM_LENGTH, NUMERIC_PRECISION,"
                        + " NUMERIC_SCALE, DATETIME_PRECISION, DEFAULT_ON_NULL, DTD_IDENTIFIER"
                        + " FROM INFORMATION_SCHEMA.COLUMNS"
                        + mode.where("TABLE_SCHEMA") + " ORDER BY TABLE_SCHEMA, TABLE_NAME, ORDINAL_POSITION",
                row -> {
                    TableName table = new TableName(row.getString(1), row.getString(2));
                    Column column = column(row);
                    columns.computeIfAbsent(table, name -> new ArrayList<>()).add(column);
                    if (row.getBoolean(15)) {
                        filledForNull
                                .computeIfAbsent(table, name -> new HashSet<>())
                                .add(column.name());
                    }
                });
    }

    private Column column(ResultSet row) throws SQLException {
        String expression = row.getString(7);
        boolean identity = row.getString(8).equals("YES");
        Generation generation = Generation.NONE;
        if (identity) {
            generation =
                    row.getString(9).equals("ALWAYS") ? Generation.IDENTITY_ALWAYS : Generation.IDENTITY_BY_DEFAULT;
        } else if (row.getString(10).equals("ALWAYS")) {
            generation = Generation.COMPUTED;
        }
        return new Column(
                row.getString(3),
                row.getInt(4),
                row.getString(5).equalsIgnoreCase("ARRAY")
                        ? array(new TableName(row.getString(1), row.getString(2)), row.getString(16))
                        : type(
                                row,
                                new Collection(new TableName(row.getString(1), row.getString(2)), row.getString(16))),
                row.getString(6).equals("YES"),
                identity || expression != null,
                generation,
                expression == null ? null : sequence(expression));
    }

    private ColumnType array(TableName table, String identifier) throws SQLException {
        if (elements == null) {
            elements = new HashMap<>();
            readElements(elements);
        }
        Element element = elements.get(new Collection(table, identifier));
        if (element == null) {
            return new ColumnType("ARRAY", TypeFamily.ARRAY, 0, 0);
        }
        return (element.identifier() == null ? element.type() : array(table, element.identifier())).array();
    }

    private Map<Collection, List<String>> labels() throws SQLException {
        if (labels == null) {
            Map<Collection, List<String>> found = new HashMap<>();
            query(
                    "SELECT OBJECT_SCHEMA, OBJECT_NAME, ENUM_IDENTIFIER, VALUE_NAME FROM INFORMATION_SCHEMA.ENUM_VALUES"
                            + " WHERE OBJECT_TYPE = 'TABLE' ORDER BY VALUE_ORDINAL",
                    row -> found.computeIfAbsent(
                                    new Collection(new TableName(row.getString(1), row.getString(2)), row.getString(3)),
                                    place -> new ArrayList<>())
                            .add(row.getString(4)));
            labels = found;
        }
        return labels;
    }

    /** The columns of both queries stand at the same places. */
    private void readElements(Map<Collection, Element> found) throws SQLException {
        query(
                "SELECT OBJECT_SCHEMA, OBJECT_NAME, COLLECTION_TYPE_IDENTIFIER, DTD_IDENTIFIER, " + DATA_TYPE
                        + ", NULL, NULL, NULL,"
                        + " NULL, NULL, CHARACTER_MAXIMUM_LENGTH, NUMERIC_PRECISION, NUMERIC_SCALE, DATETIME_PRECISION"
                        + " FROM INFORMATION_SCHEMA.ELEMENT_TYPES WHERE OBJECT_TYPE = 'TABLE'",
                row -> found.put(
                        new Collection(new TableName(row.getString(1), row.getString(2)), row.getString(3)),
                        new Element(
                                type(
                                        row,
                                        new Collection(
                                                new TableName(row.getString(1), row.getString(2)), row.getString(4))),
                                row.getString(5).equalsIgnoreCase("ARRAY") ? row.getString(4) : null)));
    }

    private @Nullable Sequence sequence(String expression) {
        Matcher matcher = NEXT_VALUE.matcher(expression);
        return matcher.find()
                ? sequences.get(new TableName(
                        matcher.group(1).replace("\"\"", "\""), matcher.group(2).replace("\"\"", "\"")))
                : null;
    }

    private ColumnType type(ResultSet row, Collection place) throws SQLException {
        String name = row.getString(5).toUpperCase(Locale.ROOT);
        if (name.equals("ENUM")) {
            return new ColumnType(H2Enum.name(labels().getOrDefault(place, List.of())), TypeFamily.OTHER, 0, 0);
        }
        int length = (int) Math.min(row.getLong(11), Integer.MAX_VALUE);
        int precision = row.getInt(12);
        int fraction = row.getInt(14);
        return switch (name) {
            case "BOOLEAN" -> new ColumnType(name, TypeFamily.BOOLEAN, 0, 0);
            case "TINYINT", "SMALLINT", "INTEGER", "BIGINT" -> new ColumnType(name, TypeFamily.INTEGER, precision, 0);
            case "NUMERIC", "DECIMAL" -> new ColumnType(name, TypeFamily.DECIMAL, precision, row.getInt(13));
            case "DECFLOAT" -> new ColumnType(name, TypeFamily.DECIMAL, precision, 0);
            case "REAL", "FLOAT", "DOUBLE PRECISION" -> new ColumnType(name, TypeFamily.FLOAT, precision, 0);
            case "CHARACTER", "CHARACTER VARYING", "VARCHAR_IGNORECASE" ->
                new ColumnType(name, TypeFamily.TEXT, length, 0);
            case "CHARACTER LARGE OBJECT" -> new ColumnType(name, TypeFamily.TEXT, 0, 0);
            case "BINARY", "BINARY VARYING" -> new ColumnType(name, TypeFamily.BINARY, length, 0);
            case "BINARY LARGE OBJECT" -> new ColumnType(name, TypeFamily.BINARY, 0, 0);
            case "DATE" -> new ColumnType(name, TypeFamily.DATE, 0, 0);
            case "TIME" -> new ColumnType(name, TypeFamily.TIME, 0, fraction);
            case "TIME WITH TIME ZONE" -> new ColumnType(name, TypeFamily.TIME_WITH_ZONE, 0, fraction);
            case "TIMESTAMP" -> new ColumnType(name, TypeFamily.TIMESTAMP, 0, fraction);
            case "TIMESTAMP WITH TIME ZONE" -> new ColumnType(name, TypeFamily.TIMESTAMP_WITH_ZONE, 0, fraction);
            case "UUID" -> new ColumnType(name, TypeFamily.UUID, 0, 0);
            case "JSON" -> new ColumnType(name, TypeFamily.JSON, 0, 0);
            default -> new ColumnType(name, TypeFamily.OTHER, 0, H2Interval.is(name) ? fraction : 0);
        };
    }

    private void readKeys() throws SQLException {
        Map<String, List<String>> names = new LinkedHashMap<>();
        Map<String, TableName> owners = new HashMap<>();
        query(
                "SELECT I.TABLE_SCHEMA, I.TABLE_NAME, I.INDEX_SCHEMA, I.INDEX_NAME, I.INDEX_TYPE_NAME, C.COLUMN_NAME"
                        + " FROM INFORMATION_SCHEMA.INDEXES I JOIN INFORMATION_SCHEMA.INDEX_COLUMNS C"
                        + " ON C.INDEX_SCHEMA = I.INDEX_SCHEMA AND C.INDEX_NAME = I.INDEX_NAME"
                        + mode.where("I.TABLE_SCHEMA") + " AND C.IS_UNIQUE"
                        + " ORDER BY CASE I.INDEX_TYPE_NAME WHEN 'PRIMARY KEY' THEN 0 ELSE 1 END, I.INDEX_SCHEMA,"
                        + " I.INDEX_NAME, C.ORDINAL_POSITION",
                row -> {
                    String id = row.getString(5) + " " + row.getString(3) + "." + row.getString(4);
                    owners.put(id, new TableName(row.getString(1), row.getString(2)));
                    names.computeIfAbsent(id, any -> new ArrayList<>()).add(row.getString(6));
                });
        names.forEach((id, members) -> keys.computeIfAbsent(
                        Objects.requireNonNull(owners.get(id)), any -> new ArrayList<>())
                .add(new Key(id.substring(id.lastIndexOf('.') + 1), members, id.startsWith("PRIMARY KEY"))));
    }

    private void readForeignKeys() throws SQLException {
        List<ForeignKeyColumn> members = new ArrayList<>();
        query(
                "SELECT R.CONSTRAINT_SCHEMA, R.CONSTRAINT_NAME, C.TABLE_SCHEMA, C.TABLE_NAME, C.COLUMN_NAME,"
                        + " P.TABLE_SCHEMA, P.TABLE_NAME, P.COLUMN_NAME, R.DELETE_RULE"
                        + " FROM INFORMATION_SCHEMA.REFERENTIAL_CONSTRAINTS R"
                        + " JOIN INFORMATION_SCHEMA.KEY_COLUMN_USAGE C ON C.CONSTRAINT_SCHEMA = R.CONSTRAINT_SCHEMA"
                        + " AND C.CONSTRAINT_NAME = R.CONSTRAINT_NAME"
                        + " JOIN INFORMATION_SCHEMA.KEY_COLUMN_USAGE P ON P.CONSTRAINT_SCHEMA = R.UNIQUE_CONSTRAINT_SCHEMA"
                        + " AND P.CONSTRAINT_NAME = R.UNIQUE_CONSTRAINT_NAME"
                        + " AND P.ORDINAL_POSITION = C.POSITION_IN_UNIQUE_CONSTRAINT"
                        + " ORDER BY R.CONSTRAINT_SCHEMA, R.CONSTRAINT_NAME, C.ORDINAL_POSITION",
                row -> members.add(new ForeignKeyColumn(
                        row.getString(2),
                        new TableName(row.getString(3), row.getString(4)),
                        row.getString(5),
                        new TableName(row.getString(6), row.getString(7)),
                        row.getString(8),
                        action(row.getString(9)))));
        int start = 0;
        for (int i = 1; i <= members.size(); i++) {
            if (i == members.size() || !members.get(i).sameKey(members.get(start))) {
                add(members.subList(start, i));
                start = i;
            }
        }
    }

    private void add(List<ForeignKeyColumn> members) {
        ForeignKeyColumn first = members.get(0);
        foreignKeys
                .computeIfAbsent(first.table(), name -> new ArrayList<>())
                .add(new ForeignKey(
                        first.name(),
                        first.table(),
                        members.stream().map(ForeignKeyColumn::column).toList(),
                        first.parent(),
                        members.stream().map(ForeignKeyColumn::parentColumn).toList(),
                        first.onDelete(),
                        Deferrability.NOT_DEFERRABLE,
                        true));
    }

    private static Action action(String rule) {
        return switch (rule) {
            case "CASCADE" -> Action.CASCADE;
            case "SET NULL" -> Action.SET_NULL;
            case "SET DEFAULT" -> Action.SET_DEFAULT;
            case "RESTRICT" -> Action.RESTRICT;
            default -> Action.NO_ACTION;
        };
    }

    private void readTriggers() throws SQLException {
        query(
                "SELECT EVENT_OBJECT_SCHEMA, EVENT_OBJECT_TABLE, TRIGGER_NAME, EVENT_MANIPULATION,"
                        + " CASE WHEN JAVA_CLASS LIKE 'org.h2.fulltext.%' THEN 'INDEX' ELSE 'TRIGGER' END"
                        + " FROM INFORMATION_SCHEMA.TRIGGERS",
                row -> triggers.computeIfAbsent(
                                new TableName(row.getString(1), row.getString(2)), name -> new ArrayList<>())
                        .add(new Trigger(
                                Trigger.Kind.valueOf(row.getString(5)), row.getString(3), events(row.getString(4)))));
    }

    /** Takes what changes rows from a list of words; H2 fires triggers for queries and rollbacks, too. */
    private static Set<Trigger.Event> events(String words) {
        Set<Trigger.Event> events = EnumSet.noneOf(Trigger.Event.class);
        for (Trigger.Event event : Trigger.Event.values()) {
            if (words.contains(event.name())) {
                events.add(event);
            }
        }
        return events;
    }

    private void query(String sql, RowReader reader) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                reader.read(result);
            }
        }
    }

    /** A type of a table, by the identifier that H2 gives it. */
    private record Collection(TableName table, String identifier) {}

    /** The type of an array's elements; of those that are arrays themselves the identifier. */
    private record Element(ColumnType type, @Nullable String identifier) {}

    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    private record ForeignKeyColumn(
            String name, TableName table, String column, TableName parent, String parentColumn, Action onDelete) {

        boolean sameKey(ForeignKeyColumn other) {
            return name.equals(other.name) && table.equals(other.table);
        }
    }
}
