package dev.restore.engine.planning;

import dev.restore.engine.options.BadRows;
import dev.restore.outcome.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Looks at the directory that rejected rows are to be written into. */
public final class RejectsDirectory {

    private RejectsDirectory() {}

    /** Adds a problem when there is something in it: rows of two runs would be mixed up. */
    public static void check(BadRows badRows, List<Problem> problems) {
        Path directory = badRows.directory();
        if (directory == null || !Files.exists(directory)) {
            return;
        }
        boolean empty;
        try (Stream<Path> files = Files.list(directory)) {
            empty = files.findAny().isEmpty();
        } catch (IOException e) {
            empty = false;
        }
        if (!empty) {
            problems.add(new Problem(
                    Problem.Kind.BAD_OPTION,
                    directory.toString(),
                    "The directory for rejected rows, " + directory + ", is not an empty directory.",
                    "Name one that does not exist, or empty it."));
        }
    }
}
