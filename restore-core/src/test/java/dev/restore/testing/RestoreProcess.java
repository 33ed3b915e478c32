package dev.restore.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A restore in a JVM of its own, which stands still before it begins and at each event until it is told to go on. */
final class RestoreProcess implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final BufferedReader events;

    /** Starts the JVM, which takes longer than the restore. */
    RestoreProcess(String url, Path backup, int batchRows, boolean resumable) throws IOException {
        process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RestoreInSteps.class.getName(),
                        url,
                        backup.toString(),
                        Integer.toString(batchRows),
                        Boolean.toString(resumable)))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        events = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    /** Lets it begin or go on, and returns the name of the event at which it stands still next; empty when it has ended. */
    Optional<String> goOn() throws Exception {
        OutputStream permission = process.getOutputStream();
        permission.write('\n');
        permission.flush();
        return Optional.ofNullable(
                CompletableFuture.supplyAsync(this::readEvent).get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    private @Nullable String readEvent() {
        try {
            return events.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills it as {@code kill -9} does and waits until it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        end();
    }

    /** Waits for its end and returns its exit code. */
    int end() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the restore did not end");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
