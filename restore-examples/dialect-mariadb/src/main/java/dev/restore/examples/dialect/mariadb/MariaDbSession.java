package dev.restore.examples.dialect.mariadb;

import dev.restore.catalog.Violation;
import dev.restore.dialect.ForeignKeyMeasure;
import dev.restore.dialect.Scope;
import dev.restore.dialect.SessionSettings;
import dev.restore.dialect.StandardSession;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One restore into MariaDB: strict, with a 0 in a numbered column as it is, and with foreign keys switched off for the session where
 * rows may come in any order. All of them are checked by queries before the commit, because switching them on again checks nothing.
 */
final class MariaDbSession extends StandardSession {

    private static final String KEEPS_VALUES = "STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION";

    private @Nullable String mode;
    private @Nullable String checks;

    MariaDbSession(Connection connection, SessionSettings settings) throws SQLException {
        super(connection, settings);
    }

    @Override
    public ForeignKeyMeasure foreignKeyMeasure(Scope scope) throws SQLException {
        ForeignKeyMeasure standard = super.foreignKeyMeasure(scope);
        if (standard.kind() == ForeignKeyMeasure.Kind.NONE) {
            return standard;
        }
        return new ForeignKeyMeasure(
                ForeignKeyMeasure.Kind.SWITCH_OFF,
                true,
                "MariaDB switches them off for a session, also in a transaction");
    }

    /** Settings of a session take no part in its transaction, so that they may be made at any time. */
    @Override
    public void begin(Scope scope, ForeignKeyMeasure measure) throws SQLException {
        mode = setting("sql_mode");
        checks = setting("foreign_key_checks");
        execute("SET SESSION sql_mode = '" + KEEPS_VALUES + "'");
        if (measure.kind() == ForeignKeyMeasure.Kind.SWITCH_OFF) {
            execute("SET SESSION foreign_key_checks = 0");
        }
        super.begin(scope, measure);
    }

    @Override
    public List<Violation> resumeForeignKeys(Scope scope) throws SQLException {
        List<Violation> violations = super.resumeForeignKeys(scope);
        if (violations.isEmpty() && checks != null) {
            execute("SET SESSION foreign_key_checks = " + checks);
        }
        return violations;
    }

    /** The mode of the restore is strict, whatever that of the connection is. */
    @Override
    public Optional<String> clipping() {
        return Optional.empty();
    }

    @Override
    protected boolean zeroDraws() {
        return false;
    }

    @Override
    public void close() throws SQLException {
        try {
            super.close();
        } finally {
            if (mode != null) {
                execute("SET SESSION sql_mode = '" + mode + "'");
                execute("SET SESSION foreign_key_checks = " + checks);
                mode = null;
            }
        }
    }

    private String setting(String name) throws SQLException {
        try (Statement statement = connection().createStatement();
                ResultSet row = statement.executeQuery("SELECT @@SESSION." + name)) {
            row.next();
            return row.getString(1);
        }
    }
}
