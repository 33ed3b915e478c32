package dev.restore.examples.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program is told to end while it restores. */
class InterruptionTest {

    private static final int ROWS = 400_000;

    @TempDir
    private Path directory;

    private Path largeBackup() throws Exception {
        Path backup = Files.createDirectory(directory.resolve("large"));
        try (Writer out = Files.newBufferedWriter(backup.resolve("author.ndjson"))) {
            for (int i = 10; i < ROWS; i++) {
                out.write("{\"id\":" + i + ",\"name\":\"Name of number " + i + "\"}\n");
            }
        }
        return backup;
    }

    private Process start(Object... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return new ProcessBuilder(command).directory(directory.toFile()).start();
    }

    /** Sends a signal once a table has rows within the transaction, which the safety backup before it shows. */
    private String[] signal(Process process, String signal) throws Exception {
        Path backups = directory.resolve("restore-backups");
        while (process.isAlive() && !isWritten(backups)) {
            Thread.sleep(5);
        }
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
        StringBuilder err = new StringBuilder();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                err.append(line).append('\n');
            }
        }
        return new String[] {Integer.toString(process.waitFor()), err.toString()};
    }

    private static boolean isWritten(Path backups) throws Exception {
        if (!Files.isDirectory(backups)) {
            return false;
        }
        try (var files = Files.list(backups)) {
            return files.anyMatch(file -> file.toString().endsWith(".tar.gz"));
        }
    }

    @Test
    void theRunIsCancelledAndSaysWhatBecameOfTheData() throws Exception {
        String url = new Session(directory).sqlite("INSERT INTO author VALUES (5, 'Old', 1)");

        Process process = start("run", largeBackup(), "--to", url, "--force");
        String[] end = signal(process, "INT");

        if (end[0].equals("0")) {
            // It was faster than the signal: then everything is in.
            assertThat(Session.text(url, "SELECT count(*) FROM author")).isEqualTo(Integer.toString(ROWS - 10));
            return;
        }
        assertThat(end[0]).isEqualTo("130");
        assertThat(end[1]).contains("ending the run").contains("nothing was changed");
        assertThat(Session.text(url, "SELECT name FROM author")).isEqualTo("Old");
    }

    @Test
    void whatWasCommittedIsSaidByTheExitCode() {
        StringWriter err = new StringWriter();
        Interruption interruption = new Interruption(new PrintWriter(err, true));
        List<Integer> codes = new ArrayList<>();
        interruption.changing();
        interruption.cancelBy(() -> interruption.ended(ExitCode.FAILED_AFTER_COMMIT));

        interruption.shutDown(codes::add);

        assertThat(codes).containsExactly(ExitCode.FAILED_AFTER_COMMIT);
    }

    @Test
    void nothingIsWaitedForBeforeAnythingCanChange() {
        Interruption interruption = new Interruption(new PrintWriter(new StringWriter(), true));
        List<Integer> codes = new ArrayList<>();

        interruption.shutDown(codes::add);

        assertThat(codes).isEmpty();
    }
}
