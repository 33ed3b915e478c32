package dev.restore.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A restore in a JVM of its own, which stands still before it begins and at each event until it is told to go on. */
final class RestoreProcess implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    /** What a rehearsal has loaded, for the processes that this JVM starts. */
    private static final Map<Class<?>, SharedClasses> SHARED = new ConcurrentHashMap<>();

    private final Process process;
    private final BufferedReader events;
    private final Path errors;

    /** Starts the JVM, which takes longer than the restore. */
    RestoreProcess(String url, Path backup, int batchRows, boolean resumable) throws IOException {
        this(url, backup, batchRows, resumable, 1);
    }

    /** Starts the JVM for a restore over several connections. */
    RestoreProcess(String url, Path backup, int batchRows, boolean resumable, int parallel) throws IOException {
        this(List.of(), List.of(), url, backup, batchRows, resumable, List.of(Integer.toString(parallel)));
    }

    /** Starts the JVM, and its restore writes a safety backup first. */
    RestoreProcess(String url, Path backup, int batchRows, Path safetyBackup) throws IOException {
        this(List.of(), List.of(), url, backup, batchRows, false, List.of("1", safetyBackup.toString()));
    }

    /**
     * Starts the JVM under a command.
     *
     * @param command what stands before the JVM's own command, and starts it
     * @param options options of the JVM
     */
    RestoreProcess(
            List<String> command, List<String> options, String url, Path backup, int batchRows, boolean resumable)
            throws IOException {
        this(command, options, url, backup, batchRows, resumable, List.of("1"));
    }

    private RestoreProcess(
            List<String> command,
            List<String> options,
            String url,
            Path backup,
            int batchRows,
            boolean resumable,
            List<String> more)
            throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of(url, backup.toString(), Integer.toString(batchRows), Boolean.toString(resumable)));
        arguments.addAll(more);
        List<String> words = new ArrayList<>(command);
        words.addAll(rehearsed(url, backup).command(options, RestoreInSteps.class, arguments.toArray(String[]::new)));
        errors = Files.createTempFile("restore", ".err");
        process = new ProcessBuilder(words).redirectError(errors.toFile()).start();
        events = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    /**
     * Makes the processes of this JVM quick to start, by a restore that is given up before its commit. The first process does so
     * by itself; where what is left of such a restore in the files of a database matters, it is done before.
     */
    static SharedClasses rehearsed(String url, Path backup) {
        return SHARED.computeIfAbsent(
                RestoreInSteps.class,
                main -> SharedClasses.of(
                        main, List.of("-Drestore.rehearse=true"), url, backup.toString(), "1", "false", "1"));
    }

    /** Lets it begin or go on, and returns the name of the event at which it stands still next; empty when it has ended. */
    Optional<String> goOn() throws Exception {
        OutputStream permission = process.getOutputStream();
        permission.write('\n');
        permission.flush();
        return Optional.ofNullable(
                CompletableFuture.supplyAsync(this::readEvent).get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    /** Lets it go on to its end, and returns the exit code. */
    int goOnToTheEnd() throws Exception {
        try {
            Optional<String> event = goOn();
            while (event.isPresent()) {
                event = goOn();
            }
        } catch (IOException e) {
            // It is gone, and cannot be told to go on.
            return end();
        }
        return end();
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

    /** Ends it as {@code kill} does, so that a database in its JVM closes its files, and waits until it is gone. */
    void terminate() throws InterruptedException {
        process.destroy();
        end();
    }

    /** Waits for its end and returns its exit code. */
    int end() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the restore did not end");
        }
        return process.exitValue();
    }

    /** Waits for its end, which must be a good one. */
    void endWell() throws Exception {
        assertThat(end()).as(() -> "the restore said: " + read(errors)).isZero();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.deleteIfExists(errors);
    }
}
