package dev.restore.dialect.postgres.session;

import dev.restore.dialect.MessageRedaction;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What the server says, without values: only its primary message, in which constraints, tables and columns are named and the values
 * of keys are not; those stand in the detail, the context and the hint.
 */
final class ServerMessages {

    /** A schema, column, parameter, object, function or table that a statement names is not there. */
    private static final Set<String> UNDEFINED = Set.of("3F000", "42703", "42704", "42883", "42P01", "42P02");

    private ServerMessages() {}

    /**
     * Returns what a failure says.
     *
     * @param triggers the source of the functions that may raise an error of their own
     */
    static String withoutValues(SQLException failure, MessageRedaction redaction, String triggers) {
        if (failure instanceof BatchUpdateException && failure.getNextException() != null) {
            // It quotes the statement with its values.
            return withoutValues(failure.getNextException(), redaction, triggers);
        }
        ServerErrorMessage told = failure instanceof PSQLException e ? e.getServerErrorMessage() : null;
        if (told == null || told.getMessage() == null) {
            return redaction.any(Objects.toString(failure.getMessage(), ""));
        }
        String severity = told.getSeverity() == null ? "" : told.getSeverity() + ": ";
        return severity + MessageRedaction.firstLine(primary(told, told.getMessage(), redaction, triggers));
    }

    private static String primary(
            ServerErrorMessage told, String message, MessageRedaction redaction, String triggers) {
        if (isRaised(told)) {
            return redaction.raised(message, triggers);
        }
        String state = Objects.toString(told.getSQLState(), "");
        if (UNDEFINED.contains(state)) {
            return redaction.naming(triggers).quoted(message, false);
        }
        // Of integrity constraints the server names what is declared, of data it quotes what it was given.
        return state.startsWith("23") ? message : redaction.quoted(message, state.startsWith("22"));
    }

    /** The server tells which of its source files raises an error; these belong to the procedural languages. */
    private static boolean isRaised(ServerErrorMessage told) {
        String file = Objects.toString(told.getFile(), "");
        return Stream.of("pl_", "plperl", "plpy", "pltcl", "plv8").anyMatch(file::startsWith)
                || Objects.toString(told.getSQLState(), "").startsWith("P0");
    }
}
