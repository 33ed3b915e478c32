package dev.restore.examples.cli;

import dev.restore.Restore;
import dev.restore.plan.RowErrors;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What happens to rows that the database refuses. */
@SuppressWarnings("NullAway.Init")
final class RowErrorSettings {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--on-error",
            paramLabel = "WHAT",
            defaultValue = "fail",
            description = {
                "fail (default): the first bad row ends the run, and everything is rolled back.",
                "reject: bad rows and those that refer to them are set aside; the run ends with exit code 1."
            })
    private String onError;

    @Option(
            names = "--max-rejects",
            paramLabel = "N|P%",
            description =
                    "With --on-error reject: roll everything back when more rows, or more percent of them, are bad.")
    private @Nullable String maxRejects;

    @Option(
            names = "--rejects",
            paramLabel = "DIR",
            description =
                    "With --on-error reject or --orphans reject: write the rejected rows into this directory, which is a backup itself.")
    private @Nullable Path rejects;

    Restore apply(Restore restore) {
        if (!List.of("fail", "reject").contains(onError)) {
            throw usage("Invalid value for option '--on-error': '" + onError + "' is not one of fail, reject.");
        }
        if (onError.equals("fail")) {
            if (maxRejects != null || (rejects != null && !setsOrphansAside())) {
                throw usage("--max-rejects needs --on-error reject, and --rejects that or --orphans reject.");
            }
            return rejects == null ? restore : restore.rejectsTo(rejects);
        }
        Restore rejecting = restore.onRowError(policy());
        return rejects == null ? rejecting : rejecting.rejectsTo(rejects);
    }

    private boolean setsOrphansAside() {
        return command.commandLine().getParseResult().matchedOptionValue("--orphans", List.<String>of()).stream()
                .anyMatch(value -> value.substring(value.lastIndexOf('=') + 1).equalsIgnoreCase("reject"));
    }

    private RowErrors policy() {
        if (maxRejects == null) {
            return RowErrors.reject();
        }
        try {
            return maxRejects.endsWith("%")
                    ? RowErrors.reject()
                            .atMostPercent(Double.parseDouble(maxRejects.substring(0, maxRejects.length() - 1)))
                    : RowErrors.reject().atMost(Long.parseLong(maxRejects));
        } catch (IllegalArgumentException e) {
            throw usage("--max-rejects wants a number of rows from 0, or a percentage from 0% to 100%, not '"
                    + maxRejects + "'.");
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
