package dev.restore.engine.session;

import dev.restore.dialect.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A connection as somebody hands it out.
 *
 * @param connection the connection
 * @param release gives it back
 */
record HandedOut(Connection connection, Release release) implements AutoCloseable {

    /** How many wrappers are looked behind. */
    private static final int MAX_WRAPPERS = 10;

    /** Gives a connection back to whoever has handed it out. */
    @FunctionalInterface
    interface Release {
        void release() throws SQLException;
    }

    /** Hands connections out. */
    @FunctionalInterface
    interface Opener {
        HandedOut open() throws SQLException;
    }

    /** Returns a connection that goes back by being closed. */
    static HandedOut closing(Connection connection) {
        return new HandedOut(connection, connection::close);
    }

    /** Returns a connection that stays open. */
    static HandedOut staying(Connection connection) {
        return new HandedOut(connection, () -> {});
    }

    /** Returns whether another one is the very same object, so that to give back the one would give back both. */
    @SuppressWarnings("ReferenceEquality") // wrappers may call each other equal
    boolean isSameObject(HandedOut other) {
        return connection == other.connection;
    }

    /** Returns whether another one leads to the same connection of the driver's, through whatever wrappers. */
    @SuppressWarnings("ReferenceEquality")
    SameSession.Answer isSameConnection(HandedOut other) throws SQLException {
        if (isSameObject(other) || behind(connection) == behind(other.connection)) {
            return SameSession.Answer.SAME;
        }
        // Where the metadata are wrapped too, the database itself has to tell.
        Dialect dialect = Dialects.find(connection.getMetaData());
        Optional<Object> session = dialect.session(connection);
        if (session.isEmpty()) {
            return SameSession.of(connection, other.connection);
        }
        return session.equals(dialect.session(other.connection)) ? SameSession.Answer.SAME : SameSession.Answer.OTHER;
    }

    /** Wrappers answer {@code unwrap} with themselves, and pass on the metadata, which name the connection that made them. */
    @SuppressWarnings("ReferenceEquality")
    private static Connection behind(Connection wrapper) throws SQLException {
        Connection known = wrapper;
        for (int i = 0; i < MAX_WRAPPERS; i++) {
            Connection next = known.getMetaData().getConnection();
            if (next == null || next == known) {
                return known;
            }
            known = next;
        }
        return known;
    }

    /** Gives the connection back. */
    @Override
    public void close() throws SQLException {
        release.release();
    }

    /** Gives the connection back because something has failed, which is what the caller should hear of. */
    void release(Throwable because) {
        try {
            close();
        } catch (SQLException | RuntimeException e) {
            because.addSuppressed(e);
        }
    }
}
