package dev.restore.engine.session;

import dev.restore.outcome.PlanException;
import dev.restore.outcome.Problem;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections of a program whose frameworks may have bound a transaction to the thread, and then hand out its connection as if it
 * were another one. Auto-commit being off tells nothing, for pools can be set to that: it is the same connection being handed out
 * a second time that tells.
 */
final class HandedOutConnections implements ConnectionSource {

    private static final Logger LOG = LoggerFactory.getLogger(HandedOutConnections.class);

    /**
     * Packages of pools and drivers whose data sources know of no transaction of the thread. To ask them for a second connection could
     * take as long as they let callers wait for one.
     */
    private static final List<String> PLAIN = List.of(
            "com.zaxxer.hikari.",
            "org.apache.tomcat.jdbc.pool.",
            "org.apache.commons.dbcp2.BasicDataSource",
            "org.apache.commons.dbcp2.PoolingDataSource",
            "com.mchange.v2.c3p0.",
            "org.h2.jdbcx.",
            "org.postgresql.ds.",
            "org.sqlite.");

    private final HandedOut.Opener opener;
    private final boolean mayBeBound;

    /**
     * Creates a source.
     *
     * @param mayBeBound whether a transaction may be bound to the thread that asks
     */
    HandedOutConnections(HandedOut.Opener opener, boolean mayBeBound) {
        this.opener = opener;
        this.mayBeBound = mayBeBound;
    }

    static HandedOutConnections of(DataSource database) {
        String type = database.getClass().getName();
        return new HandedOutConnections(
                () -> HandedOut.closing(database.getConnection()),
                PLAIN.stream().noneMatch(type::startsWith));
    }

    @Override
    public BorrowedConnection borrow() throws SQLException {
        HandedOut first = opener.open();
        try {
            if (!mayBeBound || first.connection().getAutoCommit()) {
                return BorrowedConnection.own(first);
            }
            return joinedIfBound(first);
        } catch (SQLException | RuntimeException e) {
            first.release(e);
            throw e;
        }
    }

    @Override
    public BorrowedConnection borrowAnother() throws SQLException {
        return BorrowedConnection.own(opener.open());
    }

    private BorrowedConnection joinedIfBound(HandedOut first) throws SQLException {
        HandedOut second;
        try {
            second = opener.open();
        } catch (SQLException | RuntimeException e) {
            LOG.debug("there is no second connection, so that the first one is bound to no transaction", e);
            return BorrowedConnection.own(first);
        }
        if (second.isSameObject(first)) {
            // Who hands out the same object again and again does not count how often it is closed.
            return BorrowedConnection.joined(HandedOut.staying(first.connection()), true);
        }
        SameSession.Answer same;
        try {
            same = first.isSameConnection(second);
        } catch (SQLException | RuntimeException e) {
            second.release(e);
            throw e;
        }
        second.close();
        return switch (same) {
            case SAME -> BorrowedConnection.joined(first, true);
            case OTHER -> BorrowedConnection.own(first);
            case UNKNOWN -> throw doubtful();
        };
    }

    /** To take it for a connection of the restore's own could commit what the program has begun. */
    private static PlanException doubtful() {
        return new PlanException(List.of(new Problem(
                Problem.Kind.BAD_OPTION,
                "database",
                "The connection was handed out with auto-commit off, and it cannot be told whether a transaction of the program's"
                        + " is open on it: the database has neither session ids nor savepoints.",
                "Within a transaction give its connection to into(connection); otherwise let the pool hand out connections with"
                        + " auto-commit on.")));
    }
}
