package dev.restore.examples.cli;

import dev.restore.backup.BackupSource;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.RestoreReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * Gives out what a command found: to standard output, and into a file when one was named.
 *
 * @param command the command
 * @param asJson whether standard output gets JSON
 * @param file the file that gets the JSON, or null
 */
record Result(CommandLine command, boolean asJson, @Nullable Path file) {

    /** Writes both forms to where they belong and returns whether that worked. An empty text is not printed. */
    boolean write(String text, String json) {
        PrintWriter out = command.getOut();
        if (asJson) {
            out.println(DatabaseUrl.mask(json));
        } else if (!text.isEmpty()) {
            out.println(DatabaseUrl.mask(text));
        }
        out.flush();
        if (file == null) {
            return true;
        }
        try {
            Files.writeString(file, DatabaseUrl.mask(json) + System.lineSeparator());
            return true;
        } catch (IOException e) {
            command.getErr().println("restore: the report could not be written to " + file + ": " + e.getMessage());
            return false;
        }
    }

    /** Makes the report of a run that ended before it had one. */
    static RestoreReport failed(BackupSource backup, Stopwatch start, Throwable reason) {
        return new RestoreReport(
                Outcome.FAILED,
                backup.name(),
                "",
                "",
                start.startedAt(),
                start.elapsed(),
                0,
                List.of(),
                0,
                List.of(),
                List.of(),
                List.of(),
                null,
                null,
                String.join(" ", Failure.lines(reason)).replace('\n', ' '),
                null,
                List.of(),
                List.of());
    }
}
