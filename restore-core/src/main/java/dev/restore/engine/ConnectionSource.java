package dev.restore.engine;

import java.sql.Connection;
import java.sql.SQLException;

/** Gives a connection that the run closes in the end. */
@FunctionalInterface
public interface ConnectionSource {

    /** Opens or borrows a connection. */
    Connection connect() throws SQLException;
}
