package dev.restore.outcome;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How far a run is, never ahead of what it has done. Immutable.
 *
 * @param phase the step that it is in
 * @param table the table that it works on, empty before the first
 * @param rows how many rows it has loaded or written, those of {@code rowsEarlier} among them
 * @param bytesRead how many bytes of the backup these rows took, 0 when that is not known
 * @param bytesTotal how many bytes there are in all, -1 when that is not known
 * @param elapsed how long it has loaded or written, never negative
 * @param rowsEarlier how many of the rows an earlier run has loaded, with which this one goes on
 * @param bytesEarlier how many of the bytes these took
 */
public record RunProgress(
        Phase phase,
        String table,
        long rows,
        long bytesRead,
        long bytesTotal,
        Duration elapsed,
        long rowsEarlier,
        long bytesEarlier) {

    public RunProgress {
        Objects.requireNonNull(phase, "phase");
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(elapsed, "elapsed");
    }

    /** Returns the progress of a run that has not loaded or written anything. */
    public static RunProgress none(Phase phase) {
        return new RunProgress(phase, "", 0, 0, -1, Duration.ZERO, 0, 0);
    }

    /** Returns the progress of a restore. */
    public static RunProgress of(Phase phase, RestoreEvent.Progress event) {
        return new RunProgress(
                phase,
                event.table(),
                event.rows(),
                event.bytesRead(),
                event.bytesTotal(),
                event.elapsed(),
                event.rowsEarlier(),
                event.bytesEarlier());
    }

    /** Returns the progress of a backup. */
    public static RunProgress of(Phase phase, BackupEvent.Progress event) {
        return new RunProgress(phase, event.table(), event.rows(), 0, -1, event.elapsed(), 0, 0);
    }

    /** Returns the same in another step. */
    public RunProgress in(Phase next) {
        return new RunProgress(next, table, rows, bytesRead, bytesTotal, elapsed, rowsEarlier, bytesEarlier);
    }

    /** Returns the rows per second of this run so far, 0 at the very beginning. */
    public double rowsPerSecond() {
        return pace().rowsPerSecond();
    }

    /** Returns how much is done, from 0 to 1; empty when the size is not known. */
    public Optional<Double> fraction() {
        return pace().fraction();
    }

    /** Returns an estimate of the time that is left; empty when the size is not known or nothing is done yet. */
    public Optional<Duration> remaining() {
        return pace().remaining();
    }

    private Pace pace() {
        return new Pace(rows, rowsEarlier, bytesRead, bytesEarlier, bytesTotal, elapsed);
    }
}
