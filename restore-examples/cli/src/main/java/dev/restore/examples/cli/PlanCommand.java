package dev.restore.examples.cli;

import dev.restore.plan.RestorePlan;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Plans, and changes nothing. */
@SuppressWarnings("NullAway.Init")
@Command(
        name = "plan",
        description = "Says what run would do with the same options, and changes nothing.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        footerHeading = "%nExit codes:%n",
        footer = "  0 it can be run, 2 usage, 3 it cannot, and the plan says why")
final class PlanCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private Main main;

    @Mixin
    private RestoreSettings settings;

    @Override
    public Integer call() {
        Stopwatch start = Stopwatch.start();
        RestorePlan plan;
        try {
            plan = settings.restore(main.directory()).plan();
        } catch (ParameterException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            main.failure().print(spec.commandLine(), e);
            settings.execution()
                    .result()
                    .write("", Result.failed(settings.backup(), start, e).json());
            return ExitCode.FAILED;
        }
        boolean written = settings.execution().result().write(plan.describe(), plan.json());
        if (!plan.feasible()) {
            int problems = plan.problems().size();
            spec.commandLine()
                    .getErr()
                    .println("restore: it cannot be run: the plan lists " + problems + " problem"
                            + (problems == 1 ? "." : "s."));
        }
        return plan.feasible() && written ? ExitCode.COMPLETE : ExitCode.FAILED;
    }
}
