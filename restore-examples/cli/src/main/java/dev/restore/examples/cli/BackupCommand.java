package dev.restore.examples.cli;

import dev.restore.Backup;
import dev.restore.outcome.BackupReport;
import dev.restore.plan.BackupFormat;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Writes a backup. */
@SuppressWarnings("NullAway.Init")
@Command(
        name = "backup",
        description = {
            "Writes the rows of a database into a backup, as they are at one moment.",
            "There is a whole backup under its name in the end, or none."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        footerHeading = "%nExit codes:%n",
        footer = "  0 complete, 2 usage, 3 failed and nothing was written")
final class BackupCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private Main main;

    @Parameters(
            paramLabel = "FILE",
            description =
                    "The backup to write, which must not be there yet: .zip, .tar, .tar.gz, otherwise a directory;"
                            + " encrypted a .tar.gz.age or .tar.age.")
    private Path file;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "JDBC_URL",
            description = "The database: jdbc:postgresql://HOST/DATABASE, jdbc:sqlite:FILE or jdbc:h2:FILE.")
    private String from;

    @Mixin
    private DatabaseAccess access;

    @Option(
            names = "--only",
            paramLabel = "TABLES",
            split = ",",
            description = "Write only these tables: a,b_*. * stands for any characters, ? for one. Can be repeated.")
    private Set<String> only = new LinkedHashSet<>();

    @Option(
            names = "--except",
            paramLabel = "TABLES",
            split = ",",
            description = "Leave these tables out: a,b_*. Can be repeated.")
    private Set<String> except = new LinkedHashSet<>();

    @Option(
            names = "--compress",
            description = "Compress the files of a directory or .tar. Packages .zip and .tar.gz always are.")
    private boolean compress;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "restore",
            description =
                    "restore (the library's own, with checksums), tables (TABLE.json arrays) or django (dumpdata; FILE may be .json or .json.gz). Default: restore.")
    private String format = "restore";

    @Option(
            names = "--files",
            paramLabel = "DIR",
            description = "Put the files of this directory into the backup, too.")
    private @Nullable Path files;

    @Mixin
    private NaturalKeySettings naturalKeys;

    @Mixin
    private EncryptionSettings encryption;

    @Mixin
    private HistorySettings history;

    @Mixin
    private ResultSettings results;

    @Override
    public Integer call() {
        try {
            Backup backup = Backup.of(access.open("--from", from))
                    .only(only.toArray(String[]::new))
                    .except(except.toArray(String[]::new));
            backup = access.schema().map(backup::schema).orElse(backup).format(format());
            backup = naturalKeys.apply(backup, format());
            backup = encryption.age().map(backup::encrypt).orElse(backup);
            backup = files == null ? backup : backup.files(files);
            backup = history.apply(backup, Backup::history);
            BackupReport report = (compress ? backup.compress() : backup).write(file);
            results.result().write(report.text().stripTrailing(), report.json());
            return ExitCode.COMPLETE;
        } catch (ParameterException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            main.failure().print(spec.commandLine(), e);
            return ExitCode.FAILED;
        }
    }

    private BackupFormat format() {
        return switch (format) {
            case "restore" -> BackupFormat.RESTORE;
            case "tables" -> BackupFormat.TABLES;
            case "django" -> BackupFormat.DJANGO;
            default ->
                throw new ParameterException(
                        spec.commandLine(), "--format must be restore, tables or django but is " + format);
        };
    }
}
