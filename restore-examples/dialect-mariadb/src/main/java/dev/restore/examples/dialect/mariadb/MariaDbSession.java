package dev.restore.examples.dialect.mariadb;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Violation;
import dev.restore.dialect.Failures;
import dev.restore.dialect.ForeignKeyMeasure;
import dev.restore.dialect.Limitations;
import dev.restore.dialect.Numbering;
import dev.restore.dialect.Scope;
import dev.restore.dialect.SessionSettings;
import dev.restore.dialect.TriggerSuspension;
import dev.restore.dialect.standard.SqlDatabase;
import dev.restore.dialect.standard.SqlDatabase.Trust;
import dev.restore.dialect.standard.SqlSyntax;
import dev.restore.dialect.standard.SqlSyntax.EmptyRow;
import dev.restore.dialect.standard.StandardSession;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
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
        super(SqlDatabase.of(
                connection, settings, SqlSyntax.of(connection).emptyRow(EmptyRow.NO_VALUES), Trust.VALUES));
    }

    /** What JDBC tells, and the triggers. */
    @Override
    public Catalog catalog() throws SQLException {
        Catalog told = super.catalog();
        return new Catalog(
                told.defaultSchema(), MariaDbCatalog.of(connection()).complete(told.tables()), told.sequences());
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

    /** Everything that the standard session is not sure of is kept: InnoDB moves numbers by itself, and the driver ends waits. */
    @Override
    public Limitations limitations() {
        return new Limitations() {};
    }

    @Override
    public TriggerSuspension triggers() {
        return new MariaDbTriggers();
    }

    /** Settings of a session take no part in its transaction, so that they may be made at any time. */
    @Override
    public void begin(Scope scope, ForeignKeyMeasure measure) throws SQLException {
        mode = setting("sql_mode");
        checks = setting("foreign_key_checks");
        database().execute("SET SESSION sql_mode = CONCAT(@@SESSION.sql_mode, '," + KEEPS_VALUES + "')");
        if (measure.kind() == ForeignKeyMeasure.Kind.SWITCH_OFF) {
            database().execute("SET SESSION foreign_key_checks = 0");
        }
        super.begin(scope, measure);
        if (!settings().callersTransaction()) {
            // Holds for one transaction only. Gaps between keys, which others load side by side, are not locked under
            // it.
            database().execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
        }
    }

    @Override
    public List<Violation> resumeForeignKeys(Scope scope) throws SQLException {
        List<Violation> violations = super.resumeForeignKeys(scope);
        if (violations.isEmpty() && checks != null) {
            database().execute("SET SESSION foreign_key_checks = " + checks);
        }
        return violations;
    }

    @Override
    public Numbering numbering() {
        return new MariaDbNumbering(database());
    }

    @Override
    public Failures failures() {
        return new MariaDbFailures(database());
    }

    @Override
    public void close() throws SQLException {
        try {
            super.close();
        } finally {
            if (mode != null) {
                database().execute("SET SESSION sql_mode = '" + mode + "'");
                database().execute("SET SESSION foreign_key_checks = " + checks);
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
