package dev.restore.dialect.standard;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Column;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Key;
import dev.restore.catalog.Violation;
import dev.restore.dialect.LoadTarget;
import dev.restore.dialect.OnConflict;
import dev.restore.dialect.TableLoader;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * References that go in after their rows, because those they lead to may come later: from a table to itself, and on circles of
 * tables. The rows get null in their place, and the references are kept, in bounded memory, until all rows are in. Used by one
 * thread.
 */
final class LateReferences implements AutoCloseable {

    private final Set<ForeignKey> keys;
    private final Catalog catalog;
    private final SqlDatabase database;
    private final Map<ForeignKey, LateReference> late = new LinkedHashMap<>();

    /**
     * Creates an empty store.
     *
     * @param keys whose references go in late
     */
    LateReferences(Set<ForeignKey> keys, Catalog catalog, SqlDatabase database) {
        this.keys = Set.copyOf(keys);
        this.catalog = catalog;
        this.database = database;
    }

    /** Returns which of some foreign keys can be null at first: a primary key finds their rows again. */
    static List<ForeignKey> possible(Catalog catalog, List<ForeignKey> keys) {
        return keys.stream()
                .filter(key -> !key.referencedColumns().isEmpty())
                .filter(key -> !LateReference.nullable(catalog, key).isEmpty())
                .toList();
    }

    /**
     * Puts a loader after one that leaves the late references of its rows out, where there are any.
     *
     * @param loaders have opened it
     */
    TableLoader around(LoadTarget target, TableLoader loader, StandardLoaders loaders) throws SQLException {
        List<String> loaded = target.columns().stream().map(Column::name).toList();
        List<LateReference> concerned = new ArrayList<>();
        for (ForeignKey key : keys) {
            boolean own = key.table().equals(target.table().name());
            List<String> primary = target.table().primaryKey().map(Key::columns).orElse(List.of());
            OnConflict conflict = target.onConflict();
            // Where a row may be there under another primary key, the key that it meets is what they have in common.
            List<String> finding = conflict == null ? primary : conflict.key().columns();
            boolean refers = finding.stream().anyMatch(key.columns()::contains);
            if (own
                    && (conflict == null || !refers)
                    && loaded.containsAll(key.columns())
                    && loaded.containsAll(finding)) {
                LateReference known = late.get(key);
                if (known == null) {
                    boolean replaceable = conflict != null && conflict.action() == OnConflict.Action.UPDATE;
                    known = new LateReference(
                            key,
                            target.table(),
                            finding,
                            LateReference.nullable(catalog, key),
                            replaceable,
                            database,
                            loaders);
                    late.put(key, known);
                }
                concerned.add(known);
            }
        }
        return concerned.isEmpty() ? loader : new LateLoader(target, loader, concerned);
    }

    /** Sets all references, and returns those keys some of which lead to no row: these stay null. */
    List<Violation> settle() throws SQLException {
        List<Violation> violations = new ArrayList<>();
        for (LateReference reference : late.values()) {
            long orphans = reference.settle();
            if (orphans > 0) {
                violations.add(new Violation(reference.key(), orphans));
            }
        }
        return violations;
    }

    /** Forgets all references that were kept. */
    void forget() {
        late.values().forEach(LateReference::forget);
    }

    /** Returns the different references of a key that led to no row when they were last set. */
    List<List<String>> dangling(ForeignKey key) {
        LateReference reference = late.get(key);
        return reference == null ? List.of() : reference.dangling();
    }

    @Override
    public void close() throws SQLException {
        for (LateReference reference : late.values()) {
            reference.close();
        }
    }
}
