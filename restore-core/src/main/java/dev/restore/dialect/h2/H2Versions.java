package dev.restore.dialect.h2;

import dev.restore.catalog.Column;
import dev.restore.catalog.Sequence;
import dev.restore.catalog.TableName;
import dev.restore.dialect.StateScope;
import dev.restore.dialect.standard.TableCopies;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads what tells whether tables, sequences and identities of H2 have changed.
 *
 * <p>H2 gives a table another modification number whenever a transaction that has written to it commits or rolls back, and relies on
 * that itself when it gives the result of a query a second time. The numbers begin again when the database is opened again: a temporary
 * table, which is gone then, shows that.
 */
final class H2Versions {

    private static final String MARK = "opened";

    private final TableCopies copies;
    private final Set<TableName> tables;
    private final Set<TableName> sequences;
    /** Whether there is an identity to look for, which takes H2 longer than all else. */
    private final boolean numbered;

    private final String schemas;
    private final String ownSchemas;

    H2Versions(StateScope scope, TableCopies copies) {
        this.copies = copies;
        this.tables = scope.names();
        this.numbered = scope.tables().stream()
                .flatMap(table -> table.columns().stream())
                .anyMatch(column -> column.generation() == Column.Generation.IDENTITY_BY_DEFAULT
                        || column.generation() == Column.Generation.IDENTITY_ALWAYS);
        this.sequences = scope.sequences().stream().map(Sequence::name).collect(Collectors.toSet());
        Set<String> own = Stream.concat(tables.stream(), sequences.stream())
                .map(name -> Objects.requireNonNullElse(name.schema(), ""))
                .collect(Collectors.toCollection(TreeSet::new));
        this.ownSchemas = literals(own);
        Set<String> all = new TreeSet<>(own);
        all.add(copies.schema());
        this.schemas = literals(all);
    }

    /**
     * Where a sequence or identity stands.
     *
     * @param next the next number
     * @param increment the step
     */
    record Position(long next, long increment) {

        String restart(String set) {
            return " RESTART WITH " + next + set + " INCREMENT BY " + increment;
        }
    }

    /** An identity column. */
    record Identity(TableName table, String column) {}

    /**
     * What was read.
     *
     * @param tables the modification number of each table
     * @param copies that of each copy
     * @param opened whether the database has been open all the time
     */
    record Read(
            Map<TableName, Long> tables,
            Map<TableName, Long> copies,
            boolean opened,
            Map<Identity, Position> identities,
            Map<TableName, Position> sequences) {

        boolean sameTables(Read other) {
            return tables.equals(other.tables)
                    && identities.equals(other.identities)
                    && sequences.equals(other.sequences);
        }
    }

    String createMark() {
        return "CREATE GLOBAL TEMPORARY TABLE \"" + copies.schema() + "\".\"" + MARK + "\"(id INT)";
    }

    Read read(Connection connection) throws SQLException {
        Map<TableName, Long> versions = new HashMap<>();
        Map<TableName, Long> kept = new HashMap<>();
        Map<Identity, Position> identities = new LinkedHashMap<>();
        Map<TableName, Position> positions = new LinkedHashMap<>();
        boolean opened = false;
        Set<TableName> own = new HashSet<>(copies.names().values());
        try (Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery(
                    "SELECT TABLE_SCHEMA, TABLE_NAME, LAST_MODIFICATION FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA IN ("
                            + schemas + ")")) {
                while (row.next()) {
                    TableName name = new TableName(row.getString(1), row.getString(2));
                    if (tables.contains(name)) {
                        versions.put(name, row.getLong(3));
                    } else if (own.contains(name)) {
                        kept.put(name, row.getLong(3));
                    } else if (copies.schema().equals(name.schema())
                            && name.name().equals(MARK)) {
                        opened = true;
                    }
                }
            }
            if (numbered) {
                readIdentities(statement, identities);
            }
            if (!sequences.isEmpty()) {
                readSequences(statement, positions);
            }
        }
        return new Read(versions, kept, opened, identities, positions);
    }

    private void readIdentities(Statement statement, Map<Identity, Position> identities) throws SQLException {
        try (ResultSet row = statement.executeQuery(
                "SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, IDENTITY_BASE, IDENTITY_INCREMENT FROM"
                        + " INFORMATION_SCHEMA.COLUMNS WHERE IDENTITY_BASE IS NOT NULL AND TABLE_SCHEMA IN ("
                        + ownSchemas + ")")) {
            while (row.next()) {
                TableName name = new TableName(row.getString(1), row.getString(2));
                if (tables.contains(name)) {
                    identities.put(new Identity(name, row.getString(3)), new Position(row.getLong(4), row.getLong(5)));
                }
            }
        }
    }

    private void readSequences(Statement statement, Map<TableName, Position> positions) throws SQLException {
        try (ResultSet row = statement.executeQuery(
                "SELECT SEQUENCE_SCHEMA, SEQUENCE_NAME, BASE_VALUE, INCREMENT FROM INFORMATION_SCHEMA.SEQUENCES"
                        + " WHERE SEQUENCE_SCHEMA IN (" + ownSchemas + ")")) {
            while (row.next()) {
                TableName name = new TableName(row.getString(1), row.getString(2));
                if (sequences.contains(name)) {
                    positions.put(name, new Position(row.getLong(3), row.getLong(4)));
                }
            }
        }
    }

    /** Returns the columns of tables with their types, as text. */
    Map<TableName, String> columns(Connection connection, Collection<TableName> of) throws SQLException {
        Map<TableName, StringBuilder> found = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, DATA_TYPE, CHARACTER_MAXIMUM_LENGTH, NUMERIC_PRECISION,"
                                + " NUMERIC_SCALE, IS_NULLABLE, GENERATION_EXPRESSION FROM INFORMATION_SCHEMA.COLUMNS"
                                + " WHERE TABLE_NAME IN ("
                                + literals(
                                        of.stream().map(TableName::name).collect(Collectors.toCollection(TreeSet::new)))
                                + ") ORDER BY ORDINAL_POSITION")) {
            while (row.next()) {
                TableName name = new TableName(row.getString(1), row.getString(2));
                StringBuilder text = found.computeIfAbsent(name, key -> new StringBuilder());
                for (int i = 3; i <= 9; i++) {
                    text.append(row.getString(i)).append(',');
                }
                text.append('\n');
            }
        }
        Map<TableName, String> columns = new HashMap<>();
        of.forEach(name ->
                columns.put(name, found.getOrDefault(name, new StringBuilder()).toString()));
        return columns;
    }

    private static String literals(Collection<String> texts) {
        return texts.stream().map(text -> "'" + text.replace("'", "''") + "'").collect(Collectors.joining(", "));
    }
}
