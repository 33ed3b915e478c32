package dev.restore.examples.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Restores. */
@SuppressWarnings("NullAway.Init")
@Command(
        name = "run",
        description = {
            "Restores a backup into a database, in one transaction: all of it or nothing.",
            "When filled tables would be emptied it asks first, and is refused where nobody can be asked."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        footerHeading = "%nExit codes:%n",
        footer = "  0 complete, 1 complete with loss, 2 usage, 3 failed and nothing changed,%n"
                + "  4 failed after something was committed, 130 or 143 ended by Ctrl-C or SIGTERM and nothing changed")
final class RunCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private Main main;

    @Mixin
    private RestoreSettings settings;

    @Mixin
    private HistorySettings history;

    @Override
    public Integer call() {
        return new Execution(main, spec, settings, history).run();
    }
}
