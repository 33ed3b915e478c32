package dev.restore.dialect.postgres.session;

import dev.restore.catalog.Sequence;
import dev.restore.catalog.TypeFamily;
import dev.restore.dialect.NumberPattern;
import dev.restore.dialect.postgres.catalog.Identifiers;
import dev.restore.dialect.postgres.catalog.PostgresCatalog.Drawing;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what a default makes of the numbers of its sequence by trying it on a few, whatever functions it calls. All of that is
 * rolled back: a sequence that was restarted in a transaction goes back with it.
 */
final class TriedDefault {

    private final Connection connection;
    private final Drawing drawing;

    TriedDefault(Connection connection, Drawing drawing) {
        this.connection = connection;
        this.drawing = drawing;
    }

    /** Returns the expression for the number that a value of the column was made of, empty where that cannot be told. */
    Optional<String> number() throws SQLException {
        Sequence sequence = Objects.requireNonNull(drawing.column().sequence());
        List<BigInteger> samples = NumberPattern.samples(sequence);
        String expression = samples.isEmpty() || connection.getAutoCommit() ? null : expression();
        if (expression == null) {
            return Optional.empty();
        }
        List<String> values = new ArrayList<>();
        Savepoint before = connection.setSavepoint();
        try (Statement statement = connection.createStatement()) {
            for (BigInteger sample : samples) {
                statement.execute("ALTER SEQUENCE " + Identifiers.quoted(sequence.name()) + " RESTART WITH " + sample);
                try (ResultSet row = statement.executeQuery("SELECT (" + expression + ")::text")) {
                    row.next();
                    values.add(Objects.toString(row.getString(1), ""));
                }
            }
        } catch (SQLException e) {
            values.clear();
        } finally {
            connection.rollback(before);
            connection.releaseSavepoint(before);
        }
        if (values.size() < samples.size()) {
            return Optional.empty();
        }
        String column = Identifiers.quoted(drawing.column().name());
        return drawing.column().type().family() == TypeFamily.TEXT
                ? NumberPattern.of(samples, values)
                        .map(pattern -> "pg_catalog.substring(" + column + "::text, "
                                + Identifiers.literal(pattern.expression()) + ")::numeric")
                : offset(samples, values).map(offset -> column + "::numeric - (" + offset + ")");
    }

    private @Nullable String expression() throws SQLException {
        String query = """
                SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid)
                FROM pg_catalog.pg_attrdef d
                JOIN pg_catalog.pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
                WHERE d.adrelid = ?::regclass AND a.attname = ?
                """;
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, Identifiers.quoted(drawing.table().name()));
            statement.setString(2, drawing.column().name());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    /**
     * Returns by how much the values are greater than their numbers; 0 where they grow faster than the numbers, so that a number
     * after all values makes a greater one.
     */
    private static Optional<BigInteger> offset(List<BigInteger> samples, List<String> values) {
        List<BigInteger> offsets = new ArrayList<>();
        try {
            for (int i = 0; i < samples.size(); i++) {
                offsets.add(new BigDecimal(values.get(i)).toBigIntegerExact().subtract(samples.get(i)));
            }
        } catch (ArithmeticException | NumberFormatException e) {
            return Optional.empty();
        }
        if (offsets.stream().distinct().count() == 1) {
            return Optional.of(offsets.get(0));
        }
        for (int i = 0; i < offsets.size(); i++) {
            if (offsets.get(i).signum() < 0 || (i > 0 && offsets.get(i).compareTo(offsets.get(i - 1)) < 0)) {
                return Optional.empty();
            }
        }
        return Optional.of(BigInteger.ZERO);
    }
}
