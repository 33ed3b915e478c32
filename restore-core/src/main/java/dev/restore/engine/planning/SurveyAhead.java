package dev.restore.engine.planning;

import dev.restore.backup.Survey;
import dev.restore.backup.reading.BackupReader;
import dev.restore.engine.session.HelperThread;
import dev.restore.outcome.Phase;
import dev.restore.outcome.RestoreCancelledException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A survey that is made in a thread of its own, while the caller connects to the database and reads its catalog: neither needs
 * the other, and both take their time in a JVM that has just begun. Used by one thread.
 */
public final class SurveyAhead implements AutoCloseable {

    private static final long PATIENCE_MILLIS = 100;

    private final FutureTask<Survey> task;
    private final @Nullable Thread thread;

    /**
     * Begins a survey.
     *
     * @param remembered the survey that need not be made, or null
     */
    public SurveyAhead(@Nullable Survey remembered, Supplier<Survey> making) {
        task = new FutureTask<>(() -> remembered == null ? making.get() : remembered);
        if (remembered == null) {
            thread = HelperThread.of("restore-survey", task);
            thread.start();
        } else {
            thread = null;
            task.run();
        }
    }

    /**
     * Makes the survey of a whole backup, which may take long, and gives it up when the run is to end.
     *
     * @param check is run again and again meanwhile, and may throw
     */
    public static Survey ofAll(BackupReader reader, Runnable check) {
        try (SurveyAhead reading = new SurveyAhead(null, () -> reader.survey(Long.MAX_VALUE))) {
            return reading.await(Phase.OPEN, check);
        }
    }

    /**
     * Returns the survey, or throws what ended it. An interrupt ends the waiting.
     *
     * @param phase the phase that waits for it
     * @param check is run again and again while it waits, and may throw
     */
    public Survey await(Phase phase, Runnable check) {
        try {
            check.run();
            while (!waited()) {
                check.run();
            }
            return task.get();
        } catch (ExecutionException e) {
            throw unwrapped(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RestoreCancelledException(phase, false);
        }
    }

    private boolean waited() throws InterruptedException, ExecutionException {
        try {
            task.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private static RuntimeException unwrapped(ExecutionException failure) {
        if (failure.getCause() instanceof Error e) {
            throw e;
        }
        return failure.getCause() instanceof RuntimeException e ? e : new IllegalStateException(failure);
    }

    /** Ends the survey and waits for its thread, unless the caller's own stream hangs. */
    @Override
    public void close() {
        if (thread == null || task.isDone()) {
            return;
        }
        thread.interrupt();
        HelperThread.join(thread);
    }
}
