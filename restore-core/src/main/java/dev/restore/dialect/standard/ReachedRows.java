package dev.restore.dialect.standard;

import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.TableName;
import dev.restore.dialect.ReachedColumn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The outer joins by which one query reads rows of a table and those that their foreign keys lead to. All that is read of a joined
 * table has a name of its own, so that the names of the table itself mean what they mean without joins, in a condition too. Used for
 * one query.
 */
public final class ReachedRows {

    private final UnaryOperator<String> quote;
    private final Function<TableName, String> from;
    private final Map<List<ForeignKey>, Joined> joined = new LinkedHashMap<>();

    /** A table as it is joined, and what is selected from it. */
    private record Joined(ForeignKey last, String name, Map<String, String> selected) {

        /** Returns the name of what is selected. */
        String select(String expression) {
            return selected.computeIfAbsent(expression, e -> name + "_" + (selected.size() + 1));
        }
    }

    /**
     * Creates joins of nothing.
     *
     * @param quote writes a name
     * @param from writes a table after FROM
     */
    public ReachedRows(UnaryOperator<String> quote, Function<TableName, String> from) {
        this.quote = quote;
        this.from = from;
    }

    /** Joins what a column needs, and returns the column as it may stand anywhere in the query. */
    public String column(ReachedColumn column) {
        return selected(column, quote.apply(column.column().name()));
    }

    /**
     * Joins what a column needs, and returns what is selected for it.
     *
     * @param expression what is selected for it from its own table
     */
    public String selected(ReachedColumn column, String expression) {
        return column.path().isEmpty()
                ? expression
                : quote.apply(join(column.path()).select(expression));
    }

    private Joined join(List<ForeignKey> path) {
        Joined known = joined.get(path);
        if (known != null) {
            return known;
        }
        List<ForeignKey> before = path.subList(0, path.size() - 1);
        if (!before.isEmpty()) {
            join(before);
        }
        Joined table = new Joined(path.get(path.size() - 1), "restore_" + (joined.size() + 1), new LinkedHashMap<>());
        joined.put(List.copyOf(path), table);
        return table;
    }

    /** Returns the joins, to stand after the table; called when everything has been selected. */
    public String joins() {
        Map<List<ForeignKey>, String> conditions = new LinkedHashMap<>();
        joined.forEach((path, table) -> conditions.put(path, condition(path, table)));
        StringBuilder sql = new StringBuilder();
        joined.forEach((path, table) -> {
            sql.append(" LEFT JOIN (SELECT ");
            String separator = "";
            for (Map.Entry<String, String> selected : table.selected().entrySet()) {
                sql.append(separator).append(selected.getKey()).append(" AS ").append(quote.apply(selected.getValue()));
                separator = ", ";
            }
            sql.append(" FROM ")
                    .append(from.apply(table.last().referencedTable()))
                    .append(") ")
                    .append(quote.apply(table.name()))
                    .append(" ON ")
                    .append(conditions.get(path));
        });
        return sql.toString();
    }

    /** The referenced column stands first: where values are alike by a collation, it is that of the key that they refer to. */
    private String condition(List<ForeignKey> path, Joined table) {
        ForeignKey key = table.last();
        List<ForeignKey> before = path.subList(0, path.size() - 1);
        StringBuilder sql = new StringBuilder();
        for (int i = 0; i < key.columns().size(); i++) {
            String referring = quote.apply(key.columns().get(i));
            sql.append(i == 0 ? "" : " AND ")
                    .append(quote.apply(
                            table.select(quote.apply(key.referencedColumns().get(i)))))
                    .append(" = ")
                    .append(
                            before.isEmpty()
                                    ? referring
                                    : quote.apply(join(before).select(referring)));
        }
        return sql.toString();
    }
}
