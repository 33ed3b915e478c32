package dev.restore.examples.dialect.mariadb;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Column;
import dev.restore.catalog.Table;
import dev.restore.catalog.Trigger;
import dev.restore.catalog.Violation;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.ForeignKeyMeasure;
import dev.restore.dialect.LoadTarget;
import dev.restore.dialect.MessageRedaction;
import dev.restore.dialect.Obstacle;
import dev.restore.dialect.Scope;
import dev.restore.dialect.SessionSettings;
import dev.restore.dialect.standard.StandardSession;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One restore into MariaDB: strict, with a 0 in a numbered column as it is, and with foreign keys switched off for the session where
 * rows may come in any order. All of them are checked by queries before the commit, because switching them on again checks nothing.
 */
final class MariaDbSession extends StandardSession {

    private static final String KEEPS_VALUES = "STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION";
    private static final int CHECK_FAILED = 4025;
    private static final Pattern CHECK = Pattern.compile("CONSTRAINT `[^`]*` failed");

    private @Nullable String mode;
    private @Nullable String checks;

    MariaDbSession(Connection connection, SessionSettings settings) throws SQLException {
        super(connection, settings);
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
    public List<String> shortcomings(Scope scope) {
        return List.of();
    }

    @Override
    public List<Obstacle> triggerObstacles(Scope scope) {
        Set<Table> tables = new LinkedHashSet<>(scope.loaded());
        tables.addAll(scope.cleared());
        return tables.stream()
                .filter(table -> !table.triggers().isEmpty())
                .map(table -> new Obstacle(
                        table.name(),
                        "MariaDB cannot suppress the triggers of " + table.name() + " ("
                                + table.triggers().stream().map(Trigger::name).collect(Collectors.joining(", ")) + ")",
                        "drop them before it and create them again after it"))
                .toList();
    }

    /** Settings of a session take no part in its transaction, so that they may be made at any time. */
    @Override
    public void begin(Scope scope, ForeignKeyMeasure measure) throws SQLException {
        mode = setting("sql_mode");
        checks = setting("foreign_key_checks");
        execute("SET SESSION sql_mode = CONCAT(@@SESSION.sql_mode, '," + KEEPS_VALUES + "')");
        if (measure.kind() == ForeignKeyMeasure.Kind.SWITCH_OFF) {
            execute("SET SESSION foreign_key_checks = 0");
        }
        super.begin(scope, measure);
        if (!settings().callersTransaction()) {
            // Holds for one transaction only. Gaps between keys, which others load side by side, are not locked under
            // it.
            execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
        }
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

    /** DEFAULT would be 0 in a numbered column under this mode. */
    @Override
    protected String insert(LoadTarget target) {
        return target.columns().isEmpty()
                ? "INSERT INTO " + quote(target.table().name()) + " () VALUES ()"
                : super.insert(target);
    }

    @Override
    public List<Dialect.NextValue> nextValues(List<Table> tables) throws SQLException {
        List<Dialect.NextValue> next = new ArrayList<>();
        for (Table table : tables) {
            for (Column column : table.columns()) {
                if (column.generation() == Column.Generation.IDENTITY_BY_DEFAULT) {
                    next.add(next(table, column));
                }
            }
        }
        return next;
    }

    /** InnoDB goes on behind the greatest number that a row has brought. */
    @Override
    public List<Dialect.NextValue> restartIdentities(List<Table> tables) throws SQLException {
        return nextValues(tables);
    }

    private Dialect.NextValue next(Table table, Column column) throws SQLException {
        String name = quote(column.name());
        String sql =
                "SELECT COALESCE((SELECT auto_increment FROM information_schema.tables WHERE table_schema = DATABASE()"
                        + " AND table_name = ?), 1), COALESCE(MAX(" + name + "), 0) FROM " + quote(table.name());
        try (PreparedStatement statement = connection().prepareStatement(sql)) {
            statement.setString(1, table.name().name());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                BigInteger next = row.getBigDecimal(1).toBigInteger();
                BigInteger greatest = row.getBigDecimal(2).toBigInteger();
                return new Dialect.NextValue(table, column, next, next.compareTo(greatest) > 0, false);
            }
        }
    }

    /** The name of a constraint tells nothing of the row, and JDBC does not know it. */
    @Override
    public String message(SQLException failure, MessageRedaction redaction) {
        String said = String.valueOf(failure.getMessage());
        Matcher check = CHECK.matcher(said);
        return failure.getErrorCode() == CHECK_FAILED && check.find()
                ? check.group()
                : super.message(failure, redaction);
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
