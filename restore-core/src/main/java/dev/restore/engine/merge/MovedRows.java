package dev.restore.engine.merge;

import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.Staging.Change;
import dev.restore.engine.session.Watchdog;
import dev.restore.engine.stage.RowSet;
import dev.restore.engine.stage.StagedTable;
import dev.restore.outcome.Phase;
import dev.restore.outcome.VerificationException;
import dev.restore.plan.MergePlan.Existing;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Compares the values of rows that were moved with those in their stages, which triggers and rules may have changed on the way. */
final class MovedRows {

    private final Workspace work;
    private final Watchdog watch;
    private final Function<TableName, String> names;

    /**
     * Creates one.
     *
     * @param names spells names for people
     */
    MovedRows(Workspace work, Watchdog watch, Function<TableName, String> names) {
        this.work = work;
        this.watch = watch;
        this.names = names;
    }

    /**
     * Compares all tables whose rows have keys.
     *
     * @throws VerificationException when there are differences
     */
    void compare() throws SQLException {
        List<String> differences = new ArrayList<>();
        for (StagedTable table : work.stages().inOrder()) {
            watch.check(Phase.FINISH);
            Table map = work.map(table.target().name()).orElse(null);
            long rows = map == null ? 0 : differing(table, map);
            if (rows > 0) {
                differences.add(names.apply(table.target().name()) + " in " + rows + (rows == 1 ? " row" : " rows"));
            }
        }
        if (!differences.isEmpty()) {
            throw new VerificationException(
                    "The values in the database are not those of the backup: " + String.join("; ", differences)
                            + ". Look for triggers and rules that change values; everything was rolled back.",
                    List.of());
        }
    }

    private long differing(StagedTable table, Table map) throws SQLException {
        long rows = 0;
        MoveQuery query = new MoveQuery(work, table, map);
        for (RowSet set : table.sets()) {
            Optional<Change> added = query.change(set, Workspace.NEW, "");
            rows += added.isPresent() ? work.staging().differing(added.get()) : 0;
            Optional<Change> changed = table.merge().existing() == Existing.UPDATE
                    ? query.change(set, Workspace.MATCHED, "")
                    : Optional.empty();
            rows += changed.isPresent() ? work.staging().differing(changed.get()) : 0;
        }
        return rows;
    }
}
