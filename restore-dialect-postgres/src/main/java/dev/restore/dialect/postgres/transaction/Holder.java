package dev.restore.dialect.postgres.transaction;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;

/**
 * A session that holds what a restore needs.
 *
 * @param process the number of its server process
 * @param program the name it has given itself, empty for none
 * @param idle whether it waits within a transaction for its client
 * @param alike whether it has the user, host and program name of this session, as those of the same program have
 */
public record Holder(int process, String program, boolean idle, boolean alike) {

    /** Columns that say who a session is, to be selected with {@link #FROM}. */
    static final String COLUMNS = "l.pid, a.application_name, a.state LIKE 'idle in transaction%',"
            + " (a.usename, a.client_addr, a.application_name) IS NOT DISTINCT FROM"
            + " (me.usename, me.client_addr, me.application_name)";

    /** The session {@code a} that holds the lock {@code l}, and {@code me}, this one. */
    static final String FROM = " LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid"
            + " LEFT JOIN pg_catalog.pg_stat_activity me ON me.pid = pg_catalog.pg_backend_pid()";

    /** Reads it from a row whose columns begin with {@link #COLUMNS}. */
    static Holder of(ResultSet row) throws SQLException {
        return new Holder(
                row.getInt(1), Objects.requireNonNullElse(row.getString(2), ""), row.getBoolean(3), row.getBoolean(4));
    }

    /** Says who it is. */
    String describe() {
        return "server process " + process + (program.isEmpty() ? "" : " (" + program + ")");
    }

    /** Says what can be done about it. To end a session of the program itself could end what the program has just begun. */
    String remedy() {
        String end = "end it with SELECT pg_terminate_backend(" + process + ")";
        if (!alike) {
            return "wait for it, or " + end;
        }
        String late = "wait for it, or, if its program is gone, " + end;
        return idle
                ? "it has the user, host and program name of this restore and waits within a transaction: if the restore was called in"
                        + " that transaction, give its connection to into(connection); otherwise " + late
                : late;
    }
}
