package dev.restore.dialect.postgres;

import dev.restore.catalog.Column;
import dev.restore.catalog.Sequence;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.Dialect.NextValue;
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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Moves sequences behind the rows of every table that draws from them. */
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
            return report(tables, outermost(statement, sequences), next(statement, sequences));
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
            Map<TableName, BigInteger> outermost = outermost(statement, sequences);
            Map<TableName, BigInteger> next = next(statement, sequences);
            move(statement, sequences, outermost, next);
            return report(tables, outermost, next(statement, sequences));
        }
    }

    /** Returns the value farthest in the direction of each sequence; nothing for a sequence without any. */
    private Map<TableName, BigInteger> outermost(Statement statement, Map<TableName, Sequence> sequences)
            throws SQLException {
        Map<TableName, Map<TableName, Column>> users = catalog.sequenceUsers();
        List<TableName> order = List.copyOf(sequences.keySet());
        List<String> queries = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            Sequence sequence = sequences.get(order.get(i));
            String aggregate = sequence != null && sequence.increment() < 0 ? "min" : "max";
            for (Map.Entry<TableName, Column> user :
                    users.getOrDefault(order.get(i), Map.of()).entrySet()) {
                if (catalog.catalog()
                        .table(user.getKey())
                        .filter(t -> t.kind().holdsRows())
                        .isPresent()) {
                    queries.add("SELECT " + i + " AS sequence, " + aggregate + "("
                            + Identifiers.quoted(user.getValue().name()) + ")::numeric AS value FROM "
                            + catalog.only(user.getKey()));
                }
            }
        }
        Map<TableName, BigInteger> outermost = new HashMap<>();
        try (ResultSet row = statement.executeQuery(String.join("\nUNION ALL ", queries))) {
            while (row.next()) {
                BigDecimal value = row.getBigDecimal(2);
                TableName name = order.get(row.getInt(1));
                Sequence sequence = sequences.get(name);
                if (value != null && sequence != null) {
                    boolean up = sequence.increment() > 0;
                    BigInteger whole = value.setScale(0, up ? RoundingMode.CEILING : RoundingMode.FLOOR)
                            .toBigInteger();
                    outermost.merge(name, whole, up ? BigInteger::max : BigInteger::min);
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
            Statement statement,
            Map<TableName, Sequence> sequences,
            Map<TableName, BigInteger> outermost,
            Map<TableName, BigInteger> next)
            throws SQLException {
        List<Sequence> behind = sequences.values().stream()
                .filter(sequence -> isBehind(sequence, outermost.get(sequence.name()), next.get(sequence.name())))
                .toList();
        if (behind.isEmpty()) {
            return;
        }
        Map<TableName, Boolean> owned = owned(statement, behind);
        List<String> restarts = new ArrayList<>();
        for (Sequence sequence : behind) {
            BigInteger wanted = outermost
                    .getOrDefault(sequence.name(), BigInteger.ZERO)
                    .add(BigInteger.valueOf(sequence.increment()));
            restarts.addAll(restart(sequence, wanted, owned.getOrDefault(sequence.name(), false)));
        }
        statement.execute(String.join(";\n", restarts));
    }

    private static boolean isBehind(Sequence sequence, @Nullable BigInteger outermost, @Nullable BigInteger next) {
        if (outermost == null || next == null) {
            return false;
        }
        // Rows on the far side of the start are none that the sequence will meet.
        return sequence.increment() > 0 ? next.compareTo(outermost) <= 0 : next.compareTo(outermost) >= 0;
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

    private static List<NextValue> report(
            List<Table> tables, Map<TableName, BigInteger> outermost, Map<TableName, BigInteger> next) {
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
                            !isBehind(sequence, outermost.get(sequence.name()), value),
                            isExhausted(sequence, value)));
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
