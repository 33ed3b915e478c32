package dev.restore.dialect.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** An embedded server of a test's own, which can be stopped and started again over the same files. */
final class OwnServer implements AutoCloseable {

    /** How a server is stopped. */
    enum Stop {
        /** As {@code pg_ctl stop -m fast} does: transactions are rolled back, connections closed. */
        FAST("INT"),
        /** As {@code pg_ctl stop -m immediate} does, which is a crash: the next start recovers. */
        IMMEDIATE("QUIT");

        private final String signal;

        Stop(String signal) {
            this.signal = signal;
        }
    }

    private final Path files;
    private EmbeddedPostgres server;

    OwnServer(Path files) throws IOException {
        this.files = files;
        this.server = start(0);
    }

    private EmbeddedPostgres start(int port) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofMinutes(2))
                .setDataDirectory(files)
                .setCleanDataDirectory(false)
                .setServerConfig("synchronous_commit", "on");
        return (port == 0 ? builder : builder.setPort(port)).start();
    }

    String url() {
        return server.getJdbcUrl("postgres", "postgres");
    }

    /** Stops the server and starts it again at the same port. */
    void restart(Stop stop) throws IOException, InterruptedException {
        int port = server.getPort();
        String pid = Files.readAllLines(files.resolve("postmaster.pid")).get(0);
        Process kill = new ProcessBuilder("kill", "-" + stop.signal, pid).start();
        ProcessHandle postmaster = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
            throw new IllegalStateException("the server cannot be stopped");
        }
        awaitEnd(postmaster);
        server.close();
        server = start(port);
    }

    private static void awaitEnd(ProcessHandle process) throws InterruptedException {
        for (int look = 0; process.isAlive(); look++) {
            if (look > 1000) {
                throw new IllegalStateException("the server does not stop");
            }
            Thread.sleep(20);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
