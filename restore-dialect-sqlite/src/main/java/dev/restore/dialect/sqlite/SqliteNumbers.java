package dev.restore.dialect.sqlite;

import dev.restore.catalog.Column;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.Dialect.NextValue;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Function;

/** The numbers that SQLite gives to new rows: the greatest row's plus one, or that of {@code sqlite_sequence}. */
final class SqliteNumbers {

    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger FEW = BigInteger.valueOf(100);

    private final Connection connection;
    private final String sequences;
    private final Function<String, String> quote;
    private final Function<TableName, String> quoteTable;

    SqliteNumbers(
            Connection connection,
            String database,
            Function<String, String> quote,
            Function<TableName, String> quoteTable) {
        this.connection = connection;
        this.sequences = database + ".sqlite_sequence";
        this.quote = quote;
        this.quoteTable = quoteTable;
    }

    NextValue moveBehindRows(Table table, Column column, boolean autoincrement) throws SQLException {
        if (autoincrement) {
            moveSequence(table.name().name(), last(table, column));
        }
        return next(table, column, autoincrement);
    }

    NextValue next(Table table, Column column, boolean autoincrement) throws SQLException {
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
                "SELECT COALESCE(MAX(" + quote.apply(column.name()) + "), 0) FROM " + quoteTable.apply(table.name()));
    }

    /** Sets the number that the next row gets at least. A table whose numbers begin at the beginning has no line, as before its first row. */
    void restart(Table table, BigInteger next) throws SQLException {
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
