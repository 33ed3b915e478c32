package dev.restore.examples.boot;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The application in a process of its own, which can be killed. Its databases are files that this process can open, too. */
final class ServerProcess implements AutoCloseable {

    private static final Pattern STARTED = Pattern.compile("Tomcat started on port (\\d+)");
    private static final long PATIENCE_SECONDS = 180;

    private final Process process;
    private final CompletableFuture<Integer> port = new CompletableFuture<>();

    private ServerProcess(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "server-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Returns the address of the database of a server with a directory. */
    static String database(Path directory) {
        return "jdbc:h2:file:" + directory.resolve("shop").toAbsolutePath() + ";AUTO_SERVER=TRUE";
    }

    /** Starts one in a directory, with rows of the slow table that take so long each. */
    static ServerProcess start(Path directory, long nanosPerRow) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-Dslow.nanos-per-row=" + nanosPerRow,
                "-cp",
                System.getProperty("java.class.path"),
                RestoreApplication.class.getName(),
                "--server.port=0",
                "--spring.datasource.url=" + database(directory),
                "--spring.datasource.username=sa",
                "--restore.history.url=jdbc:h2:file:"
                        + directory.resolve("history").toAbsolutePath(),
                "--restore.history.heartbeat=300ms",
                "--restore.history.lost-after=3s",
                "--restore.directory=" + directory.resolve("data"),
                "--restore.accounts.admin-password=" + ApplicationTest.PASSWORD,
                "--restore.batch-rows=100",
                "--restore.schedule.cron=-",
                "--demo.enabled=false"));
        return new ServerProcess(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    private void read() {
        StringBuilder said = new StringBuilder();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher started = STARTED.matcher(line);
                if (started.find()) {
                    port.complete(Integer.valueOf(started.group(1)));
                }
                if (!port.isDone()) {
                    said.append(line).append('\n');
                }
            }
        } catch (IOException e) {
            // it was killed
        }
        port.completeExceptionally(new IllegalStateException("the server has not started: " + said));
    }

    int port() throws InterruptedException, ExecutionException, TimeoutException {
        return port.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Kills it as the system does that is out of memory: nothing of it is tidied up. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
