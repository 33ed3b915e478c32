package dev.restore.engine.session;

import java.sql.SQLException;

/** The database took rows without an error and did not store all of them. Its SQLSTATE is that of a refused row. */
public final class SwallowedException extends SQLException {

    private static final long serialVersionUID = 1L;

    public SwallowedException(long sent, long stored) {
        super(
                sent == 1
                        ? "the database took the row and did not store it: a trigger or a rule of the table swallows it"
                        : "the database stored " + stored + " of " + sent + " rows",
                "23000");
    }
}
