package dev.restore.engine.planning;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Table;
import dev.restore.dialect.Scope;
import dev.restore.plan.Mode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which tables a safety backup holds, and what the way back touches. */
public final class SafetyScope {

    private SafetyScope() {}

    /** Returns what the way back from a restore touches: all that is in the safety backup is emptied and filled again. */
    static Scope wayBack(Scope scope, Mode mode) {
        List<Table> tables = List.copyOf(tables(scope, mode, Set.of()));
        return new Scope(scope.catalog(), tables, tables, 0);
    }

    /**
     * Everything that is emptied or gets rows, and what triggers say or were seen to change. Whoever goes back empties these tables, so that
     * the rows that refer to theirs must come back with them, unless they went with them.
     */
    public static Set<Table> tables(Scope scope, Mode mode, Set<Table> seen) {
        Catalog catalog = scope.catalog();
        Set<Table> tables = new LinkedHashSet<>(scope.loaded());
        tables.addAll(scope.cleared());
        Deque<Table> open = new ArrayDeque<>(scope.triggers().changed());
        open.addAll(seen);
        tables.addAll(open);
        if (mode != Mode.REPLACE) {
            open.addAll(tables);
        }
        while (!open.isEmpty()) {
            for (ForeignKey key : catalog.referencing(open.poll().name())) {
                catalog.table(key.table()).filter(tables::add).ifPresent(open::add);
            }
        }
        return tables;
    }
}
