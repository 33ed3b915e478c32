package dev.restore.plan;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Where a restore writes down the rows that it will delete or change, before it does. Immutable.
 *
 * @param path where; nothing may be there yet; a directory that is missing is made in one that is there. The ending of the name says what is written:
 *     {@code .zip}, {@code .tar}, {@code .tar.gz} or {@code .tgz}, otherwise a directory
 * @param always whether it is also written when there is not a single row in these tables
 */
public record SafetyBackup(Path path, boolean always) {

    public SafetyBackup {
        Objects.requireNonNull(path, "path");
    }

    /** Returns one that is always written. */
    public static SafetyBackup to(Path path) {
        return new SafetyBackup(path, true);
    }

    /** Returns one that is left out when the tables are empty: there is nothing to go back to. */
    public static SafetyBackup ofRowsTo(Path path) {
        return new SafetyBackup(path, false);
    }
}
