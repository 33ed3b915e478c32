package dev.restore;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The report of something that runs in another thread, or what ended it. */
final class PendingReport<R> {

    private final CompletableFuture<R> result = new CompletableFuture<>();

    // Whoever waits for the report must hear of every failure, an Error included.
    @SuppressWarnings("CatchingUnchecked")
    void complete(Supplier<R> run) {
        try {
            result.complete(run.get());
        } catch (Throwable e) {
            result.completeExceptionally(e);
        }
    }

    /** Returns the report if there is one by now. */
    Optional<R> now() {
        return result.isDone() && !result.isCompletedExceptionally() ? Optional.of(result.join()) : Optional.empty();
    }

    /** Returns what ended it, or null if nothing has. */
    @Nullable
    Throwable failure() {
        try {
            result.getNow(null);
            return null;
        } catch (CompletionException e) {
            return e.getCause();
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

    private static RuntimeException failure(ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException failure ? failure : new IllegalStateException(cause);
    }
}
