package dev.restore.examples.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a database is reached. */
@SuppressWarnings("NullAway.Init")
final class DatabaseAccess {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--user", paramLabel = "USER", description = "The user of the database.")
    private @Nullable String user;

    @Option(
            names = "--password-env",
            paramLabel = "VAR",
            description = "The environment variable that holds the password.")
    private @Nullable String passwordVariable;

    @Option(
            names = "--schema",
            paramLabel = "SCHEMA",
            description = "The schema of the tables. Default: the connection's own.")
    private @Nullable String schema;

    /** Returns connections to what a URL names, after checking it. */
    UrlDataSource open(String option, String text) {
        DatabaseUrl url;
        try {
            url = DatabaseUrl.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), option + ": " + e.getMessage());
        }
        String password = password();
        url.requireDatabase();
        return new UrlDataSource(url, user, password);
    }

    private @Nullable String password() {
        if (passwordVariable == null) {
            return null;
        }
        String password = System.getenv(passwordVariable);
        if (password == null) {
            throw new ParameterException(
                    command.commandLine(),
                    "--password-env: the environment variable " + passwordVariable + " is not set.");
        }
        return password;
    }

    Optional<String> schema() {
        return Optional.ofNullable(schema);
    }

    /**
     * Returns the command that goes back to a safety backup, as it can be pasted into a shell. A password in the URL is left out,
     * and a variable for it named in its place.
     */
    String undo(String safetyBackup, String url) {
        String bare = DatabaseUrl.withoutPassword(url);
        List<String> words = new ArrayList<>(List.of("undo", safetyBackup, "--to", bare));
        add(words, "--user", user);
        add(words, "--password-env", passwordVariable == null && !bare.equals(url) ? "PASSWORD" : passwordVariable);
        add(words, "--schema", schema);
        return Program.command(words);
    }

    private static void add(List<String> words, String option, @Nullable String value) {
        if (value != null) {
            words.add(option);
            words.add(value);
        }
    }
}
