package dev.restore.examples.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a command that restores asks, shows how it goes, and gives out its result. */
@SuppressWarnings("NullAway.Init")
final class ExecutionSettings {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--force", description = "Empty filled tables without asking.")
    private boolean force;

    @Option(names = "--report", paramLabel = "FILE", description = "Write the result as JSON into this file.")
    private @Nullable Path report;

    @Option(names = "--quiet", description = "Show no progress.")
    private boolean quiet;

    @Mixin
    private ResultSettings results;

    /** Refuses what cannot be meant. */
    void check() {
        if (report != null) {
            Path directory = report.toAbsolutePath().getParent();
            if (Files.isDirectory(report) || directory == null || !Files.isDirectory(directory)) {
                throw new ParameterException(
                        command.commandLine(),
                        "--report cannot write to '" + report + "': name a file in a directory that exists.");
            }
        }
    }

    /** Returns whether filled tables are emptied without asking. */
    boolean force() {
        return force;
    }

    /** Returns whether no progress is shown. */
    boolean quiet() {
        return quiet;
    }

    /** Returns where the result goes. */
    Result result() {
        return results.result(report);
    }
}
