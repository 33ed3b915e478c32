package dev.restore.engine.merge;

import dev.restore.catalog.Column;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.catalog.TypeFamily;
import dev.restore.dialect.NextValue;
import dev.restore.dialect.Staging.Change;
import dev.restore.engine.stage.StagedTable;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.Problem;
import java.math.BigInteger;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Draws numbers for the rows of maps that have no key of their own or one that is taken. */
final class FreshNumbers {

    private final Workspace work;
    private final Map<TableName, BigInteger> next = new HashMap<>();

    /**
     * Creates one.
     *
     * @param numbers what the next inserts would get
     */
    FreshNumbers(Workspace work, List<NextValue> numbers) {
        this.work = work;
        for (NextValue number : numbers) {
            BigInteger drawn = number.next();
            if (drawn != null && Workspace.place(number.table(), number.column().name()) == 0) {
                next.put(number.table().name(), drawn);
            }
        }
    }

    /**
     * Draws numbers for the rows of a map that have none; numbers that are references are not drawn.
     *
     * @throws PlanException when the column holds no such numbers
     */
    void draw(StagedTable table, Table map) throws SQLException {
        List<Column> primary = table.primaryKey();
        if (primary.size() != 1
                || !isNumber(primary.get(0))
                || !FinalValues.leading(table, primary.get(0).name()).isEmpty()) {
            return;
        }
        String missing = " FROM " + work.quote(map) + " m WHERE " + work.key("m", 0) + " IS NULL";
        long rows = work.staging().number("SELECT COUNT(*)" + missing);
        if (rows == 0) {
            return;
        }
        BigInteger base = base(table, map);
        check(table.target(), primary.get(0), base.add(BigInteger.valueOf(rows)));
        work.staging()
                .change(new Change(
                        map,
                        List.of(map.column(Workspace.ROW).orElseThrow()),
                        List.of(map.column("p0").orElseThrow()),
                        "SELECT " + work.column("m", Workspace.ROW) + " AS k0, " + base
                                + " + ROW_NUMBER() OVER (ORDER BY " + work.column("m", Workspace.ROW) + ") AS v0"
                                + missing));
    }

    private static void check(Table table, Column column, BigInteger last) {
        BigInteger most = largest(column);
        if (last.compareTo(most) > 0) {
            throw new PlanException(List.of(new Problem(
                    Problem.Kind.NATURAL_KEY,
                    table.name().name(),
                    "New rows of " + table.name().name() + " need numbers up to " + last + ", and column "
                            + column.name() + " (" + column.type() + ") holds none above " + most + ".",
                    "Give the column a larger type, or remove the row with the largest number. Nothing was changed.")));
        }
    }

    private static BigInteger largest(Column column) {
        if (column.type().family() == TypeFamily.DECIMAL) {
            return column.type().size() > 0
                    ? BigInteger.TEN.pow(column.type().size()).subtract(BigInteger.ONE)
                    : BigInteger.valueOf(Long.MAX_VALUE);
        }
        int bits = column.type().size() > 0 && column.type().size() <= Long.SIZE
                ? column.type().size()
                : Long.SIZE;
        return BigInteger.ONE.shiftLeft(bits - 1).subtract(BigInteger.ONE);
    }

    /** Returns the largest number that is taken already. */
    private BigInteger base(StagedTable table, Table map) throws SQLException {
        String column = table.primaryKey().get(0).name();
        BigInteger base = largest(work.column("x", column), work.quote(table.stage()));
        base = base.max(largest(work.key("x", 0), work.quote(map)));
        if (work.holdsRows(table.target())) {
            base = base.max(largest(work.column("x", column), work.staging().from(table.target())));
        }
        BigInteger drawn = next.get(table.target().name());
        return drawn == null ? base : base.max(drawn.subtract(BigInteger.ONE));
    }

    private BigInteger largest(String column, String from) throws SQLException {
        return BigInteger.valueOf(work.staging().number("SELECT COALESCE(MAX(" + column + "), 0) FROM " + from + " x"));
    }

    private static boolean isNumber(Column column) {
        TypeFamily family = column.type().family();
        return family == TypeFamily.INTEGER
                || (family == TypeFamily.DECIMAL && column.type().scale() == 0);
    }
}
