package dev.restore.examples.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The form in which a command gives out what it found. */
@SuppressWarnings("NullAway.Init")
final class ResultSettings {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--json", description = "Print the result as one JSON object instead of text.")
    private boolean json;

    /** Returns the result of the command, which goes to standard output only. */
    Result result() {
        return result(null);
    }

    /** Returns the result of the command, which also goes into a file, unless that is null. */
    Result result(@Nullable Path file) {
        return new Result(command.commandLine(), json, file);
    }
}
