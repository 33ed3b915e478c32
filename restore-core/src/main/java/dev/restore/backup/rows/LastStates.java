package dev.restore.backup.rows;

import java.util.BitSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which records of tables of changes are the last states of their rows, by their numbers. Safe for use by several threads. */
public final class LastStates {

    private static final LastStates NONE = new LastStates(Map.of());

    private final Map<String, BitSet> tables;

    LastStates(Map<String, BitSet> tables) {
        this.tables = Map.copyOf(tables);
    }

    /** Returns that of no table the last states are known. */
    public static LastStates none() {
        return NONE;
    }

    /** Returns whether no table is one of changes whose last states are known. */
    public boolean isEmpty() {
        return tables.isEmpty();
    }

    /** Returns the numbers of the records of a table that are last states, null where it is none of changes. Not to be changed. */
    @Nullable
    BitSet of(String table) {
        return tables.get(table);
    }
}
