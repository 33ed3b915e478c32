package dev.restore.examples.cli;

import dev.restore.Backup;
import dev.restore.outcome.Inspection;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Looks into a backup. */
@SuppressWarnings("NullAway.Init")
@Command(
        name = "inspect",
        description = "Reads a backup to its end and says what is in it. Needs no database.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        footerHeading = "%nExit codes:%n",
        footer = "  0 it can be read, 2 usage, 3 it cannot")
final class InspectCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private Main main;

    @Mixin
    private BackupToRead backup;

    @Mixin
    private ResultSettings results;

    @Override
    public Integer call() {
        Stopwatch start = Stopwatch.start();
        Result result = results.result();
        try {
            Inspection inspection = Backup.inspect(backup.opened(), backup.limits());
            result.write(inspection.text(), inspection.json());
            return ExitCode.COMPLETE;
        } catch (ParameterException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            main.failure().print(spec.commandLine(), e);
            result.write("", Result.failed(backup.named(), start, e).json());
            return ExitCode.FAILED;
        }
    }
}
