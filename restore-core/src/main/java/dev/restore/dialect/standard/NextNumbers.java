package dev.restore.dialect.standard;

import dev.restore.catalog.Column;
import dev.restore.catalog.Column.Generation;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Key;
import dev.restore.catalog.Table;
import dev.restore.catalog.TypeFamily;
import dev.restore.dialect.NextValue;
import dev.restore.dialect.Numbering;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that the next insert gets a free number, in the SQL that is left where nothing is known of a database: a row is inserted
 * and rolled back, to see which number it gets; identities are restarted as the standard says, within the transaction only; sequences
 * are drawn from until they are past the rows.
 */
final class NextNumbers implements Numbering {

    private static final BigInteger UNKNOWN = BigInteger.ZERO;
    private static final long MAX_DRAWN = 50_000_000;
    private static final int MAX_DRAWINGS = 64;

    private final SqlDatabase database;
    private final Connection connection;

    NextNumbers(SqlDatabase database) {
        this.database = database;
        this.connection = database.connection();
    }

    @Override
    public List<NextValue> moveBehindRows(List<Table> tables) throws SQLException {
        List<NextValue> next = new ArrayList<>();
        for (Table table : tables) {
            for (Column column : table.numberedColumns()) {
                next.add(moveBehindRows(table, column));
            }
        }
        return next;
    }

    /** Moves the numbers of a column past its rows where they are not, and says what is known of the next one. */
    private NextValue moveBehindRows(Table table, Column column) throws SQLException {
        BigInteger greatest = greatest(table, column);
        if (greatest == null) {
            return new NextValue(table, column, UNKNOWN, true, false);
        }
        String source = defaultOf(table, column);
        if (column.generation() == Generation.NONE && source != null) {
            return drawn(table, column, source, greatest);
        }
        Optional<Boolean> free = nextIsFree(table, column, greatest);
        if (free.isPresent() && free.get()) {
            return new NextValue(table, column, greatest.add(BigInteger.ONE), true, false);
        }
        if (!database.capabilities().schemaChangesCommit()
                && restarts(table, column, greatest.add(BigInteger.ONE))
                && nextIsFree(table, column, greatest).orElse(true)) {
            return new NextValue(table, column, greatest.add(BigInteger.ONE), true, false);
        }
        String reason = free.isPresent()
                ? "the database goes on with a number that is taken, and only its own commands move it"
                : "this database has no way to ask";
        return doubtful(table, column, reason, greatest);
    }

    private static NextValue doubtful(Table table, Column column, String reason, BigInteger greatest) {
        return new NextValue(
                table,
                column,
                UNKNOWN,
                false,
                false,
                reason + "; see that it goes on after " + greatest + " before the next insert");
    }

    private @Nullable BigInteger greatest(Table table, Column column) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT MAX(" + database.quote(column.name()) + ") FROM " + database.quote(table.name()))) {
            BigDecimal greatest = row.next() ? row.getBigDecimal(1) : null;
            return greatest == null ? null : greatest.toBigInteger();
        }
    }

    private @Nullable String defaultOf(Table table, Column column) throws SQLException {
        try (ResultSet row = connection
                .getMetaData()
                .getColumns(
                        connection.getCatalog(),
                        table.name().schema(),
                        table.name().name(),
                        column.name())) {
            return row.next() ? row.getString("COLUMN_DEF") : null;
        }
    }

    /** Draws from the sequence of a default, as often as it takes. */
    private NextValue drawn(Table table, Column column, String source, BigInteger greatest) throws SQLException {
        BigInteger last = number("SELECT " + source);
        long drawn = 1;
        for (int i = 0; i < MAX_DRAWINGS && drawn < MAX_DRAWN && last.compareTo(greatest) < 0; i++) {
            BigInteger before = last;
            last = number("SELECT MAX(drawn) FROM (SELECT " + source + " AS drawn FROM " + database.quote(table.name())
                    + ") numbers");
            drawn += Math.max(1, last.subtract(before).longValue());
            if (last.compareTo(before) <= 0) {
                break;
            }
        }
        return last.compareTo(greatest) >= 0
                ? new NextValue(table, column, last.add(BigInteger.ONE), true, false)
                : doubtful(table, column, "its sequence is at " + last + " and cannot be set here", greatest);
    }

    private BigInteger number(String query) throws SQLException {
        return BigInteger.valueOf(database.number(query));
    }

    /** Inserts a copy of a row without its number, looks whether it got one beyond all others, and rolls that back. */
    private Optional<Boolean> nextIsFree(Table table, Column column, BigInteger greatest) throws SQLException {
        String copy = database.capabilities().savepoints() ? copy(table, column, greatest) : null;
        if (copy == null) {
            return Optional.empty();
        }
        Savepoint before = connection.setSavepoint();
        try {
            database.execute(copy);
            BigInteger after = greatest(table, column);
            return Optional.of(after != null && after.compareTo(greatest) > 0);
        } catch (SQLException e) {
            String state = e.getSQLState();
            return state != null && state.startsWith("23") ? Optional.of(false) : Optional.empty();
        } finally {
            connection.rollback(before);
        }
    }

    /** Returns the statement that inserts a copy, null where its other keys would be taken. */
    private @Nullable String copy(Table table, Column numbered, BigInteger greatest) {
        Set<String> unique = new HashSet<>();
        for (Key key : table.keys()) {
            unique.addAll(key.columns());
        }
        Set<String> referring = new HashSet<>();
        for (ForeignKey key : table.foreignKeys()) {
            referring.addAll(key.columns());
        }
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (Column column : table.columns()) {
            boolean left = column.equals(numbered)
                    || !column.insertable()
                    || (unique.contains(column.name()) && (column.nullable() || column.numbered()));
            if (left) {
                continue;
            }
            String name = database.quote(column.name());
            String value =
                    unique.contains(column.name()) && !referring.contains(column.name()) ? other(table, column) : name;
            if (value == null) {
                return null;
            }
            names.add(name);
            values.add(value);
        }
        String into = database.quote(table.name());
        if (names.isEmpty()) {
            return "INSERT INTO " + into + " (" + database.quote(numbered.name()) + ") VALUES (DEFAULT)";
        }
        return "INSERT INTO " + into + " (" + String.join(", ", names) + ") SELECT " + String.join(", ", values)
                + " FROM " + into + " WHERE " + database.quote(numbered.name()) + " = " + greatest;
    }

    /** Returns a value that no row is likely to have. */
    private @Nullable String other(Table table, Column column) {
        TypeFamily family = column.type().family();
        if (family == TypeFamily.TEXT) {
            String random = UUID.randomUUID().toString().replace("-", "");
            int size = column.type().size();
            return "'" + (size > 0 && size < random.length() ? random.substring(0, size) : random) + "'";
        }
        return family == TypeFamily.INTEGER || family == TypeFamily.DECIMAL
                ? "(SELECT MAX(" + database.quote(column.name()) + ") + 1 FROM " + database.quote(table.name()) + ")"
                : null;
    }

    private boolean restarts(Table table, Column column, BigInteger next) throws SQLException {
        Savepoint before = database.capabilities().savepoints() ? connection.setSavepoint() : null;
        if (before == null) {
            return false;
        }
        try {
            database.execute("ALTER TABLE " + database.quote(table.name()) + " ALTER COLUMN "
                    + database.quote(column.name()) + " RESTART WITH " + next);
            return true;
        } catch (SQLException e) {
            connection.rollback(before);
            return false;
        }
    }
}
