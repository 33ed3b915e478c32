package dev.restore.examples.boot.web;

import dev.restore.backup.LeftOut;
import dev.restore.examples.boot.operations.StoredBackup;
import dev.restore.outcome.Problem;
import dev.restore.plan.MergePlan;
import dev.restore.plan.Mode;
import dev.restore.plan.RestorePlan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A plan as clients see it.
 *
 * @param database the name of the database, which a run that replaces rows asks for
 * @param feasible whether it can be run
 * @param rowsToDelete how many rows will be deleted
 * @param confirm whether the name of the database is asked for
 */
record PlanView(
        String backup,
        String database,
        String dialect,
        Mode mode,
        boolean feasible,
        boolean confirm,
        long rowsToDelete,
        List<PlannedTable> tables,
        List<RestorePlan.Emptied> emptied,
        @Nullable String verdict,
        List<FoundKeys> keys,
        List<String> leftOut,
        List<String> notes,
        List<ProblemView> problems) {

    /** A table that gets rows. */
    record PlannedTable(String source, String table, long rows, int columns, int tableColumns, List<String> leftOut) {}

    /** What a merge found of the keys of a table. */
    record FoundKeys(String table, String found) {}

    /** What stands in the way. */
    record ProblemView(Problem.Kind kind, String subject, String message, String remedy) {
        static ProblemView of(Problem problem) {
            return new ProblemView(problem.kind(), problem.subject(), problem.message(), problem.remedy());
        }
    }

    static PlanView of(RestorePlan plan, StoredBackup backup, String database) {
        MergePlan merge = plan.merge();
        return new PlanView(
                backup.name(),
                database,
                plan.dialect(),
                plan.mode(),
                plan.feasible(),
                plan.mode() == Mode.REPLACE,
                plan.rowsToDelete(),
                plan.tables().stream()
                        .map(table -> new PlannedTable(
                                table.source(),
                                table.target().name().toString(),
                                table.expectedRows(),
                                table.columns().size(),
                                table.target().columns().size(),
                                table.ignored()))
                        .toList(),
                plan.emptied(),
                merge == null ? null : merge.verdict(),
                merge == null
                        ? List.of()
                        : merge.found().stream()
                                .map(keys -> new FoundKeys(keys.table(), keys.describe()))
                                .toList(),
                plan.survey().leftOut().stream().map(LeftOut::describe).toList(),
                plan.notes(),
                plan.problems().stream().map(ProblemView::of).toList());
    }
}
