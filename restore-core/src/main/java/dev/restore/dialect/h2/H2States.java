package dev.restore.dialect.h2;

import dev.restore.dialect.SavedState;
import dev.restore.dialect.StateScope;
import dev.restore.dialect.TableStates;
import dev.restore.dialect.standard.TableCopies;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;

/** Saves the state of tables of H2 in copies within the database, which takes admin rights. */
final class H2States implements TableStates {

    private static final int ADMIN_RIGHTS_REQUIRED = 90040;
    private static final int NOT_ENOUGH_RIGHTS = 90096;
    private static final int MAX_TRIES = 3;

    @Override
    public Optional<SavedState> save(Connection connection, StateScope scope) throws SQLException {
        TableCopies copies = new TableCopies(scope, H2SavedState.NAMES, folded(connection, scope.name()), "FROM");
        try {
            return Optional.of(save(connection, scope, copies));
        } catch (SQLException e) {
            int code = e.getErrorCode();
            if (code == ADMIN_RIGHTS_REQUIRED || code == NOT_ENOUGH_RIGHTS) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static SavedState save(Connection connection, StateScope scope, TableCopies copies) throws SQLException {
        H2Versions reader = new H2Versions(scope, copies);
        for (int i = 1; ; i++) {
            H2Versions.Read before = reader.read(connection);
            try (Statement statement = connection.createStatement()) {
                statement.execute(copies.drop());
                statement.execute("CREATE SCHEMA \"" + copies.schema() + "\"");
                for (String sql : copies.create("CREATE TABLE")) {
                    statement.execute(sql);
                }
                statement.execute(reader.createMark());
            }
            H2Versions.Read after = reader.read(connection);
            if (after.sameTables(before)) {
                return new H2SavedState(scope, copies, reader, after, reader.columns(connection, scope.names()));
            }
            if (i == MAX_TRIES) {
                throw new SQLException("others write to the tables while their state is saved");
            }
        }
    }

    /** Unquoted names in the SQL of people would then mean the same schema. */
    private static String folded(Connection connection, String name) throws SQLException {
        return connection.getMetaData().storesUpperCaseIdentifiers() ? name.toUpperCase(Locale.ROOT) : name;
    }
}
