package dev.restore.dialect.standard;

import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Violation;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Looks for rows that refer to rows that are not there, in the SQL that all databases know. A row with a null among the referring
 * columns refers to none.
 */
final class OrphanQueries {

    private final SqlDatabase database;

    OrphanQueries(SqlDatabase database) {
        this.database = database;
    }

    /** Returns those foreign keys that are broken. */
    List<Violation> violations(List<ForeignKey> keys) throws SQLException {
        List<Long> rows = database.numbers(keys.stream().map(this::count).toList());
        List<Violation> violations = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i) > 0) {
                violations.add(new Violation(keys.get(i), rows.get(i)));
            }
        }
        return violations;
    }

    /** Returns the different values that lead nowhere, as text. */
    List<List<String>> dangling(ForeignKey key, int limit) throws SQLException {
        return referring(key, "DISTINCT ", limit);
    }

    /** Returns how many rows do refer to one that is there, counted up to a limit. */
    long countReferring(ForeignKey key, long limit) throws SQLException {
        if (key.referencedColumns().isEmpty() || limit <= 0) {
            return 0;
        }
        String query = "SELECT 1 FROM " + database.quote(key.table()) + " c WHERE EXISTS ("
                + matching(database.names(), key) + ")";
        return database.count(query, (int) Math.min(limit, Integer.MAX_VALUE));
    }

    private List<List<String>> referring(ForeignKey key, String distinct, int limit) throws SQLException {
        String columns =
                key.columns().stream().map(c -> "c." + database.quote(c)).collect(Collectors.joining(", "));
        return database.texts(
                "SELECT " + distinct + columns + " " + orphans(database.names(), key),
                key.columns().size(),
                limit);
    }

    private String count(ForeignKey key) {
        return "SELECT COUNT(*) " + orphans(database.names(), key);
    }

    /** Returns the end of a query for the rows, called {@code c}, whose references lead nowhere. */
    static String orphans(SqlNames names, ForeignKey key) {
        String notNull = key.columns().stream()
                .map(c -> "c." + names.quote(c) + " IS NOT NULL")
                .collect(Collectors.joining(" AND "));
        return "FROM " + names.quote(key.table()) + " c WHERE " + notNull
                + (key.referencedColumns().isEmpty() ? "" : " AND NOT EXISTS (" + matching(names, key) + ")");
    }

    private static String matching(SqlNames names, ForeignKey key) {
        StringBuilder sql = new StringBuilder("SELECT 1 FROM ")
                .append(names.quote(key.referencedTable()))
                .append(" p WHERE ");
        for (int i = 0; i < key.columns().size(); i++) {
            sql.append(i == 0 ? "" : " AND ")
                    .append("p.")
                    .append(names.quote(key.referencedColumns().get(i)))
                    .append(" = c.")
                    .append(names.quote(key.columns().get(i)));
        }
        return sql.toString();
    }
}
