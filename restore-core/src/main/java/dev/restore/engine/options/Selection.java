package dev.restore.engine.options;

import java.util.Collection;
import java.util.Set;

/**
 * What of a backup is restored. Immutable.
 *
 * @param only tables by their names in the backup; empty, the default, for all
 * @param except tables, or files by their names, that are left out; by default none
 */
public record Selection(Set<String> only, Set<String> except) {

    private static final Selection DEFAULTS = new Selection(Set.of(), Set.of());

    public Selection {
        only = InOrder.copy(only);
        except = InOrder.copy(except);
    }

    /** Returns all of the backup. */
    public static Selection defaults() {
        return DEFAULTS;
    }

    /** Adds to {@link #only}. */
    public Selection only(Collection<String> tables) {
        return new Selection(InOrder.with(only, tables), except);
    }

    /** Adds to {@link #except}. */
    public Selection except(Collection<String> tables) {
        return new Selection(only, InOrder.with(except, tables));
    }
}
