package dev.restore.examples.cli;

import dev.restore.Backup;
import dev.restore.BackupDrill;
import dev.restore.BackupVerification;
import dev.restore.outcome.DrillReport;
import dev.restore.outcome.VerifyReport;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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

    @Option(
            names = "--against",
            paramLabel = "JDBC_URL",
            description = "The database: jdbc:postgresql://HOST/DATABASE, jdbc:sqlite:FILE or jdbc:h2:FILE.")
    private @Nullable String against;

    @Option(
            names = "--drill",
            description =
                    "Restore it into a database that is made for that and thrown away, and compare every row; with --against into tables with the types and keys of those there.")
    private boolean drill;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            converter = RestoreSettings.Zone.class,
            description =
                    "With --against, the zone of times that come without one, such as Europe/Berlin. Default: UTC.")
    private @Nullable ZoneId zone;

    @Mixin
    private FormSettings forms;

    @Mixin
    private DatabaseAccess access;

    @Mixin
    private BackupToRead backup;

    @Mixin
    private HistorySettings history;

    @Mixin
    private ResultSettings results;

    @Override
    public Integer call() {
        if ((against == null || drill) && (zone != null || forms.any())) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--zone, --binary-text and --epoch-unit say how the backup is held against a database, with --against and"
                            + " without --drill.");
        }
        try {
            if (drill) {
                return drill();
            }
            BackupVerification verification = Backup.verify(backup.opened()).limits(backup.limits());
            verification = access.schema().map(verification::schema).orElse(verification);
            if (against != null) {
                verification = meant(verification).against(access.open("--against", against));
            }
            VerifyReport report =
                    history.apply(verification, BackupVerification::history).run();
            results.result().write(report.text().stripTrailing(), report.json());
            return report.agrees() ? ExitCode.COMPLETE : ExitCode.LOSS;
        } catch (ParameterException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            main.failure().print(spec.commandLine(), e);
            return ExitCode.FAILED;
        }
    }

    private BackupVerification meant(BackupVerification plain) {
        BackupVerification verification = zone == null ? plain : plain.zone(zone);
        verification = forms.binaryTexts(
                verification,
                (to, place, how) ->
                        place == null ? to.binaryText(how) : to.binaryText(place.table(), place.column(), how));
        return forms.epochUnits(
                verification,
                (to, place, unit) ->
                        place == null ? to.epochUnit(unit) : to.epochUnit(place.table(), place.column(), unit));
    }

    private int drill() {
        BackupDrill drill = Backup.drill(backup.opened()).limits(backup.limits());
        drill = access.schema().map(drill::schema).orElse(drill);
        drill = against == null ? drill : drill.against(access.open("--against", against));
        DrillReport report = history.apply(drill, BackupDrill::history).run();
        results.result().write(report.text().stripTrailing(), report.json());
        return report.passed() ? ExitCode.COMPLETE : ExitCode.LOSS;
    }
}
