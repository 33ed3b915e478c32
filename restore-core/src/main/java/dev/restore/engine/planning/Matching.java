package dev.restore.engine.planning;

import dev.restore.backup.Survey;
import dev.restore.catalog.Table;
import dev.restore.outcome.Problem;
import dev.restore.plan.MergePlan;
import dev.restore.plan.TablePlan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where everything in a backup goes. It depends on what is in the backup, on the schema and on the options, and on nothing
 * else in the database, so that it stays the same for a later run on the same backup and schema.
 *
 * @param tables what becomes of each table of the backup, in the order in which they are loaded
 * @param loaded the tables that get rows, in that order
 * @param expectation what is known of the rows to come
 * @param rows how many rows the wanted tables of the backup have, as far as they were surveyed
 * @param problems why it cannot be done so
 * @param notes what the user should know
 * @param survey what was found in the backup, without what only looked like a table
 * @param merge how keys are mapped, null where the backup's are taken as they are
 */
public record Matching(
        List<TablePlan> tables,
        List<Table> loaded,
        Expectation expectation,
        long rows,
        List<Problem> problems,
        List<String> notes,
        Survey survey,
        @Nullable MergePlan merge) {
    public Matching {
        tables = List.copyOf(tables);
        loaded = List.copyOf(loaded);
        problems = List.copyOf(problems);
        notes = List.copyOf(notes);
    }
}
