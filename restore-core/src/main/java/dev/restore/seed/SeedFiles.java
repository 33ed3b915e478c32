package dev.restore.seed;

import dev.restore.backup.BackupSource;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Finds files and directories as tests name them. */
public final class SeedFiles {

    private static final String CLASSPATH = "classpath:";
    private static final String FILE = "file:";

    private SeedFiles() {}

    /**
     * Finds a file or directory: on the class path, in the package of a class and then from the root, and then in the file system;
     * {@code classpath:} and {@code file:} in front of the name say which.
     *
     * @param test the class whose package and class path are meant, as a rule that of the test
     * @throws IllegalArgumentException if there is none
     */
    public static BackupSource find(Class<?> test, String name) {
        Optional<BackupSource> found;
        if (name.startsWith(CLASSPATH)) {
            found = onClassPath(test, name.substring(CLASSPATH.length()));
        } else if (name.startsWith(FILE)) {
            found = inFileSystem(name.substring(FILE.length()));
        } else {
            found = onClassPath(test, name).or(() -> inFileSystem(name));
        }
        return found.orElseThrow(() -> new IllegalArgumentException("there is no file or directory \"" + name
                + "\" on the class path, neither in the package of " + test.getName()
                + " nor from the root, nor in the file system from "
                + Path.of("").toAbsolutePath()));
    }

    private static Optional<BackupSource> onClassPath(Class<?> test, String name) {
        return resource(test, name).or(() -> name.startsWith("/") ? Optional.empty() : resource(test, "/" + name));
    }

    private static Optional<BackupSource> resource(Class<?> test, String name) {
        try {
            return Optional.of(BackupSource.ofClasspath(test, name));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<BackupSource> inFileSystem(String name) {
        try {
            Path path = Path.of(name);
            return Files.exists(path) ? Optional.of(BackupSource.of(path)) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
