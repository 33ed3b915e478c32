package dev.restore.engine.load;

import dev.restore.catalog.Violation;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.Scope;
import java.sql.SQLException;
import java.util.List;

/** Checks the foreign keys when all rows are in, and has what was dropped built again. */
public final class ForeignKeyCheck {

    private ForeignKeyCheck() {}

    /**
     * Returns what is broken.
     *
     * @throws GivenUpException when what was dropped cannot be built again, which not all rows allow
     */
    public static List<Violation> violations(Dialect.Session session, Scope scope) throws SQLException {
        try {
            return session.resumeForeignKeys(scope);
        } catch (SQLException e) {
            if (!scope.rebuilt().isEmpty()) {
                GivenUpException.throwIfRowsMayBeToBlame("what was dropped could not be built again", e, false);
            }
            throw e;
        }
    }
}
