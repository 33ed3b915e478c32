package dev.restore.testing;

import static dev.restore.testing.HistoryRuns.impatient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.restore.Backup;
import dev.restore.Restore;
import dev.restore.RestoreJob;
import dev.restore.history.RunEntry;
import dev.restore.history.RunHistory;
import dev.restore.history.RunQuery;
import dev.restore.history.RunRequest;
import dev.restore.outcome.DuplicateRunException;
import dev.restore.outcome.JobSnapshot;
import dev.restore.outcome.RestoreCancelledException;
import dev.restore.outcome.RestoreEvent;
import dev.restore.outcome.RestoreReport;
import dev.restore.outcome.RunStatus;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What seed systems are known for: each by its name. */
interface OldTroublesContract extends HistoryBench {

    @Test
    default void noSecondEntry() throws Exception {
        createLibrary();
        RunHistory history = history();
        Restore restore =
                restore(library()).history(history, RunRequest.by("ann").key("once"));
        RestoreJob job = restore.start();
        job.await();
        db().execute("delete from library_book");
        assertThatThrownBy(restore::start).isInstanceOfSatisfying(DuplicateRunException.class, again -> {
            assertThat(again.runId()).isEqualTo(job.id());
            assertThat(again.status()).isEqualTo(RunStatus.COMPLETE);
        });
        assertThatThrownBy(restore::run).isInstanceOf(DuplicateRunException.class);
        assertThat(books()).isEmpty();
        assertThat(history.list(RunQuery.newest())).extracting(RunEntry::id).containsExactly(job.id());
    }

    @Test
    default void noSimulation() throws Exception {
        createLibrary();
        RunHistory history = history();
        Restore restore = restore(library()).history(history);
        restore.plan();
        assertThat(history.list(RunQuery.newest())).isEmpty();
        assertThat(catchThrowable(restore.approval(plan -> false)::run)).isNotNull();
        assertThat(catchThrowable(restore.map("library_book", "no_such_table")::run))
                .isNotNull();
        assertThat(authors()).isEmpty();
        assertThat(history.list(RunQuery.newest()))
                .noneMatch(run -> run.status().succeeded())
                .hasSize(2);
        restore.run();
        RunEntry run = history.list(RunQuery.newest()).get(0);
        assertThat(run.status()).isEqualTo(RunStatus.COMPLETE);
        assertThat(run.counts().inserted())
                .isEqualTo(authors().size() + books().size())
                .isPositive();
    }

    @Test
    default void noProgressThatRunsAhead() throws Exception {
        createLibrary();
        RunHistory history = impatient(history());
        AtomicReference<RestoreJob> job = new AtomicReference<>();
        Queue<Runnable> queue = new ArrayDeque<>();
        List<Long> loaded = new ArrayList<>();
        job.set(restore(library())
                .batchRows(1)
                .history(history)
                .listener(event -> {
                    JobSnapshot seen = job.get().snapshot();
                    assertThat(seen.status()).isEqualTo(RunStatus.RUNNING);
                    // The job hears of a batch after this listener, never before.
                    assertThat(seen.progress().rows()).isLessThanOrEqualTo(loaded.size());
                    RunEntry kept = history.find(seen.id()).orElseThrow();
                    assertThat(kept.progress().rows()).isLessThanOrEqualTo(loaded.size());
                    if (event instanceof RestoreEvent.Progress progress) {
                        loaded.add(progress.rows());
                    }
                })
                .start(queue::add));
        assertThat(job.get().snapshot().progress().rows()).isZero();
        queue.remove().run();
        RestoreReport report = job.get().await();
        assertThat(job.get().snapshot().progress().rows())
                .isEqualTo(report.totals().inserted())
                .isEqualTo(5);
    }

    @Test
    default void noStuckRun() throws Exception {
        createLibrary();
        RunHistory history = history();
        Queue<Runnable> queue = new ArrayDeque<>();
        RestoreJob job = restore(library()).history(history).start(queue::add);
        assertThat(history.find(job.id()).orElseThrow().status()).isEqualTo(RunStatus.PENDING);
        assertThat(job.cancel()).isTrue();
        assertThat(job.cancel()).isFalse();
        assertThat(job.status()).isEqualTo(RunStatus.CANCELLED);
        assertThatThrownBy(job::await).isInstanceOf(RestoreCancelledException.class);
        assertThat(history.find(job.id()).orElseThrow().status()).isEqualTo(RunStatus.CANCELLED);
        queue.remove().run();
        assertThat(job.status()).isEqualTo(RunStatus.CANCELLED);
        assertThat(authors()).isEmpty();

        assertThatThrownBy(() -> freshly(library()).history(history).start(task -> {
                    throw new RejectedExecutionException("full");
                }))
                .hasMessage("full");
        assertThatThrownBy(() -> Backup.of(db().dataSource()).history(history).start(temp().resolve("never"), task -> {
                    throw new RejectedExecutionException("full");
                }))
                .hasMessage("full");
        assertThat(history.list(RunQuery.newest()))
                .hasSize(3)
                .allMatch(run -> run.status() == RunStatus.CANCELLED && run.closed());
    }
}
