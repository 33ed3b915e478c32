package dev.restore.examples.cli;

import dev.restore.backup.BackupSource;
import dev.restore.backup.ReadLimits;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The backup that a command reads, what opens it, and how much it may ask for. */
@SuppressWarnings("NullAway.Init")
final class BackupToRead {

    @Parameters(
            paramLabel = "BACKUP",
            converter = BackupArgument.class,
            description =
                    "The backup: a file, a directory, a URL or - for standard input. Its format is recognised by its content;"
                            + " a directory that only holds timestamped directories means the newest of them.")
    private BackupSource backup;

    @Mixin
    private AgeKeys keys;

    @Mixin
    private ShapeSettings shape;

    @Mixin
    private LimitSettings limits;

    /** Returns it as it was named. */
    BackupSource named() {
        return backup;
    }

    /** Returns it as it is opened with the keys, if there are any. */
    BackupSource opened() {
        return shape.shaped(keys.open(backup));
    }

    /** Returns how much it may ask for. */
    ReadLimits limits() {
        return limits.limits();
    }
}
