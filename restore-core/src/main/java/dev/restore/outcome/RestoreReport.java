package dev.restore.outcome;

import dev.restore.catalog.Violation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended, with the account of every row. Immutable.
 *
 * @param outcome how it ended
 * @param backup the backup's name
 * @param format the format it was recognised as, empty when it was not
 * @param dialect the dialect's id, empty when none was found
 * @param startedAt when it began
 * @param duration how long it took, by a clock that does not jump
 * @param peakHeapBytes the most heap memory that was seen in use, 0 when it was not measured
 * @param tables one account for each table; empty when the run failed and nothing of it is in the database
 * @param rowsEarlier how many of their rows an earlier run has loaded, with which this one went on; 0 when it went on with none
 * @param rejects the first rejected rows and why, at most {@value #MAX_REJECTS}
 * @param violations foreign keys that were broken
 * @param warnings what the user should know although it did not stop the run
 * @param rejectsDir where rejected rows were written, or null when none were
 * @param safetyBackup the backup of the tables as they were before, written by this run or by the one that it went on with, or
 *     null when there is none; {@code Restore.undo} goes back to it
 * @param error what ended a failed run, or null
 * @param files the files that were restored beside the rows, or null when none were to be
 * @param keys what became of the keys of each table's rows, empty where keys were not mapped or the run failed
 * @param leftOut what else the backup holds, which was not loaded; empty when the run failed
 */
public record RestoreReport(
        Outcome outcome,
        String backup,
        String format,
        String dialect,
        Instant startedAt,
        Duration duration,
        long peakHeapBytes,
        List<TableReport> tables,
        long rowsEarlier,
        List<RowError> rejects,
        List<Violation> violations,
        List<String> warnings,
        @Nullable String rejectsDir,
        @Nullable String safetyBackup,
        @Nullable String error,
        @Nullable RestoredFiles files,
        List<MappedKeys> keys,
        List<String> leftOut) {

    /** How many rejected rows a report tells one by one. */
    public static final int MAX_REJECTS = 100;

    /**
     * Checks that outcome and account agree.
     *
     * @throws IllegalArgumentException if rows are rejected and the outcome is {@link Outcome#COMPLETE}, or none are and
     *     it is {@link Outcome#COMPLETE_WITH_LOSS}
     */
    public RestoreReport {
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(backup, "backup");
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(dialect, "dialect");
        Objects.requireNonNull(startedAt, "startedAt");
        Objects.requireNonNull(duration, "duration");
        tables = List.copyOf(tables);
        rejects = List.copyOf(rejects);
        violations = List.copyOf(violations);
        warnings = List.copyOf(warnings);
        keys = List.copyOf(keys);
        leftOut = List.copyOf(leftOut);
        boolean loss = tables.stream().anyMatch(t -> t.rejected() > 0);
        if (loss ? outcome == Outcome.COMPLETE : outcome == Outcome.COMPLETE_WITH_LOSS) {
            throw new IllegalArgumentException("outcome " + outcome + " does not agree with the rejected rows");
        }
    }

    /** Returns the sum of all tables, under the name {@code total}. */
    public TableReport totals() {
        return new TableReport(
                "total",
                tables.stream().mapToLong(TableReport::read).sum(),
                tables.stream().mapToLong(TableReport::inserted).sum(),
                tables.stream().mapToLong(TableReport::updated).sum(),
                tables.stream().mapToLong(TableReport::unchanged).sum(),
                tables.stream().mapToLong(TableReport::filtered).sum(),
                tables.stream().mapToLong(TableReport::rejected).sum(),
                duration,
                "",
                tables.stream().map(TableReport::byStrategy).reduce(RowsByStrategy.NONE, RowsByStrategy::plus));
    }

    /** Returns the report as text for people, several lines without a line break at the end. */
    public String text() {
        return ReportText.of(this);
    }

    /** Returns the report as one JSON object. */
    public String json() {
        return ReportJson.of(this);
    }
}
