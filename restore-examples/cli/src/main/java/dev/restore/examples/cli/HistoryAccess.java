package dev.restore.examples.cli;

import dev.restore.history.JdbcRunHistory;
import dev.restore.history.RunHistory;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How the history of runs is reached. */
@SuppressWarnings("NullAway.Init")
final class HistoryAccess {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--history",
            paramLabel = "JDBC_URL",
            description = "The database of the history of runs. An SQLite or H2 file is made where there is none;"
                    + " not the SQLite file that is restored into or backed up.")
    private @Nullable String url;

    @Option(names = "--history-user", paramLabel = "USER", description = "The user of that database.")
    private @Nullable String user;

    @Option(
            names = "--history-password-env",
            paramLabel = "VAR",
            description = "The environment variable that holds its password.")
    private @Nullable String passwordVariable;

    /** Returns the history, if one was named. */
    Optional<RunHistory> open() {
        if (url == null) {
            if (user != null || passwordVariable != null) {
                throw usage("--history-user and --history-password-env need --history.");
            }
            return Optional.empty();
        }
        DatabaseUrl parsed;
        try {
            parsed = DatabaseUrl.parse(url);
        } catch (IllegalArgumentException e) {
            throw usage("--history: " + e.getMessage());
        }
        return Optional.of(JdbcRunHistory.in(new UrlDataSource(parsed.creating(), user, password())));
    }

    private @Nullable String password() {
        if (passwordVariable == null) {
            return null;
        }
        String password = System.getenv(passwordVariable);
        if (password == null) {
            throw usage("--history-password-env: the environment variable " + passwordVariable + " is not set.");
        }
        return password;
    }

    private ParameterException usage(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
