package dev.restore.examples.cli;

import dev.restore.Restore;
import dev.restore.plan.SafetyBackup;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is written down before the first change. */
@SuppressWarnings("NullAway.Init")
final class SafetySettings {

    private static final int MAX_KEPT = 10_000;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--backup-first",
            paramLabel = "FILE",
            description = {
                "Before the first change write the tables that will be emptied or changed into this backup, which must",
                "not be there yet. Default: DATABASE-TIME.tar.gz in --backup-dir, unless they are empty."
            })
    private @Nullable Path file;

    @Option(
            names = "--backup-dir",
            paramLabel = "DIR",
            description =
                    "Where safety backups go; made when it is needed. Default: restore-backups in the working directory.")
    private @Nullable Path backupDirectory;

    @Option(
            names = "--keep",
            paramLabel = "N",
            defaultValue = "10",
            description = {
                "How many safety backups of a database stay in --backup-dir: after a run that succeeded the oldest are",
                "deleted. From 1 to 10000. Default: ${DEFAULT-VALUE}."
            })
    private int keep;

    @Option(names = "--no-backup-first", description = "Write no such backup. There is no way back then.")
    private boolean none;

    /**
     * Says where the rows are written down.
     *
     * @param directory the working directory
     * @param url the database
     */
    Restore apply(Restore restore, boolean quick, Path directory, String url) {
        if (keep < 1 || keep > MAX_KEPT) {
            throw new ParameterException(
                    command.commandLine(), "--keep must be from 1 to " + MAX_KEPT + ", not " + keep + ".");
        }
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
                : restore.safetyBackup(SafetyBackup.ofRowsTo(SafetyBackups.in(
                                backupDirectory == null ? directory.resolve("restore-backups") : backupDirectory)
                        .next(url)));
    }

    /** Deletes the oldest safety backups of the same database beside the one just written, except where its place was named. */
    void discardOld(Path written, PrintWriter err) {
        Path directory = written.getParent();
        if (file != null || directory == null) {
            return;
        }
        try {
            SafetyBackups.in(directory).discardOld(written, keep);
        } catch (IOException e) {
            err.println("restore: old safety backups in " + directory + " could not be deleted: " + e.getMessage());
        }
    }
}
