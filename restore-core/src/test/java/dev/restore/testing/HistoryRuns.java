package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.history.BackupFacts;
import dev.restore.history.JdbcRunHistory;
import dev.restore.history.RunAction;
import dev.restore.history.RunHistory;
import dev.restore.history.RunOwner;
import dev.restore.history.RunRequest;
import dev.restore.history.RunResult;
import dev.restore.history.RunStart;
import dev.restore.history.RunUpdate;
import dev.restore.outcome.Phase;
import dev.restore.outcome.RunCounts;
import dev.restore.outcome.RunKind;
import dev.restore.outcome.RunProgress;
import dev.restore.outcome.RunStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs as processes begin and leave them, for tests of histories. */
final class HistoryRuns {

    static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();
    static final RunResult DONE = new RunResult(RunStatus.COMPLETE, RunCounts.ofRead(3), null, "{}");

    private HistoryRuns() {}

    static RunStart start(String id, RunRequest request) {
        return new RunStart(
                id,
                RunKind.RESTORE,
                RunStatus.RUNNING,
                request,
                RunOwner.thisProcess(),
                "nightly",
                "a database",
                "replace",
                false);
    }

    static RunStart start(RunRequest request) {
        return start(UUID.randomUUID().toString(), request);
    }

    static RunUpdate update(RunStart start) {
        return new RunUpdate(
                RunStatus.RUNNING,
                BackupFacts.named(start.backup()),
                start.target(),
                new RunProgress(Phase.LOAD, "t", 3, 10, 20, Duration.ofMillis(5), 0, 0),
                null);
    }

    /** Begins a run whose owner is not heard of again, and waits until it counts as interrupted. */
    static RunStart abandoned(RunHistory history) {
        RunStart lost = start(RunRequest.by("gone"));
        history.begin(lost);
        await(() -> history.find(lost.id()).orElseThrow().abandoned());
        return lost;
    }

    static JdbcRunHistory impatient(JdbcRunHistory history) {
        return history.heartbeat(Duration.ofMillis(10), Duration.ofMillis(30));
    }

    static void await(Callable<Boolean> condition) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        try {
            while (!condition.call()) {
                assertThat(System.nanoTime()).as("it has not come").isLessThan(end);
                Thread.onSpinWait();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static List<String> actions(RunHistory history, String id) {
        return history.actions(id).stream().map(RunAction::action).toList();
    }

    /** Does the same in several threads at once, and returns what came of it: results and exceptions. */
    static List<Object> race(int threads, Callable<?> task) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            CyclicBarrier line = new CyclicBarrier(threads);
            List<Future<Object>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(executor.submit(() -> {
                    line.await();
                    try {
                        return task.call();
                    } catch (RuntimeException e) {
                        return e;
                    }
                }));
            }
            List<Object> results = new ArrayList<>();
            for (Future<Object> one : running) {
                results.add(one.get());
            }
            return results;
        } finally {
            executor.shutdown();
        }
    }
}
