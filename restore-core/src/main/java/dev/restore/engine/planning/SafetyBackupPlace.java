package dev.restore.engine.planning;

import dev.restore.outcome.Problem;
import dev.restore.plan.Mode;
import dev.restore.plan.RestorePlan;
import dev.restore.plan.SafetyBackup;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at the place where a safety backup is to be written, before anything is changed. */
public final class SafetyBackupPlace {

    private SafetyBackupPlace() {}

    /** Adds a problem when nothing can be written there. */
    public static void check(@Nullable SafetyBackup wish, List<Problem> problems) {
        if (wish == null) {
            return;
        }
        Path target = wish.path().toAbsolutePath();
        Path directory = target.getParent();
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            problems.add(new Problem(
                    Problem.Kind.BAD_OPTION,
                    target.toString(),
                    "The safety backup cannot be written: " + target
                            + " is there already, and a backup is never overwritten.",
                    "Name another file (safetyBackup, --backup-first), or take that one away."));
        } else if (directory == null || !canHold(directory)) {
            problems.add(
                    new Problem(
                            Problem.Kind.BAD_OPTION,
                            target.toString(),
                            "The safety backup cannot be written: " + directory
                                    + " is not a directory that this user may write into.",
                            "Name a file in another directory (safetyBackup, --backup-first), or restore without (--no-backup-first)."));
        }
    }

    /** Returns whether files can be made in a directory, which itself is made where only it is missing. */
    private static boolean canHold(Path directory) {
        Path parent = directory.getParent();
        Path present = Files.exists(directory, LinkOption.NOFOLLOW_LINKS) || parent == null ? directory : parent;
        return Files.isDirectory(present) && Files.isWritable(present);
    }

    /** Returns where it will be written, as far as the plan can tell, or null. */
    public static @Nullable String of(@Nullable SafetyBackup wish, RestorePlan plan) {
        boolean rows = plan.mode() != Mode.REPLACE || plan.rowsToDelete() > 0;
        return wish == null || !(wish.always() || rows)
                ? null
                : wish.path().toAbsolutePath().toString();
    }
}
