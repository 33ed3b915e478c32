package dev.restore.examples.boot.operations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where runs leave what belongs to them: the rows as they were before, and the rows that were rejected. */
final class WorkFiles {

    private final Path safety;
    private final Path rejects;

    WorkFiles(Path directory) {
        safety = directory.toAbsolutePath().normalize().resolve("safety");
        rejects = directory.toAbsolutePath().normalize().resolve("rejects");
        try {
            Files.createDirectories(safety);
            Files.createDirectories(rejects);
        } catch (IOException e) {
            throw new UncheckedIOException("the directory of runs cannot be used", e);
        }
    }

    Path safetyBackup(String work) {
        return safety.resolve(work + ".tar.gz");
    }

    Path rejects(String work) {
        return rejects.resolve(work);
    }

    List<Path> rejected(String work) {
        Path directory = rejects(work);
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the rejected rows cannot be read", e);
        }
    }

    /** Deletes what is older than the runs that the history keeps. */
    void prune(Duration keep) {
        Instant old = Instant.now().minus(keep);
        for (Path directory : List.of(safety, rejects)) {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.toList()) {
                    if (Files.getLastModifiedTime(file).toInstant().isBefore(old)) {
                        delete(file);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException("what old runs have left cannot be deleted", e);
            }
        }
    }

    private static void delete(Path file) throws IOException {
        try (Stream<Path> inside = Files.walk(file)) {
            for (Path each : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
