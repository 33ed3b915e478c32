package dev.restore.examples.boot.operations;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of runs: one for restores, so that they wait for each other, and a few for what only reads. */
final class RunThreads implements AutoCloseable {

    private static final int BACKUPS = 2;
    private static final int IDLE_SECONDS = 30;
    private static final int END_SECONDS = 20;

    private final ExecutorService restores = pool("restores-", 1);
    private final ExecutorService backups = pool("backups-", BACKUPS);
    private final Runnable cancelAll;

    RunThreads(Runnable cancelAll) {
        this.cancelAll = cancelAll;
    }

    private static ExecutorService pool(String name, int threads) {
        AtomicInteger number = new AtomicInteger();
        ThreadFactory factory = task -> {
            Thread thread = new Thread(task, name + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    ExecutorService restores() {
        return restores;
    }

    ExecutorService backups() {
        return backups;
    }

    /** Cancels what runs, so that nothing is left half done and the history says so, and waits for that. */
    @Override
    public void close() {
        restores.shutdown();
        backups.shutdown();
        cancelAll.run();
        try {
            restores.awaitTermination(END_SECONDS, TimeUnit.SECONDS);
            backups.awaitTermination(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
