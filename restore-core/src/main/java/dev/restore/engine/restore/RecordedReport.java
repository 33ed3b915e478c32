package dev.restore.engine.restore;

import dev.restore.engine.recording.RunRecording;
import dev.restore.history.RunResult;
import dev.restore.outcome.RestoreReport;
import dev.restore.outcome.RunCounts;
import dev.restore.outcome.RunStatus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes how a restore ended into its history. */
final class RecordedReport {

    private RecordedReport() {}

    /**
     * Closes the recording of a run.
     *
     * @param failure what ended it, or null
     * @return the report, with a warning where the history lacks something
     */
    static RestoreReport of(RestoreReport report, RunRecording recording, @Nullable Throwable failure) {
        if (report.safetyBackup() != null) {
            recording.saved(report.safetyBackup());
        }
        String error = failure == null ? report.error() : RunRecording.error(failure);
        List<String> lacking = recording.end(
                new RunResult(
                        RunStatus.of(report.outcome()),
                        RunCounts.of(report),
                        error,
                        with(report, report.warnings(), error).json()),
                failure);
        if (lacking.isEmpty()) {
            return report;
        }
        return noting(report, lacking);
    }

    /** Returns a report with more warnings. */
    static RestoreReport noting(RestoreReport report, List<String> more) {
        List<String> warnings = new ArrayList<>(report.warnings());
        warnings.addAll(more);
        return with(report, warnings, report.error());
    }

    private static RestoreReport with(RestoreReport report, List<String> warnings, @Nullable String error) {
        return new RestoreReport(
                report.outcome(),
                report.backup(),
                report.format(),
                report.dialect(),
                report.startedAt(),
                report.duration(),
                report.peakHeapBytes(),
                report.tables(),
                report.rowsEarlier(),
                report.rejects(),
                report.violations(),
                warnings,
                report.rejectsDir(),
                report.safetyBackup(),
                error,
                report.files(),
                report.keys(),
                report.leftOut());
    }
}
