package dev.restore.engine.merge;

import dev.restore.engine.stage.BadRows;
import dev.restore.engine.stage.StagedTable;
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
     * Adds rows to the bad ones, and returns whether there are any.
     *
     * @param query yields the numbers of the rows in the stage of a table
     */
    boolean add(StagedTable table, String query, BadRows.Unfit why) throws SQLException {
        List<List<@Nullable String>> found = work.staging().texts(query, 1, MAX_ROWS);
        for (List<@Nullable String> row : found) {
            bad.add(table.target().name(), Long.parseLong(String.valueOf(row.get(0))), why);
        }
        return !found.isEmpty();
    }
}
