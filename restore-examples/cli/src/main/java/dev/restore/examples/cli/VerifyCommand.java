package dev.restore.examples.cli;

import dev.restore.Backup;
import dev.restore.BackupVerification;
import dev.restore.backup.BackupSource;
import dev.restore.outcome.DrillReport;
import dev.restore.outcome.VerifyReport;
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

/** Verifies a backup. */
@SuppressWarnings("NullAway.Init")
@Command(
        name = "verify",
        description = {
            "Reads a backup to its end: every checksum, every row, every count.",
            "With --against it is also compared with a database, row by row; with --drill it is restored on trial.",
            "Changes nothing."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        footerHeading = "%nExit codes:%n",
        footer = "  0 whole and the same, 1 there are differences, 2 usage, 3 damaged or not to be read")
final class VerifyCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private Main main;

    @Parameters(paramLabel = "BACKUP", converter = BackupArgument.class, description = "A file, a directory or a URL.")
    private BackupSource backup;

    @Option(
            names = "--against",
            paramLabel = "JDBC_URL",
            description = "The database: jdbc:postgresql://HOST/DATABASE, jdbc:sqlite:FILE or jdbc:h2:FILE.")
    private @Nullable String against;

    @Option(
            names = "--drill",
            description = "Restore it into a database that is made for that and thrown away, and compare every row.")
    private boolean drill;

    @Mixin
    private DatabaseAccess access;

    @Mixin
    private AgeKeys keys;

    @Option(names = "--json", description = "Print one JSON object instead of text.")
    private boolean json;

    @Override
    public Integer call() {
        try {
            if (drill) {
                return drill();
            }
            BackupVerification verification = Backup.verify(keys.open(backup));
            verification = access.schema().map(verification::schema).orElse(verification);
            if (against != null) {
                verification = verification.against(access.open("--against", against));
            }
            VerifyReport report = verification.run();
            new Result(spec.commandLine(), json, null).write(report.text().stripTrailing(), report.json());
            return report.agrees() ? ExitCode.COMPLETE : ExitCode.LOSS;
        } catch (ParameterException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            main.failure().print(spec.commandLine(), e);
            return ExitCode.FAILED;
        }
    }

    private int drill() {
        if (against != null) {
            throw new ParameterException(
                    spec.commandLine(), "--drill contradicts --against: it makes a database of its own.");
        }
        DrillReport report = Backup.drill(keys.open(backup)).run();
        new Result(spec.commandLine(), json, null).write(report.text().stripTrailing(), report.json());
        return report.passed() ? ExitCode.COMPLETE : ExitCode.LOSS;
    }
}
