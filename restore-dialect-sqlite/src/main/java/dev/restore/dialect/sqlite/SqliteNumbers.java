package dev.restore.dialect.sqlite;

import dev.restore.catalog.Column;
import dev.restore.catalog.Table;
import dev.restore.dialect.NextValue;
import dev.restore.dialect.Numbering;
import dev.restore.dialect.standard.SqlDatabase;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The numbers that SQLite gives to new rows: the greatest row's plus one, or that of {@code sqlite_sequence}. */
final class SqliteNumbers implements Numbering {

    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger FEW = BigInteger.valueOf(100);

    private final SqlDatabase database;
    private final SqliteSchema schema;
    private final Connection connection;
    private final String sequences;

    SqliteNumbers(SqlDatabase database, SqliteSchema schema) {
        this.database = database;
        this.schema = schema;
        this.connection = database.connection();
        this.sequences = schema.quotedDatabase() + ".sqlite_sequence";
    }

    @Override
    public List<NextValue> moveBehindRows(List<Table> tables) throws SQLException {
        return each(tables, this::moveBehindRows);
    }

    @Override
    public List<NextValue> next(List<Table> tables) throws SQLException {
        return each(tables, this::next);
    }

    /** What is done to the column by which the rows of a table are numbered. */
    @FunctionalInterface
    private interface Step {
        NextValue of(Table table, Column column, boolean autoincrement) throws SQLException;
    }

    private List<NextValue> each(List<Table> tables, Step step) throws SQLException {
        List<NextValue> next = new ArrayList<>();
        for (Table table : tables) {
            TableTraits known = schema.traits(table);
            String alias = known == null ? null : known.rowidAlias();
            Column column = alias == null ? null : table.column(alias).orElse(null);
            if (known != null && column != null) {
                next.add(step.of(table, column, known.autoincrement()));
            }
        }
        return next;
    }

    private NextValue moveBehindRows(Table table, Column column, boolean autoincrement) throws SQLException {
        if (autoincrement) {
            moveSequence(table.name().name(), last(table, column));
        }
        return next(table, column, autoincrement);
    }

    private NextValue next(Table table, Column column, boolean autoincrement) throws SQLException {
        long start = last(table, column);
        if (autoincrement) {
            start = Math.max(start, sequence(table.name().name()));
        }
        BigInteger next = BigInteger.valueOf(start).add(BigInteger.ONE).max(BigInteger.ONE);
        BigInteger left = MOST.subtract(next).add(BigInteger.ONE);
        return new NextValue(table, column, next, left.signum() > 0, left.compareTo(FEW) < 0);
    }

    private long last(Table table, Column column) throws SQLException {
        return number(
                "SELECT COALESCE(MAX(" + database.quote(column.name()) + "), 0) FROM " + database.quote(table.name()));
    }

    /** Sets the number that the next row gets at least. A table whose numbers begin at the beginning has no line, as before its first row. */
    @Override
    public void restart(Table table, Column column, BigInteger next) throws SQLException {
        TableTraits known = schema.traits(table);
        if (known == null || !known.autoincrement()) {
            return;
        }
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM " + sequences + " WHERE name = ?")) {
            delete.setString(1, table.name().name());
            delete.executeUpdate();
        }
        moveSequence(
                table.name().name(), next.subtract(BigInteger.ONE).min(MOST).longValue());
    }

    private void moveSequence(String table, long last) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE " + sequences + " SET seq = ?1 WHERE name = ?2 AND seq < ?1")) {
            update.setLong(1, last);
            update.setString(2, table);
            update.executeUpdate();
        }
        String insert =
                "INSERT INTO " + sequences + " (name, seq) SELECT ?1, ?2 WHERE ?2 > 0 AND NOT EXISTS (SELECT 1 FROM "
                        + sequences + " WHERE name = ?1)";
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            statement.setString(1, table);
            statement.setLong(2, last);
            statement.executeUpdate();
        }
    }

    private long sequence(String table) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT COALESCE(MAX(seq), 0) FROM " + sequences + " WHERE name = ?1")) {
            select.setString(1, table);
            try (ResultSet result = select.executeQuery()) {
                return result.next() ? result.getLong(1) : 0;
            }
        }
    }

    private long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return result.next() ? result.getLong(1) : 0;
        }
    }
}
