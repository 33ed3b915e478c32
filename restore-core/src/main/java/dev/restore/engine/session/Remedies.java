package dev.restore.engine.session;

import dev.restore.dialect.BusyException;
import dev.restore.outcome.DatabaseException;
import dev.restore.outcome.Phase;
import dev.restore.outcome.Problem;
import java.sql.SQLException;
import java.util.Locale;

/** Says in one line what a database refused and what can be done about it. */
public final class Remedies {

    private Remedies() {}

    /** Describes what a run met. */
    public static DatabaseException failure(Phase phase, Messages messages, SQLException failure) {
        return new DatabaseException(
                phase,
                false,
                describe(phase, messages, failure),
                messages.redacted(failure),
                messages.busy(failure) ? busy(messages, failure) : null);
    }

    /** Describes what somebody else holds. */
    public static Problem busy(Messages messages, SQLException failure) {
        String remedy = remedy(failure);
        return new Problem(
                Problem.Kind.BUSY,
                "database",
                Sentence.of("The database is in use: " + messages.of(failure)),
                remedy.isEmpty() ? "Try again later." : remedy);
    }

    private static String describe(Phase phase, Messages messages, SQLException failure) {
        String state = failure.getSQLState();
        String remedy = remedy(failure);
        return (phase == Phase.OPEN
                        ? "The database cannot be reached"
                        : "The database refused to go on (" + words(phase) + ")")
                + ": " + messages.of(failure)
                + (state == null ? "" : " [SQLSTATE " + state + "]")
                + (remedy.isEmpty() ? "" : " " + remedy)
                + (phase == Phase.OPEN ? "" : " Nothing was changed.");
    }

    private static String words(Phase phase) {
        return phase.name().toLowerCase(Locale.ROOT) + " phase";
    }

    private static String remedy(SQLException failure) {
        if (failure instanceof BusyException busy) {
            return Sentence.of(busy.remedy());
        }
        String state = failure.getSQLState();
        return state == null ? "" : remedy(state);
    }

    private static String remedy(String state) {
        if (state.startsWith("08")) {
            return "Check host, port and that the server runs.";
        }
        if (state.startsWith("28")) {
            return "Check user and password.";
        }
        return switch (state) {
            case "3D000", "90146", "90013" -> "Create the database first, or correct its name.";
            case "90020" ->
                "Another process has the file open; wait until it ends, or let a server share the database.";
            case "42501" -> "Grant the privilege to this user, or use the owner of the tables.";
            case "53100" -> "Free disk space on the server.";
            case "55P03", "HYT00", "90131" -> "Somebody else holds a lock on the table; try again when they are done.";
            case "57014" -> "Raise the statement timeout of this user or run while the server is less busy.";
            case "25006" -> "The target is read-only; connect to the primary server or with write access.";
            case "25P03" -> "Raise idle_in_transaction_session_timeout for this user.";
            case "42704", "42883", "42P01" ->
                "A trigger or function that names it without its schema finds it by the search path: set that for the function,"
                        + " the user or the connection, or let triggers not fire (triggers, --triggers suppress).";
            case "40001", "40P01" -> "Another transaction got in the way; run the restore again.";
            default -> "";
        };
    }
}
