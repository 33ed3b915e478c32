package dev.restore.seed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A directory for what is kept of a state in files. */
final class SeedFiles {

    private static final Logger LOG = LoggerFactory.getLogger(SeedFiles.class);

    private final Path directory;

    private SeedFiles(Path directory) {
        this.directory = directory;
    }

    static SeedFiles create() {
        try {
            return new SeedFiles(Files.createTempDirectory("restore-seed"));
        } catch (IOException e) {
            throw new SeedException(
                    "There is no place for what is kept of the database: let the directory for temporary files be one with space",
                    e);
        }
    }

    Path path(String name) {
        return directory.resolve(name);
    }

    void delete() {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : all) {
                Files.delete(file);
            }
        } catch (IOException e) {
            LOG.warn("what was kept of a database could not be deleted: {}", directory, e);
        }
    }
}
