package dev.restore.dialect.h2;

import dev.restore.dialect.Commits;
import dev.restore.dialect.standard.SqlDatabase;
import java.sql.SQLException;
import java.util.Optional;

/** Has H2 write a commit to its file at once. */
final class H2Commits implements Commits {

    private static final String ADMIN_RIGHTS_REQUIRED = "90040";

    private final SqlDatabase database;

    H2Commits(SqlDatabase database) {
        this.database = database;
    }

    @Override
    public Optional<String> committed() throws SQLException {
        if (database.settings().quick()) {
            return Optional.empty();
        }
        try {
            database.execute("CHECKPOINT SYNC");
            return Optional.empty();
        } catch (SQLException e) {
            if (ADMIN_RIGHTS_REQUIRED.equals(e.getSQLState())) {
                return Optional.of("it takes admin rights to have it written at once");
            }
            throw e;
        }
    }
}
