package dev.restore.dialect;

import dev.restore.catalog.Column;
import dev.restore.catalog.Sequence;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.Dialect.NextValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Identities and sequences of H2. */
final class H2Numbers {

    private static final BigInteger FEW = BigInteger.valueOf(100);

    private final Connection connection;
    private final Function<String, String> quote;
    private final Function<TableName, String> quoteTable;

    H2Numbers(Connection connection, Function<String, String> quote, Function<TableName, String> quoteTable) {
        this.connection = connection;
        this.quote = quote;
        this.quoteTable = quoteTable;
    }

    NextValue moveBehindRows(Table table, Column column) throws SQLException {
        Generator generator = read(table, column);
        BigInteger last = farthest(table, column, generator.ascending());
        if (last != null && !generator.beyond(last)) {
            BigInteger next = generator.after(last);
            if (generator.allows(next)) {
                restart(table, column, next);
                generator = read(table, column);
            }
        }
        return next(table, column, generator, last);
    }

    NextValue next(Table table, Column column) throws SQLException {
        Generator generator = read(table, column);
        return next(table, column, generator, farthest(table, column, generator.ascending()));
    }

    private static NextValue next(Table table, Column column, Generator generator, @Nullable BigInteger last) {
        return new NextValue(
                table,
                column,
                generator.next(),
                generator.allows(generator.next()) && (last == null || generator.beyond(last)),
                generator.left().compareTo(FEW) < 0);
    }

    private @Nullable BigInteger farthest(Table table, Column column, boolean ascending) throws SQLException {
        String sql = "SELECT " + (ascending ? "MAX(" : "MIN(") + quote.apply(column.name()) + ") FROM "
                + quoteTable.apply(table.name());
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            BigDecimal value = result.next() ? result.getBigDecimal(1) : null;
            return value == null ? null : value.toBigInteger();
        }
    }

    void restart(Table table, Column column, BigInteger next) throws SQLException {
        Sequence sequence = column.sequence();
        String sql = sequence == null
                ? "ALTER TABLE " + quoteTable.apply(table.name()) + " ALTER COLUMN " + quote.apply(column.name())
                : "ALTER SEQUENCE " + quoteTable.apply(sequence.name());
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql + " RESTART WITH " + next);
        }
    }

    private Generator read(Table table, Column column) throws SQLException {
        Sequence sequence = column.sequence();
        String sql = sequence == null
                ? "SELECT IDENTITY_BASE, IDENTITY_INCREMENT, IDENTITY_MINIMUM, IDENTITY_MAXIMUM"
                        + " FROM INFORMATION_SCHEMA.COLUMNS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND COLUMN_NAME = ?"
                : "SELECT BASE_VALUE, INCREMENT, MINIMUM_VALUE, MAXIMUM_VALUE"
                        + " FROM INFORMATION_SCHEMA.SEQUENCES WHERE SEQUENCE_SCHEMA = ? AND SEQUENCE_NAME = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            TableName name = sequence == null ? table.name() : sequence.name();
            statement.setString(1, name.schema());
            statement.setString(2, name.name());
            if (sequence == null) {
                statement.setString(3, column.name());
            }
            try (ResultSet result = statement.executeQuery()) {
                if (!result.next()) {
                    throw new SQLException(
                            "the numbers of column " + column.name() + " of table " + table.name() + " cannot be read");
                }
                return new Generator(
                        BigInteger.valueOf(result.getLong(1)),
                        BigInteger.valueOf(result.getLong(2)),
                        BigInteger.valueOf(result.getLong(3)),
                        BigInteger.valueOf(result.getLong(4)));
            }
        }
    }

    /** Where a generator stands. */
    private record Generator(BigInteger next, BigInteger increment, BigInteger minimum, BigInteger maximum) {

        boolean ascending() {
            return increment.signum() > 0;
        }

        boolean beyond(BigInteger row) {
            return next.compareTo(row) * increment.signum() > 0;
        }

        boolean allows(BigInteger number) {
            return number.compareTo(minimum) >= 0 && number.compareTo(maximum) <= 0;
        }

        /** The first number of the generator's own steps that lies beyond a row. */
        BigInteger after(BigInteger row) {
            BigInteger steps = row.subtract(next).divide(increment).add(BigInteger.ONE);
            return next.add(steps.multiply(increment));
        }

        BigInteger left() {
            BigInteger room = ascending() ? maximum.subtract(next) : next.subtract(minimum);
            return room.divide(increment.abs()).add(room.signum() < 0 ? BigInteger.ZERO : BigInteger.ONE);
        }
    }
}
