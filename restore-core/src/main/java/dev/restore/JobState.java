package dev.restore;

import dev.restore.outcome.RestoreCancelledException;
import dev.restore.outcome.RunStatus;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where something is that runs in another thread, and its report or what ended it. The only owner of the status: what is shown is derived
 * from one result, which is set once.
 */
final class JobState<R> {

    private enum Start {
        WAITING,
        BEGUN,
        WITHDRAWN
    }

    private final CompletableFuture<R> result = new CompletableFuture<>();
    private final AtomicReference<Start> start = new AtomicReference<>(Start.WAITING);
    private final Function<R, RunStatus> statusOf;

    /**
     * Creates the state of a job that waits for its thread.
     *
     * @param statusOf says how something ended that has a report
     */
    JobState(Function<R, RunStatus> statusOf) {
        this.statusOf = statusOf;
    }

    /** Runs it, unless it was withdrawn. */
    // Whoever waits for the report must hear of every failure, an Error included.
    @SuppressWarnings("CatchingUnchecked")
    void run(Supplier<R> run) {
        if (!start.compareAndSet(Start.WAITING, Start.BEGUN)) {
            return;
        }
        try {
            result.complete(run.get());
        } catch (Throwable e) {
            result.completeExceptionally(e);
        }
    }

    /** Makes sure that it does not begin; false when it has begun already, or was withdrawn before. */
    boolean withdraw() {
        return start.compareAndSet(Start.WAITING, Start.WITHDRAWN);
    }

    /** Ends it when it was withdrawn. */
    void fail(RuntimeException because) {
        result.completeExceptionally(because);
    }

    RunStatus status() {
        if (!result.isDone()) {
            return start.get() == Start.BEGUN ? RunStatus.RUNNING : RunStatus.PENDING;
        }
        try {
            return statusOf.apply(result.join());
        } catch (CompletionException e) {
            return e.getCause() instanceof RestoreCancelledException ? RunStatus.CANCELLED : RunStatus.FAILED;
        }
    }

    boolean ended() {
        return result.isDone();
    }

    R await() throws InterruptedException {
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    R await(Duration atMost) throws InterruptedException, TimeoutException {
        Objects.requireNonNull(atMost, "atMost");
        try {
            return result.get(TimeUnit.NANOSECONDS.convert(atMost), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    CompletionStage<R> stage() {
        return result.minimalCompletionStage();
    }

    /** Returns what ended it, or null if nothing has. */
    @Nullable
    String error() {
        try {
            result.getNow(null);
            return null;
        } catch (CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        }
    }

    private static RuntimeException failure(ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException failure ? failure : new IllegalStateException(cause);
    }
}
