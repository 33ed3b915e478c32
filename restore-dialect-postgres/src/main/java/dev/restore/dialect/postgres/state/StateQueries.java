package dev.restore.dialect.postgres.state;

import dev.restore.catalog.Sequence;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.StateScope;
import dev.restore.dialect.postgres.catalog.Identifiers;
import dev.restore.dialect.standard.TableCopies;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Reads in one query what tells whether tables and sequences of PostgreSQL have changed.
 *
 * <p>The version of a table is a sum over its visible rows of a 64-bit hash of where a row version is and which transaction wrote it.
 * Each change of a row makes a version of another transaction, TRUNCATE and the rewriting of a table as well, and a row that goes takes
 * its part of the sum along; what is rolled back is not visible. Contents, and the settings by which they are shown, do not matter.
 */
final class StateQueries {

    private static final int VERSION_WITH_HASH_OF_TID = 14;

    private final String query;
    private final List<TableName> tables;
    private final List<TableName> sequences;
    private final Map<TableName, TableName> copies;
    private final String hash;

    private StateQueries(
            String query,
            List<TableName> tables,
            List<TableName> sequences,
            Map<TableName, TableName> copies,
            String hash) {
        this.query = query;
        this.tables = tables;
        this.sequences = sequences;
        this.copies = copies;
        this.hash = hash;
    }

    /**
     * What was read.
     *
     * @param tables the version of each table
     * @param columns how each table is declared, by its place in the scope; another one where it was made again
     * @param sequences where each sequence stands: its last value and whether that was handed out
     * @param declared how each sequence is declared
     * @param outside the foreign keys of tables outside
     * @param firing how many triggers and rules fire while rows are put back
     */
    record Read(
            Map<TableName, String> tables,
            String columns,
            Map<TableName, Position> sequences,
            String declared,
            String outside,
            long firing) {}

    /** Where a sequence stands. */
    record Position(long last, boolean called) {}

    static StateQueries of(Connection connection, StateScope scope, TableCopies copies, boolean replica)
            throws SQLException {
        String hash = connection.getMetaData().getDatabaseMajorVersion() >= VERSION_WITH_HASH_OF_TID
                ? "pg_catalog.hashtidextended(ctid, xmin::text::bigint)"
                : "pg_catalog.hashtextextended(ctid::text, xmin::text::bigint)";
        List<TableName> tables = scope.tables().stream().map(Table::name).toList();
        List<TableName> sequences =
                scope.sequences().stream().map(Sequence::name).distinct().toList();
        String tableIds = ids(connection, tables);
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < tables.size(); i++) {
            parts.add(version("t", i, tables.get(i), hash));
        }
        if (!tables.isEmpty()) {
            parts.add("SELECT 'c', 0, pg_catalog.count(*) || ' ' || pg_catalog.sum(pg_catalog.hashtextextended("
                    + "pg_catalog.concat_ws(',', attrelid, attname, atttypid, atttypmod, attnum, attnotnull, attgenerated), 0))"
                    + " FROM pg_catalog.pg_attribute WHERE attrelid IN (" + tableIds
                    + ") AND attnum > 0 AND NOT attisdropped");
            parts.add("SELECT 'f', 0, pg_catalog.count(*) || ' ' || pg_catalog.sum(oid::bigint)"
                    + " FROM pg_catalog.pg_constraint WHERE contype = 'f' AND confrelid IN (" + tableIds
                    + ") AND conrelid NOT IN (" + tableIds + ")");
            String states = replica ? "('A', 'R')" : "('O', 'A')";
            parts.add("SELECT 'a', 0, ((SELECT pg_catalog.count(*) FROM pg_catalog.pg_trigger WHERE tgrelid IN ("
                    + tableIds
                    + ") AND NOT tgisinternal AND tgenabled IN " + states
                    + ") + (SELECT pg_catalog.count(*) FROM pg_catalog.pg_rewrite WHERE ev_class IN (" + tableIds
                    + ") AND ev_type <> '1' AND ev_enabled IN " + states + "))::text");
        }
        for (int i = 0; i < sequences.size(); i++) {
            parts.add("SELECT 's', " + i + ", last_value || ' ' || is_called FROM "
                    + Identifiers.quoted(sequences.get(i)));
        }
        if (!sequences.isEmpty()) {
            parts.add("SELECT 'p', 0, pg_catalog.count(*) || ' ' || pg_catalog.sum(pg_catalog.hashtextextended("
                    + "pg_catalog.concat_ws(',', seqrelid, seqtypid, seqstart, seqincrement, seqmax, seqmin, seqcache, seqcycle), 0))"
                    + " FROM pg_catalog.pg_sequence WHERE seqrelid IN (" + ids(connection, sequences) + ")");
        }
        return new StateQueries(String.join(" UNION ALL ", parts), tables, sequences, copies.names(), hash);
    }

    private static String version(String tag, int place, TableName table, String hash) {
        return "SELECT '" + tag + "', " + place + ", pg_catalog.count(*) || ' ' || COALESCE(pg_catalog.sum(" + hash
                + "), 0) FROM ONLY " + Identifiers.quoted(table);
    }

    private static String ids(Connection connection, List<TableName> names) throws SQLException {
        if (names.isEmpty()) {
            return "0";
        }
        try (PreparedStatement statement = connection.prepareStatement(names.stream()
                        .map(name -> "SELECT " + Identifiers.literal(Identifiers.quoted(name))
                                + "::pg_catalog.regclass::pg_catalog.oid::bigint")
                        .collect(Collectors.joining(" UNION ALL ")));
                ResultSet row = statement.executeQuery()) {
            List<String> ids = new ArrayList<>();
            while (row.next()) {
                ids.add(row.getString(1));
            }
            return String.join(", ", ids);
        }
    }

    Read read(Connection connection) throws SQLException {
        Map<TableName, String> versions = new HashMap<>();
        Map<TableName, Position> positions = new HashMap<>();
        Map<String, String> single = new HashMap<>();
        if (!query.isEmpty()) {
            try (PreparedStatement statement = connection.prepareStatement(query);
                    ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    String text = Objects.requireNonNullElse(row.getString(3), "");
                    switch (row.getString(1)) {
                        case "t" -> versions.put(tables.get(row.getInt(2)), text);
                        case "s" -> positions.put(sequences.get(row.getInt(2)), position(text));
                        default -> single.put(row.getString(1), text);
                    }
                }
            }
        }
        return new Read(
                versions,
                single.getOrDefault("c", ""),
                positions,
                single.getOrDefault("p", ""),
                single.getOrDefault("f", ""),
                Long.parseLong(single.getOrDefault("a", "0")));
    }

    private static Position position(String text) {
        int space = text.indexOf(' ');
        return new Position(
                Long.parseLong(text.substring(0, space)),
                text.substring(space + 1).startsWith("t"));
    }

    /** Returns a query for the versions of tables and, after a {@code k}, of their copies. */
    String versions(Collection<TableName> of) {
        return IntStream.range(0, tables.size())
                .filter(i -> of.contains(tables.get(i)))
                .mapToObj(i -> version("t", i, tables.get(i), hash) + " UNION ALL "
                        + version("k", i, copies.getOrDefault(tables.get(i), tables.get(i)), hash))
                .collect(Collectors.joining(" UNION ALL "));
    }

    /** Returns the table at a place of the scope. */
    TableName table(int place) {
        return tables.get(place);
    }
}
