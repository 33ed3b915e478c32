package dev.restore.engine.merge;

import dev.restore.engine.stage.BadRows;
import dev.restore.engine.stage.StagedTable;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.Problem;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds bad rows of the backup by queries on temporary tables. */
final class BadRowSearch {

    /** So many rows of one sort are named; a backup with more of them is not short of a few corrections. */
    static final int MAX_ROWS = 10_000;

    private final Workspace work;
    private final BadRows bad;

    BadRowSearch(Workspace work, BadRows bad) {
        this.work = work;
        this.bad = bad;
    }

    /**
     * Adds rows to the bad ones, and returns whether there are any. One that is created and not of the backup cannot be refused there.
     *
     * @param query yields the numbers of the rows in the stage of a table
     * @throws PlanException when a row that is to be created is among them
     */
    boolean add(StagedTable table, String query, BadRows.Unfit why) throws SQLException {
        List<List<@Nullable String>> found = work.staging().texts(query, 1, MAX_ROWS);
        for (List<@Nullable String> row : found) {
            long number = Long.parseLong(String.valueOf(row.get(0)));
            if (number > table.rows()) {
                throw created(table, why);
            }
            bad.add(table.target().name(), number, why);
        }
        return !found.isEmpty();
    }

    private static PlanException created(StagedTable table, BadRows.Unfit why) {
        String name = table.target().name().name();
        return new PlanException(List.of(new Problem(
                Problem.Kind.MISSING_VALUE,
                name,
                "A missing row of " + name + " cannot be created from what is said of its columns: " + why.reason()
                        + ".",
                "Give its columns other values, or say otherwise what becomes of references that lead nowhere (defaultValue,"
                        + " orphans; --default, --orphans). Nothing was changed.")));
    }
}
