package dev.restore.dialect.postgres.session;

import dev.restore.catalog.Column;
import dev.restore.catalog.Sequence;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.catalog.TypeFamily;
import dev.restore.dialect.NextValue;
import dev.restore.dialect.postgres.catalog.Identifiers;
import dev.restore.dialect.postgres.catalog.PostgresCatalog;
import dev.restore.dialect.postgres.catalog.PostgresCatalog.Drawing;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Moves sequences past the rows of every table that draws from them. */
final class Identities {

    private static final BigInteger ALMOST_NONE = BigInteger.valueOf(100);

    private final Connection connection;
    private final PostgresCatalog catalog;

    Identities(Connection connection, PostgresCatalog catalog) {
        this.connection = connection;
        this.catalog = catalog;
    }

    private static Map<TableName, Sequence> sequences(List<Table> tables) {
        Map<TableName, Sequence> sequences = new LinkedHashMap<>();
        for (Table table : tables) {
            for (Column column : table.columns()) {
                if (column.sequence() != null) {
                    sequences.put(column.sequence().name(), column.sequence());
                }
            }
        }
        return sequences;
    }

    /** Returns what the next rows would get, and moves nothing. */
    List<NextValue> next(List<Table> tables) throws SQLException {
        Map<TableName, Sequence> sequences = sequences(tables);
        if (sequences.isEmpty()) {
            return List.of();
        }
        try (Statement statement = connection.createStatement()) {
            // What a default makes of a number is of no interest here, and to find it out takes locks.
            Numbers numbers = numbers(statement, sequences, false);
            return report(tables, numbers, next(statement, sequences));
        }
    }

    /** Sets a sequence to the number that the next row gets. */
    void restart(Column column, BigInteger next) throws SQLException {
        Sequence sequence = column.sequence();
        if (sequence == null) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            boolean owned = owned(statement, List.of(sequence)).getOrDefault(sequence.name(), false);
            List<String> statements = new ArrayList<>(restart(sequence, next, owned));
            BigInteger last = next.subtract(BigInteger.valueOf(sequence.increment()));
            if (inRange(sequence, last) && inRange(sequence, next)) {
                // As it is after the last number was drawn, and not as it is before the first one.
                statements.add("SELECT pg_catalog.setval('"
                        + Identifiers.quoted(sequence.name()).replace("'", "''") + "', " + last + ", true)");
            }
            statement.execute(String.join(";\n", statements));
        }
    }

    private static boolean inRange(Sequence sequence, BigInteger number) {
        return number.compareTo(BigInteger.valueOf(sequence.minimum())) >= 0
                && number.compareTo(BigInteger.valueOf(sequence.maximum())) <= 0;
    }

    List<NextValue> restart(List<Table> tables) throws SQLException {
        Map<TableName, Sequence> sequences = sequences(tables);
        if (sequences.isEmpty()) {
            return List.of();
        }
        try (Statement statement = connection.createStatement()) {
            Numbers numbers = numbers(statement, sequences, true);
            Map<TableName, BigInteger> next = next(statement, sequences);
            move(statement, sequences, numbers, next);
            return report(tables, numbers, next(statement, sequences));
        }
    }

    /**
     * What is known of the numbers in the rows.
     *
     * @param outermost the number farthest in the direction of each sequence; nothing for a sequence without any
     * @param blocks how many numbers before the next one a program may take with it, where one draws from the sequence
     * @param doubts why others may be in use, by sequence
     */
    private record Numbers(
            Map<TableName, BigInteger> outermost, Map<TableName, BigInteger> blocks, Map<TableName, String> doubts) {

        boolean isBehind(Sequence sequence, @Nullable BigInteger next) {
            BigInteger last = outermost.get(sequence.name());
            if (last == null || next == null) {
                return false;
            }
            // Rows on the far side of the start are none that the sequence will meet.
            BigInteger block = blocks.getOrDefault(sequence.name(), BigInteger.ZERO);
            return sequence.increment() > 0
                    ? next.subtract(block).compareTo(last) <= 0
                    : next.add(block).compareTo(last) >= 0;
        }
    }

    /** Looks at every column that draws from one of the sequences. */
    private Numbers numbers(Statement statement, Map<TableName, Sequence> sequences, boolean tryDefaults)
            throws SQLException {
        Map<TableName, List<Drawing>> users = catalog.sequenceUsers();
        List<Sequence> order = List.copyOf(sequences.values());
        Map<TableName, BigInteger> blocks = new HashMap<>();
        Map<TableName, String> doubts = new HashMap<>();
        List<String> queries = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            Sequence sequence = order.get(i);
            for (Drawing user : users.getOrDefault(sequence.name(), List.of())) {
                if (user.column().drawnByProgram()) {
                    blocks.put(sequence.name(), BigInteger.valueOf(Math.abs(sequence.increment()) - 1));
                }
                boolean derived = PostgresCatalog.among(catalog.derived(), user.table(), user.column())
                        || user.column().type().family() == TypeFamily.TEXT;
                if (derived && !tryDefaults) {
                    continue;
                }
                Optional<String> number = derived
                        ? new TriedDefault(connection, user).number()
                        : Optional.of(Identifiers.quoted(user.column().name()));
                if (number.isEmpty()) {
                    doubts.put(
                            sequence.name(),
                            "what the default of " + user.table().name().name() + "."
                                    + user.column().name() + " makes of sequence "
                                    + sequence.name().name() + " cannot be told");
                    continue;
                }
                String aggregate = sequence.increment() < 0 ? "min" : "max";
                queries.add(
                        "SELECT " + i + " AS sequence, " + aggregate + "(" + number.get() + ")::numeric AS value FROM "
                                + catalog.only(user.table().name()));
            }
        }
        return new Numbers(outermost(statement, order, queries), blocks, doubts);
    }

    private static Map<TableName, BigInteger> outermost(Statement statement, List<Sequence> order, List<String> queries)
            throws SQLException {
        Map<TableName, BigInteger> outermost = new HashMap<>();
        if (queries.isEmpty()) {
            return outermost;
        }
        try (ResultSet row = statement.executeQuery(String.join("\nUNION ALL ", queries))) {
            while (row.next()) {
                BigDecimal value = row.getBigDecimal(2);
                Sequence sequence = order.get(row.getInt(1));
                if (value != null) {
                    boolean up = sequence.increment() > 0;
                    BigInteger whole = value.setScale(0, up ? RoundingMode.CEILING : RoundingMode.FLOOR)
                            .toBigInteger();
                    outermost.merge(sequence.name(), whole, up ? BigInteger::max : BigInteger::min);
                }
            }
        }
        return outermost;
    }

    private static Map<TableName, BigInteger> next(Statement statement, Map<TableName, Sequence> sequences)
            throws SQLException {
        List<Sequence> order = List.copyOf(sequences.values());
        List<String> queries = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            queries.add("SELECT " + i + ", last_value, is_called FROM "
                    + Identifiers.quoted(order.get(i).name()));
        }
        Map<TableName, BigInteger> next = new HashMap<>();
        try (ResultSet row = statement.executeQuery(String.join("\nUNION ALL ", queries))) {
            while (row.next()) {
                Sequence sequence = order.get(row.getInt(1));
                BigInteger last = BigInteger.valueOf(row.getLong(2));
                next.put(
                        sequence.name(), row.getBoolean(3) ? last.add(BigInteger.valueOf(sequence.increment())) : last);
            }
        }
        return next;
    }

    private void move(
            Statement statement, Map<TableName, Sequence> sequences, Numbers numbers, Map<TableName, BigInteger> next)
            throws SQLException {
        List<Sequence> after = sequences.values().stream()
                .filter(sequence -> numbers.isBehind(sequence, next.get(sequence.name())))
                .toList();
        if (after.isEmpty()) {
            return;
        }
        Map<TableName, Boolean> owned = owned(statement, after);
        List<String> restarts = new ArrayList<>();
        for (Sequence sequence : after) {
            // A whole step after the rows, so that a block of numbers that ends or begins there is free: Hibernate's
            // pooled
            // optimizers take increment numbers up to the one that they have drawn, or from it on.
            BigInteger wanted = numbers.outermost()
                    .getOrDefault(sequence.name(), BigInteger.ZERO)
                    .add(BigInteger.valueOf(sequence.increment()));
            restarts.addAll(restart(sequence, wanted, owned.getOrDefault(sequence.name(), false)));
        }
        statement.execute(String.join(";\n", restarts));
    }

    /**
     * RESTART is rolled back with the transaction and needs ownership; setval needs only UPDATE, and is rolled back only
     * after a RESTART in the same transaction.
     */
    private static List<String> restart(Sequence sequence, BigInteger wanted, boolean owned) {
        String name = Identifiers.quoted(sequence.name());
        BigInteger minimum = BigInteger.valueOf(sequence.minimum());
        BigInteger maximum = BigInteger.valueOf(sequence.maximum());
        boolean beyond = sequence.increment() > 0 ? wanted.compareTo(maximum) > 0 : wanted.compareTo(minimum) < 0;
        BigInteger value = wanted.max(minimum).min(maximum);
        List<String> statements = new ArrayList<>();
        if (owned) {
            statements.add("ALTER SEQUENCE " + name + " RESTART WITH " + value);
        }
        if (beyond || !owned) {
            // The last value is used up, so that the next call says that there is none left.
            statements.add(
                    "SELECT pg_catalog.setval('" + name.replace("'", "''") + "', " + value + ", " + beyond + ")");
        }
        return statements;
    }

    private static Map<TableName, Boolean> owned(Statement statement, List<Sequence> sequences) throws SQLException {
        String names = sequences.stream()
                .map(s -> "'" + Identifiers.quoted(s.name()).replace("'", "''") + "'::regclass")
                .collect(Collectors.joining(", "));
        Map<TableName, Boolean> owned = new HashMap<>();
        try (ResultSet row = statement.executeQuery(
                "SELECT n.nspname, c.relname, pg_catalog.pg_has_role(c.relowner, 'USAGE') FROM pg_catalog.pg_class c"
                        + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.oid IN (" + names + ")")) {
            while (row.next()) {
                owned.put(new TableName(row.getString(1), row.getString(2)), row.getBoolean(3));
            }
        }
        return owned;
    }

    private static List<NextValue> report(List<Table> tables, Numbers numbers, Map<TableName, BigInteger> next) {
        List<NextValue> values = new ArrayList<>();
        for (Table table : tables) {
            for (Column column : table.columns()) {
                Sequence sequence = column.sequence();
                BigInteger value = sequence == null ? null : next.get(sequence.name());
                if (sequence != null && value != null) {
                    values.add(new NextValue(
                            table,
                            column,
                            value,
                            !numbers.isBehind(sequence, value),
                            isExhausted(sequence, value),
                            numbers.doubts().get(sequence.name())));
                }
            }
        }
        return values;
    }

    private static boolean isExhausted(Sequence sequence, BigInteger next) {
        BigInteger step = BigInteger.valueOf(sequence.increment());
        BigInteger end = BigInteger.valueOf(step.signum() > 0 ? sequence.maximum() : sequence.minimum());
        BigInteger left = end.subtract(next);
        if (left.signum() * step.signum() < 0) {
            return true;
        }
        return left.divide(step).add(BigInteger.ONE).compareTo(ALMOST_NONE) < 0;
    }
}
