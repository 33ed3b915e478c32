package dev.restore.dialect.h2;

import dev.restore.catalog.Column;
import dev.restore.catalog.Sequence;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.catalog.TypeFamily;
import dev.restore.dialect.NextValue;
import dev.restore.dialect.NumberPattern;
import dev.restore.dialect.Numbering;
import dev.restore.dialect.SessionException;
import dev.restore.dialect.standard.SqlDatabase;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Identities and sequences of H2. */
final class H2Numbers implements Numbering {

    private static final BigInteger FEW = BigInteger.valueOf(100);

    /** H2 takes a result that it has seen for still valid after a RESTART, unless it could be another one each time. */
    private static final String ANEW = " AND RAND() < 2";

    private final SqlDatabase database;
    private final Connection connection;
    private final H2Schema schema;

    H2Numbers(SqlDatabase database, H2Schema schema) {
        this.database = database;
        this.connection = database.connection();
        this.schema = schema;
    }

    @Override
    public List<NextValue> moveBehindRows(List<Table> tables) throws SQLException {
        return each(tables, this::moveBehindRows);
    }

    @Override
    public List<NextValue> next(List<Table> tables) throws SQLException {
        return each(tables, this::next);
    }

    /** What is done to a column. */
    @FunctionalInterface
    private interface Step {
        NextValue of(Table table, Column column) throws SQLException;
    }

    private static List<NextValue> each(List<Table> tables, Step step) throws SQLException {
        List<NextValue> next = new ArrayList<>();
        for (Table table : tables) {
            for (Column column : table.numberedColumns()) {
                next.add(step.of(table, column));
            }
        }
        return next;
    }

    private NextValue moveBehindRows(Table table, Column column) throws SQLException {
        Generator generator = read(table, column);
        Rows rows = rows(table, column, generator);
        BigInteger last = rows.last();
        if (last != null && !generator.beyond(last)) {
            BigInteger next = generator.after(last);
            if (generator.allows(next)) {
                restart(table, column, next);
                generator = read(table, column, generator.block());
            }
        }
        return next(table, column, generator, rows);
    }

    private NextValue next(Table table, Column column) throws SQLException {
        Generator generator = read(table, column);
        return next(table, column, generator, rows(table, column, generator));
    }

    private static NextValue next(Table table, Column column, Generator generator, Rows rows) {
        BigInteger last = rows.last();
        return new NextValue(
                table,
                column,
                generator.next(),
                generator.allows(generator.next()) && (last == null || generator.beyond(last)),
                generator.left().compareTo(FEW) < 0,
                rows.doubt());
    }

    /**
     * What is known of the numbers in the rows.
     *
     * @param last the farthest in the direction of the sequence, null when there is none
     * @param doubt why there may be others
     */
    private record Rows(@Nullable BigInteger last, @Nullable String doubt) {}

    /** Looks at all columns that the same sequence numbers. */
    private Rows rows(Table table, Column column, Generator generator) throws SQLException {
        Sequence sequence = column.sequence();
        if (sequence == null) {
            return new Rows(farthest(table, number(column), generator.ascending()), null);
        }
        BigInteger last = null;
        String doubt = null;
        for (Table user : schema.catalog().tables()) {
            if (!user.kind().holdsRows()) {
                continue;
            }
            for (Column drawing : user.columns()) {
                if (drawing.sequence() == null || !drawing.sequence().name().equals(sequence.name())) {
                    continue;
                }
                Optional<String> number = drawing.type().family() == TypeFamily.TEXT
                        ? numberInText(user, drawing, sequence)
                        : Optional.of(number(drawing));
                if (number.isEmpty()) {
                    doubt = "what the default of " + user.name().name() + "." + drawing.name() + " makes of sequence "
                            + sequence.name().name() + " cannot be told";
                    continue;
                }
                BigInteger own = farthest(user, number.get(), generator.ascending());
                if (own != null) {
                    last = last == null ? own : generator.ascending() ? last.max(own) : last.min(own);
                }
            }
        }
        return new Rows(last, doubt);
    }

    private String number(Column column) {
        return database.quote(column.name());
    }

    /** Returns the expression for the number in a text that the column's default has made. */
    private Optional<String> numberInText(Table table, Column column, Sequence sequence) throws SQLException {
        List<BigInteger> samples = NumberPattern.samples(sequence);
        String expression = samples.isEmpty() ? null : defaultOf(table, column);
        if (expression == null) {
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            for (BigInteger sample : samples) {
                String tried = H2Catalog.NEXT_VALUE.matcher(expression).replaceAll("CAST(" + sample + " AS BIGINT)");
                try (ResultSet row = statement.executeQuery("SELECT CAST(" + tried + " AS VARCHAR)")) {
                    row.next();
                    texts.add(Objects.toString(row.getString(1), ""));
                }
            }
        } catch (SQLException e) {
            return Optional.empty();
        }
        String text = "CAST(" + database.quote(column.name()) + " AS VARCHAR)";
        return NumberPattern.of(samples, texts)
                .map(pattern -> "CASE WHEN REGEXP_LIKE(" + text + ", '" + literal(pattern.expression())
                        + "', 'c') THEN CAST(SUBSTRING(" + text + ", "
                        + (pattern.prefix().length() + 1)
                        + ", CHAR_LENGTH(" + text + ") - "
                        + (pattern.prefix().length() + pattern.suffix().length()) + ") AS NUMERIC(18)) END");
    }

    private static String literal(String text) {
        return text.replace("'", "''");
    }

    private @Nullable String defaultOf(Table table, Column column) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT COLUMN_DEFAULT FROM INFORMATION_SCHEMA.COLUMNS"
                        + " WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND COLUMN_NAME = ?")) {
            statement.setString(1, table.name().schema());
            statement.setString(2, table.name().name());
            statement.setString(3, column.name());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    private @Nullable BigInteger farthest(Table table, String number, boolean ascending) throws SQLException {
        String sql = "SELECT " + (ascending ? "MAX(" : "MIN(") + number + ") FROM " + database.quote(table.name());
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            BigDecimal value = result.next() ? result.getBigDecimal(1) : null;
            return value == null ? null : value.toBigInteger();
        }
    }

    @Override
    public void restart(Table table, Column column, BigInteger next) throws SQLException {
        Sequence sequence = column.sequence();
        String sql = sequence == null
                ? "ALTER TABLE " + database.quote(table.name()) + " ALTER COLUMN " + database.quote(column.name())
                : "ALTER SEQUENCE " + database.quote(sequence.name());
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql + " RESTART WITH " + next);
        }
    }

    private Generator read(Table table, Column column) throws SQLException {
        Sequence sequence = column.sequence();
        return read(table, column, sequence == null ? BigInteger.ZERO : block(sequence));
    }

    private BigInteger block(Sequence sequence) throws SQLException {
        boolean programs = schema.catalog().tables().stream()
                .flatMap(table -> table.columns().stream())
                .anyMatch(column -> column.drawnByProgram() && sequence.equals(column.sequence()));
        return programs ? BigInteger.valueOf(Math.abs(sequence.increment()) - 1) : BigInteger.ZERO;
    }

    private Generator read(Table table, Column column, BigInteger block) throws SQLException {
        Sequence sequence = column.sequence();
        String sql = sequence == null
                ? "SELECT IDENTITY_BASE, IDENTITY_INCREMENT, IDENTITY_MINIMUM, IDENTITY_MAXIMUM"
                        + " FROM INFORMATION_SCHEMA.COLUMNS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND COLUMN_NAME = ?"
                        + ANEW
                : "SELECT BASE_VALUE, INCREMENT, MINIMUM_VALUE, MAXIMUM_VALUE"
                        + " FROM INFORMATION_SCHEMA.SEQUENCES WHERE SEQUENCE_SCHEMA = ? AND SEQUENCE_NAME = ?" + ANEW;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            TableName name = sequence == null ? table.name() : sequence.name();
            statement.setString(1, name.schema());
            statement.setString(2, name.name());
            if (sequence == null) {
                statement.setString(3, column.name());
            }
            try (ResultSet result = statement.executeQuery()) {
                if (!result.next()) {
                    throw new SessionException(
                            "the numbers of column " + column.name() + " of table " + table.name() + " cannot be read");
                }
                return new Generator(
                        BigInteger.valueOf(result.getLong(1)),
                        BigInteger.valueOf(result.getLong(2)),
                        BigInteger.valueOf(result.getLong(3)),
                        BigInteger.valueOf(result.getLong(4)),
                        block);
            }
        }
    }

    /**
     * Where a generator stands.
     *
     * @param block how many numbers before the next one a program may take with it
     */
    private record Generator(
            BigInteger next, BigInteger increment, BigInteger minimum, BigInteger maximum, BigInteger block) {

        boolean ascending() {
            return increment.signum() > 0;
        }

        boolean beyond(BigInteger row) {
            return next.compareTo(withBlock(row)) * increment.signum() > 0;
        }

        private BigInteger withBlock(BigInteger row) {
            return ascending() ? row.add(block) : row.subtract(block);
        }

        boolean allows(BigInteger number) {
            return number.compareTo(minimum) >= 0 && number.compareTo(maximum) <= 0;
        }

        /** The first number of the generator's own steps that lies beyond a row. */
        BigInteger after(BigInteger row) {
            BigInteger steps = withBlock(row).subtract(next).divide(increment).add(BigInteger.ONE);
            return next.add(steps.multiply(increment));
        }

        BigInteger left() {
            BigInteger room = ascending() ? maximum.subtract(next) : next.subtract(minimum);
            return room.divide(increment.abs()).add(room.signum() < 0 ? BigInteger.ZERO : BigInteger.ONE);
        }
    }
}
