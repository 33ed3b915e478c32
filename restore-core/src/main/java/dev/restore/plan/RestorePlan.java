package dev.restore.plan;

import dev.restore.backup.Survey;
import dev.restore.dialect.ForeignKeyMeasure;
import dev.restore.dialect.Scope;
import dev.restore.outcome.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Every decision before the first change. Immutable; it can be printed, compared and thrown away.
 *
 * @param backup the backup's name
 * @param survey what was found in it
 * @param dialect the dialect's id
 * @param mode what happens to the rows that are there
 * @param tables one plan for each table of the backup that gets rows, parents before children as far as possible
 * @param merge how keys are mapped on the way, null where the backup's are taken as they are
 * @param scope what is touched
 * @param measure how foreign keys are kept out of the way
 * @param emptied the tables that will be emptied and how many rows they have
 * @param safetyBackup where the rows of all tables that are touched are written before the first change, or null
 * @param notes what the user should know although it stops nothing
 * @param problems what stands in the way; a plan with problems cannot be run
 * @param files the files beside the rows that will be restored, or null when none are
 */
public record RestorePlan(
        String backup,
        Survey survey,
        String dialect,
        Mode mode,
        List<TablePlan> tables,
        @Nullable MergePlan merge,
        Scope scope,
        ForeignKeyMeasure measure,
        List<Emptied> emptied,
        @Nullable String safetyBackup,
        List<String> notes,
        List<Problem> problems,
        @Nullable FilesPlan files) {

    public RestorePlan {
        Objects.requireNonNull(backup, "backup");
        Objects.requireNonNull(survey, "survey");
        Objects.requireNonNull(dialect, "dialect");
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(measure, "measure");
        tables = List.copyOf(tables);
        emptied = List.copyOf(emptied);
        notes = List.copyOf(notes);
        problems = List.copyOf(problems);
    }

    /**
     * A table that will be emptied.
     *
     * @param table its name
     * @param rows how many rows it has now
     * @param inBackup whether the backup has rows for it; otherwise it is emptied by {@code cascade}
     */
    public record Emptied(String table, long rows, boolean inBackup) {}

    /** Returns the same with another scope of the same tables and another measure. */
    public RestorePlan with(Scope otherScope, ForeignKeyMeasure otherMeasure) {
        return new RestorePlan(
                backup,
                survey,
                dialect,
                mode,
                tables,
                merge,
                otherScope,
                otherMeasure,
                emptied,
                safetyBackup,
                notes,
                problems,
                files);
    }

    /** Returns the same with what was found out about keys. */
    public RestorePlan with(MergePlan found) {
        return with(found, notes, problems);
    }

    /** Returns the same with other problems. */
    public RestorePlan with(List<Problem> others) {
        return with(merge, notes, others);
    }

    /** Returns the same with one more note. */
    public RestorePlan noting(String note) {
        List<String> more = new ArrayList<>(notes);
        more.add(note);
        return with(merge, more, problems);
    }

    private RestorePlan with(@Nullable MergePlan found, List<String> said, List<Problem> inTheWay) {
        return new RestorePlan(
                backup,
                survey,
                dialect,
                mode,
                tables,
                found,
                scope,
                measure,
                emptied,
                safetyBackup,
                said,
                inTheWay,
                files);
    }

    /** Returns whether it can be run. */
    public boolean feasible() {
        return problems.isEmpty();
    }

    /** Returns how many rows will be deleted. */
    public long rowsToDelete() {
        return emptied.stream().mapToLong(Emptied::rows).sum();
    }

    /** Returns the plan as text for people, several lines without a line break at the end. */
    public String describe() {
        return PlanText.of(this);
    }

    /** Returns the plan as one JSON object. */
    public String json() {
        return PlanJson.of(this);
    }
}
