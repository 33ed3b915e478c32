package dev.restore.dialect.standard;

import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.TableName;
import dev.restore.dialect.Obstacle;
import dev.restore.dialect.StateScope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The foreign keys by which tables outside a saved state refer to its rows. A value. */
public final class OutsideReferences {

    private final List<ForeignKey> keys;
    private final SqlNames names;

    /**
     * Finds them.
     *
     * @param names how the database writes names
     */
    public OutsideReferences(StateScope scope, SqlNames names) {
        this.keys = scope.fromOutside();
        this.names = names;
    }

    /**
     * Returns queries that give a row where a table outside refers to a row that is not there.
     *
     * @param changed the tables whose rows were put back
     */
    public Map<ForeignKey, String> orphans(Set<TableName> changed) {
        Map<ForeignKey, String> queries = new LinkedHashMap<>();
        for (ForeignKey key : keys) {
            if (changed.contains(key.referencedTable())
                    && !key.referencedColumns().isEmpty()) {
                queries.put(key, "SELECT 1 " + OrphanQueries.orphans(names, key));
            }
        }
        return queries;
    }

    /**
     * Looks for rows of tables outside that refer to rows that are not there.
     *
     * @param changed the tables whose rows were put back
     * @return why they cannot be put back, empty where there are no such rows
     */
    public List<Obstacle> broken(Statement statement, Set<TableName> changed) throws SQLException {
        for (Map.Entry<ForeignKey, String> query : orphans(changed).entrySet()) {
            try (ResultSet row = statement.executeQuery(query.getValue())) {
                if (row.next()) {
                    return List.of(
                            dangling(query.getKey().table(), query.getKey().describe()));
                }
            }
        }
        return List.of();
    }

    /**
     * Says that rows of a table outside refer to rows that are not there.
     *
     * @param key the foreign key in words
     */
    public static Obstacle dangling(@Nullable TableName table, String key) {
        return new Obstacle(
                table,
                "rows of " + key + " refer to rows that the saved state has not",
                "take the table into the state, by a wider scope");
    }
}
