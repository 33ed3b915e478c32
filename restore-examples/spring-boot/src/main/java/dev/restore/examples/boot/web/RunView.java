package dev.restore.examples.boot.web;

import dev.restore.examples.boot.operations.RestoreRequest;
import dev.restore.examples.boot.operations.RunDetail;
import dev.restore.examples.boot.operations.RunState;
import dev.restore.history.RunEntry;
import dev.restore.outcome.RunCounts;
import dev.restore.outcome.RunKind;
import dev.restore.outcome.RunProgress;
import dev.restore.outcome.RunStatus;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A run as clients see it: without paths. */
record RunView(
        String id,
        RunKind kind,
        RunStatus status,
        boolean ended,
        String by,
        int attempt,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        Instant heartbeatAt,
        @Nullable String backupId,
        String backupName,
        @Nullable RestoreRequest request,
        @Nullable String undoes,
        boolean resumable,
        Progress progress,
        RunCounts counts,
        @Nullable String error,
        String owner,
        @Nullable Waiting waitsFor,
        boolean cancellable,
        @Nullable String cancelBy,
        boolean undoable,
        boolean resumableNow,
        boolean rejects,
        @Nullable JsonNode report) {

    /** How far it is. */
    record Progress(
            String phase,
            String table,
            long rows,
            long bytesRead,
            long bytesTotal,
            @Nullable Double fraction,
            double rowsPerSecond,
            @Nullable Double secondsLeft,
            double secondsElapsed) {

        static Progress of(RunProgress progress) {
            return new Progress(
                    progress.phase().name(),
                    progress.table(),
                    progress.rows(),
                    progress.bytesRead(),
                    progress.bytesTotal(),
                    progress.fraction().orElse(null),
                    progress.rowsPerSecond(),
                    progress.remaining().map(Progress::seconds).orElse(null),
                    seconds(progress.elapsed()));
        }

        private static double seconds(Duration duration) {
            return duration.toMillis() / 1e3;
        }
    }

    /** Who holds the database while this run waits. */
    record Waiting(
            String id, RunKind kind, String by, @Nullable Instant startedAt) {}

    static RunView of(RunState state, @Nullable JsonNode report) {
        RunEntry entry = state.entry();
        RunDetail detail = state.detail();
        RunEntry holder = state.waitsFor();
        return new RunView(
                entry.id(),
                entry.kind(),
                entry.status(),
                entry.status().ended(),
                entry.by(),
                entry.attempt(),
                entry.times().createdAt(),
                entry.times().startedAt(),
                entry.times().endedAt(),
                entry.times().heartbeatAt(),
                detail == null || detail.backup().isEmpty() ? null : detail.backup(),
                detail == null ? "" : detail.name(),
                detail == null ? null : detail.request(),
                detail == null ? null : detail.undoes(),
                entry.resumable(),
                Progress.of(state.progress()),
                entry.counts(),
                entry.error(),
                entry.owner().words(),
                holder == null
                        ? null
                        : new Waiting(
                                holder.id(),
                                holder.kind(),
                                holder.by(),
                                holder.times().startedAt()),
                !entry.status().ended() && entry.cancelBy() == null,
                entry.cancelBy(),
                state.undoable(),
                entry.abandoned()
                        && detail != null
                        && (entry.kind() == RunKind.RESTORE || entry.kind() == RunKind.UNDO),
                state.rejects(),
                report);
    }
}
