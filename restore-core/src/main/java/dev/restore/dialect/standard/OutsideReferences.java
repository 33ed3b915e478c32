package dev.restore.dialect.standard;

import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.TableName;
import dev.restore.dialect.StateScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
                queries.put(key, orphans(key));
            }
        }
        return queries;
    }

    private String orphans(ForeignKey key) {
        List<String> notNull = new ArrayList<>();
        List<String> equal = new ArrayList<>();
        for (int i = 0; i < key.columns().size(); i++) {
            String column = "c." + names.quote(key.columns().get(i));
            notNull.add(column + " IS NOT NULL");
            equal.add("p." + names.quote(key.referencedColumns().get(i)) + " = " + column);
        }
        return "SELECT 1 FROM " + names.quote(key.table()) + " c WHERE " + String.join(" AND ", notNull)
                + " AND NOT EXISTS (SELECT 1 FROM " + names.quote(key.referencedTable()) + " p WHERE "
                + String.join(" AND ", equal) + ")";
    }
}
