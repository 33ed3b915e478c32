package dev.restore.engine.options;

import dev.restore.plan.Triggers;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of triggers and sequences of the target when rows come. Immutable.
 *
 * @param triggers whether the triggers of the tables fire for what the restore does to them; null, the default, for what suits the
 *     backup: they fire, except for a safety backup in replace mode where they can be suppressed
 * @param sequences the sequences that number columns which do not own them, by {@code table.column} of the target
 */
public record TargetObjects(@Nullable Triggers triggers, Map<String, String> sequences) {

    private static final TargetObjects DEFAULTS = new TargetObjects(null, Map.of());

    public TargetObjects {
        sequences = InOrder.copy(sequences);
    }

    /** Returns what suits the backup, and the sequences that the catalog shows. */
    public static TargetObjects defaults() {
        return DEFAULTS;
    }

    /** Sets {@link #triggers}. */
    public TargetObjects triggers(Triggers value) {
        return new TargetObjects(value, sequences);
    }

    /** Adds to {@link #sequences}. */
    public TargetObjects sequence(String sequence, String table, String column) {
        return new TargetObjects(triggers, InOrder.with(sequences, table + "." + column, sequence));
    }
}
