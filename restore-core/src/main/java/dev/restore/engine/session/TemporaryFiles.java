package dev.restore.engine.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes away what a run kept in files only as long as it needed them. */
public final class TemporaryFiles {

    private static final Logger LOG = LoggerFactory.getLogger(TemporaryFiles.class);

    private TemporaryFiles() {}

    /**
     * Deletes a directory with all that is in it. What cannot be deleted stays, and the log says so.
     *
     * @param what it is, for the log
     */
    public static void delete(Path directory, String what) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            LOG.warn("{} could not be deleted: {}", what, directory, e);
        }
    }
}
