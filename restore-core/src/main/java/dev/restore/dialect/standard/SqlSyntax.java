package dev.restore.dialect.standard;

import dev.restore.catalog.Column;
import dev.restore.catalog.Table;
import dev.restore.dialect.LoadTarget;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How one database writes what the standard session says, where that differs from what all databases understand. A value.
 *
 * @param names how names are written
 * @param parameter the parameter that stands for a value of a column
 * @param emptyRow how a row is inserted of which nothing is said
 * @param queriesAtOnce how many queries for one number each may be columns of one SELECT without FROM, at least 1
 * @param rowPlace the pseudo column by which rows of one table are told from each other whatever they hold, where a database has that
 *     and can order by columns of any type; null where it has not
 */
public record SqlSyntax(
        SqlNames names,
        Function<Column, String> parameter,
        EmptyRow emptyRow,
        int queriesAtOnce,
        @Nullable String rowPlace) {

    /** How a row is inserted of which nothing is said. */
    public enum EmptyRow {
        /** By {@code DEFAULT} for one of its columns, because not every database knows the two others. */
        ONE_DEFAULT,
        /** By {@code DEFAULT VALUES}. */
        DEFAULT_VALUES,
        /** By no columns and no values. */
        NO_VALUES
    }

    public SqlSyntax {
        Objects.requireNonNull(names, "names");
        Objects.requireNonNull(parameter, "parameter");
        Objects.requireNonNull(emptyRow, "emptyRow");
        if (queriesAtOnce < 1) {
            throw new IllegalArgumentException("queriesAtOnce must be at least 1, not " + queriesAtOnce);
        }
    }

    /** Returns what all databases understand, with names in those quotes that the driver names. */
    public static SqlSyntax of(Connection connection) throws SQLException {
        String quote = connection.getMetaData().getIdentifierQuoteString().trim();
        return new SqlSyntax(SqlNames.between(quote), column -> "?", EmptyRow.ONE_DEFAULT, 1, null);
    }

    /** Returns the same with other names. */
    public SqlSyntax names(SqlNames others) {
        return new SqlSyntax(others, parameter, emptyRow, queriesAtOnce, rowPlace);
    }

    /** Returns the same with other parameters. */
    public SqlSyntax parameter(Function<Column, String> other) {
        return new SqlSyntax(names, other, emptyRow, queriesAtOnce, rowPlace);
    }

    /** Returns the same with another way to insert a row of defaults. */
    public SqlSyntax emptyRow(EmptyRow other) {
        return new SqlSyntax(names, parameter, other, queriesAtOnce, rowPlace);
    }

    /** Returns the same with another number of queries at once. */
    public SqlSyntax queriesAtOnce(int other) {
        return new SqlSyntax(names, parameter, emptyRow, other, rowPlace);
    }

    /** Returns the same with a pseudo column that tells rows from each other. */
    public SqlSyntax rowPlace(String other) {
        return new SqlSyntax(names, parameter, emptyRow, queriesAtOnce, other);
    }

    /** Returns the INSERT of one row, one parameter a column. It ends with {@link #parameters}, unless there are no columns. */
    public String insert(LoadTarget target) {
        String into = "INSERT INTO " + names.quote(target.table().name());
        if (target.columns().isEmpty()) {
            return into + emptyRow(target.table());
        }
        boolean always =
                target.columns().stream().anyMatch(column -> column.generation() == Column.Generation.IDENTITY_ALWAYS);
        return into + " ("
                + target.columns().stream()
                        .map(column -> names.quote(column.name()))
                        .collect(Collectors.joining(", "))
                + ") " + (always ? "OVERRIDING SYSTEM VALUE " : "") + "VALUES " + parameters(target);
    }

    private String emptyRow(Table table) {
        return switch (emptyRow) {
            case NO_VALUES -> " () VALUES ()";
            case DEFAULT_VALUES -> " DEFAULT VALUES";
            case ONE_DEFAULT ->
                table.columns().stream()
                        .filter(Column::insertable)
                        .findFirst()
                        .map(column -> " (" + names.quote(column.name()) + ") VALUES (DEFAULT)")
                        .orElse(" DEFAULT VALUES");
        };
    }

    /** Returns the parameters of one row, in brackets. */
    public String parameters(LoadTarget target) {
        return target.columns().stream().map(parameter).collect(Collectors.joining(", ", "(", ")"));
    }
}
