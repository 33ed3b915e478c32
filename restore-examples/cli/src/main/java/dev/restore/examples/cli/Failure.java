package dev.restore.examples.cli;

import dev.restore.outcome.LoadException;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.RestoreException;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Says what went wrong: what it is and in another line what to do, without passwords. */
final class Failure {

    private final boolean stackTrace;

    Failure(boolean stackTrace) {
        this.stackTrace = stackTrace;
    }

    void print(CommandLine command, Throwable exception) {
        PrintWriter err = command.getErr();
        for (String line : lines(exception)) {
            err.println("restore: " + line.replace("\n", "\n         "));
        }
        if (exception instanceof LoadException load && command.getCommandSpec().findOption("--on-error") != null) {
            boolean orphan = "23503".equals(load.row().sqlState());
            err.println("         Correct the row, or say what becomes of bad rows ("
                    + (orphan ? "--orphans, --on-error" : "--on-error, --max-rejects") + ").");
        }
        if (stackTrace) {
            exception.printStackTrace(err);
        }
        err.flush();
    }

    static List<String> lines(Throwable exception) {
        if (exception instanceof PlanException plan && !plan.problems().isEmpty()) {
            return plan.problems().stream()
                    .map(p -> oneLine(p.message()) + "\n" + oneLine(p.remedy()))
                    .toList();
        }
        if (exception instanceof RestoreException || exception instanceof RefusedException) {
            return List.of(oneLine(exception.getMessage()));
        }
        String kind = exception.getClass().getSimpleName();
        String message = exception.getMessage();
        return List.of(oneLine("internal error: " + kind + (message == null ? "" : ": " + message)
                + ". Please report it with what --stacktrace prints."));
    }

    static String oneLine(@Nullable String message) {
        String line = String.valueOf(message).strip().replaceAll("\\s*\\R\\s*", " ");
        return DatabaseUrl.mask(line);
    }
}
