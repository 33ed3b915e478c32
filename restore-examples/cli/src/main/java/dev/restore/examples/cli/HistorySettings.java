package dev.restore.examples.cli;

import dev.restore.history.RunHistory;
import dev.restore.history.RunRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Whether a run is kept in a history, and as which. */
@SuppressWarnings("NullAway.Init")
final class HistorySettings {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Mixin
    private HistoryAccess access;

    @Option(
            names = "--history-key",
            paramLabel = "KEY",
            description = "With --history: a run with a key that is taken is not begun.")
    private @Nullable String key;

    @Option(
            names = "--resume",
            paramLabel = "RUN",
            description = "With --history: go on under the entry of a run that was interrupted.")
    private @Nullable String resumed;

    /** Adds the history to a description, if one was named. */
    <T> T apply(T plain, Kept<T> with) {
        Optional<RunHistory> history = access.open();
        if (history.isEmpty() && (key != null || resumed != null)) {
            throw usage("--history-key and --resume need --history.");
        }
        return history.isEmpty() ? plain : with.in(plain, history.get(), request());
    }

    private RunRequest request() {
        try {
            RunRequest request = RunRequest.byThisUser();
            request = key == null ? request : request.key(key);
            return resumed == null ? request : request.resuming(resumed);
        } catch (IllegalArgumentException e) {
            throw usage("--history-key, --resume: " + e.getMessage() + ".");
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(command.commandLine(), message);
    }

    /** Adds a history to a description of a run. */
    @FunctionalInterface
    interface Kept<T> {
        T in(T plain, RunHistory history, RunRequest request);
    }
}
