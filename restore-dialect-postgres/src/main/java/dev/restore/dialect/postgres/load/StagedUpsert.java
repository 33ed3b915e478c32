package dev.restore.dialect.postgres.load;

import dev.restore.catalog.Column;
import dev.restore.catalog.Column.Generation;
import dev.restore.catalog.TypeFamily;
import dev.restore.dialect.LoadTarget;
import dev.restore.dialect.OnConflict;
import dev.restore.dialect.postgres.catalog.Identifiers;
import dev.restore.dialect.postgres.catalog.PostgresCatalog;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The statements that move rows from a temporary table, the stage, into their own where a taken key is not an error. They name the one
 * key that counts and use no ON CONFLICT, which knows neither deferrable keys nor how many rows were there.
 */
public final class StagedUpsert {

    /** The families of which every type has an equality. */
    private static final Set<TypeFamily> COMPARABLE = Set.of(
            TypeFamily.BOOLEAN,
            TypeFamily.INTEGER,
            TypeFamily.DECIMAL,
            TypeFamily.FLOAT,
            TypeFamily.BINARY,
            TypeFamily.DATE,
            TypeFamily.TIME,
            TypeFamily.TIME_WITH_ZONE,
            TypeFamily.TIMESTAMP,
            TypeFamily.TIMESTAMP_WITH_ZONE,
            TypeFamily.UUID);

    /** Returns whether every type of a family has an equality under which equal values are the same. */
    public static boolean comparable(TypeFamily family) {
        return COMPARABLE.contains(family);
    }

    private final LoadTarget target;
    private final OnConflict conflict;
    private final PostgresCatalog catalog;
    private final String stage;
    private final String place;

    public StagedUpsert(LoadTarget target, OnConflict conflict, PostgresCatalog catalog, int number) {
        this.target = target;
        this.conflict = conflict;
        this.catalog = catalog;
        this.stage = "pg_temp.restore_stage_" + number;
        this.place = unused(target.columns(), "restore_row");
    }

    private static String unused(List<Column> columns, String name) {
        return columns.stream().anyMatch(column -> column.name().equals(name)) ? unused(columns, name + "_") : name;
    }

    /** Returns the stage's name as SQL. */
    public String stage() {
        return stage;
    }

    /** Creates the stage, with columns of the same types and without constraints. It goes with the transaction. */
    public void createStage(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS " + stage);
            statement.execute("CREATE TEMPORARY TABLE " + stage.substring(stage.indexOf('.') + 1)
                    + " ON COMMIT DROP AS SELECT " + list(target.columns(), "") + " FROM " + table() + " WITH NO DATA");
            if (follows()) {
                statement.execute("ALTER TABLE " + stage + " ADD COLUMN " + Identifiers.quoted(place) + " bigserial");
            }
        }
    }

    /** Empties the stage; its rows are counted from 1 again. */
    String emptyStage() {
        return "TRUNCATE " + stage + (follows() ? " RESTART IDENTITY" : "");
    }

    /** Returns whether rows that are there under other keys are to be reported. */
    boolean follows() {
        return !target.followed().isEmpty();
    }

    /** Returns the columns of which {@link #others} tells. */
    List<Column> followed() {
        return target.followed();
    }

    /** Finds the rows whose key is taken by one that has other keys: their places in the stage, and those keys as texts. */
    String others() {
        return "SELECT s." + Identifiers.quoted(place) + ", "
                + target.followed().stream()
                        .map(column -> "t." + Identifiers.quoted(column.name()) + "::pg_catalog.text")
                        .collect(Collectors.joining(", "))
                + " FROM " + stage + " s JOIN " + table() + " t ON " + sameKey() + " WHERE "
                + target.followed().stream().map(this::differs).collect(Collectors.joining(" OR "));
    }

    private String table() {
        return catalog.only(target.table().name());
    }

    private static String list(List<Column> columns, String prefix) {
        return columns.stream()
                .map(column -> prefix + Identifiers.quoted(column.name()))
                .collect(Collectors.joining(", "));
    }

    private static String all(List<String> columns, Function<String, String> condition) {
        return columns.stream().map(Identifiers::quoted).map(condition).collect(Collectors.joining(" AND "));
    }

    private List<String> key() {
        return conflict.key().columns();
    }

    private String sameKey() {
        return all(key(), column -> "t." + column + " = s." + column);
    }

    private String wholeKey() {
        return all(key(), column -> "s." + column + " IS NOT NULL");
    }

    /** Counts the rows whose key is taken, and those of the stage that have the key of another one there. */
    String countTaken() {
        String keys =
                key().stream().map(column -> "s." + Identifiers.quoted(column)).collect(Collectors.joining(", "));
        return "SELECT count(*) FILTER (WHERE EXISTS (SELECT 1 FROM " + table() + " t WHERE " + sameKey() + ")),"
                + " count(*) FILTER (WHERE " + wholeKey() + ")"
                + " - count(DISTINCT (" + keys + ")) FILTER (WHERE " + wholeKey() + ") FROM " + stage + " s";
    }

    /** Moves the rows whose key is not taken. */
    String insert() {
        boolean always =
                target.columns().stream().anyMatch(column -> column.generation() == Generation.IDENTITY_ALWAYS);
        return "INSERT INTO " + Identifiers.quoted(target.table().name()) + " (" + list(target.columns(), "") + ") "
                + (always ? "OVERRIDING SYSTEM VALUE " : "") + "SELECT " + list(target.columns(), "s.") + " FROM "
                + stage
                + " s WHERE NOT EXISTS (SELECT 1 FROM " + table() + " t WHERE " + sameKey() + ")";
    }

    /** Returns whether rows that are there may change at all. */
    boolean updates() {
        return !target.changedColumns().isEmpty();
    }

    /** Changes the rows whose key is taken, where they differ. */
    String update() {
        return "UPDATE " + table() + " t SET "
                + target.changedColumns().stream()
                        .map(Column::name)
                        .map(Identifiers::quoted)
                        .map(column -> column + " = s." + column)
                        .collect(Collectors.joining(", "))
                + " FROM " + stage + " s WHERE " + sameKey() + " AND ("
                + target.changedColumns().stream().map(this::differs).collect(Collectors.joining(" OR ")) + ")";
    }

    /** A text may be equal to another one under its collation and still not be the same. */
    private String differs(Column column) {
        String cast = comparable(catalog.type(target.table(), column).family()) ? "" : "::pg_catalog.text";
        String name = Identifiers.quoted(column.name());
        return "t." + name + cast + " IS DISTINCT FROM s." + name + cast;
    }
}
