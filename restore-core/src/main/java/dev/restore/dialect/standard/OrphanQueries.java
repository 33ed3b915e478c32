package dev.restore.dialect.standard;

import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.TableName;
import dev.restore.catalog.Violation;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Looks for rows that refer to rows that are not there, in the SQL that all databases know. A row with a null among the referring
 * columns refers to none.
 */
final class OrphanQueries {

    private final Statements statements;
    private final Function<TableName, String> table;
    private final Function<String, String> column;

    /**
     * Creates one.
     *
     * @param table quotes the name of a table
     * @param column quotes the name of a column
     */
    OrphanQueries(Statements statements, Function<TableName, String> table, Function<String, String> column) {
        this.statements = statements;
        this.table = table;
        this.column = column;
    }

    /**
     * Returns those foreign keys that are broken.
     *
     * @param most how many may be asked about at once
     */
    List<Violation> violations(List<ForeignKey> keys, int most) throws SQLException {
        List<Long> rows = statements.numbers(keys.stream().map(this::count).toList(), most);
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
        String query = "SELECT 1 FROM " + table.apply(key.table()) + " c WHERE EXISTS (" + matching(key) + ")";
        return statements.count(query, (int) Math.min(limit, Integer.MAX_VALUE));
    }

    private List<List<String>> referring(ForeignKey key, String distinct, int limit) throws SQLException {
        String columns = key.columns().stream().map(c -> "c." + column.apply(c)).collect(Collectors.joining(", "));
        return statements.texts(
                "SELECT " + distinct + columns + " " + orphans(key),
                key.columns().size(),
                limit);
    }

    private String count(ForeignKey key) {
        return "SELECT COUNT(*) " + orphans(key);
    }

    private String orphans(ForeignKey key) {
        String notNull = key.columns().stream()
                .map(c -> "c." + column.apply(c) + " IS NOT NULL")
                .collect(Collectors.joining(" AND "));
        return "FROM " + table.apply(key.table()) + " c WHERE " + notNull
                + (key.referencedColumns().isEmpty() ? "" : " AND NOT EXISTS (" + matching(key) + ")");
    }

    private String matching(ForeignKey key) {
        StringBuilder sql = new StringBuilder("SELECT 1 FROM ")
                .append(table.apply(key.referencedTable()))
                .append(" p WHERE ");
        for (int i = 0; i < key.columns().size(); i++) {
            sql.append(i == 0 ? "" : " AND ")
                    .append("p.")
                    .append(column.apply(key.referencedColumns().get(i)))
                    .append(" = c.")
                    .append(column.apply(key.columns().get(i)));
        }
        return sql.toString();
    }
}
