package dev.restore.examples.cli;

import dev.restore.Restore;
import dev.restore.plan.SafetyBackup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is written down before the first change. */
@SuppressWarnings("NullAway.Init")
final class SafetySettings {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--backup-first",
            paramLabel = "FILE",
            description = {
                "Before the first change write the tables that will be emptied or changed into this backup, which must",
                "not be there yet. Default: restore-before-TIME.tar.gz in the working directory, unless they are empty."
            })
    private @Nullable Path file;

    @Option(names = "--no-backup-first", description = "Write no such backup. There is no way back then.")
    private boolean none;

    Restore apply(Restore restore, boolean quick, Path directory) {
        if (file != null && (none || quick)) {
            throw new ParameterException(
                    command.commandLine(),
                    "--backup-first contradicts " + (none ? "--no-backup-first." : "--quick, which has no way back."));
        }
        if (none || quick) {
            return restore;
        }
        return file != null
                ? restore.safetyBackup(file)
                : restore.safetyBackup(SafetyBackup.ofRowsTo(unused(directory)));
    }

    private static Path unused(Path directory) {
        String name =
                "restore-before-" + LocalDateTime.now(ZoneId.systemDefault()).format(TIME);
        Path path = directory.resolve(name + ".tar.gz");
        for (int i = 2; Files.exists(path); i++) {
            path = directory.resolve(name + "-" + i + ".tar.gz");
        }
        return path;
    }
}
