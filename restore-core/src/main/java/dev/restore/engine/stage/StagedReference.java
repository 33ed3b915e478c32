package dev.restore.engine.stage;

import dev.restore.catalog.NaturalKey;
import dev.restore.plan.MergePlan.KeyReference;
import java.util.List;

/**
 * A reference of a staged table that may be written as a natural key.
 *
 * @param reference the reference
 * @param values the stage's columns for the key's values, in order
 */
public record StagedReference(KeyReference reference, List<String> values) {
    public StagedReference {
        values = List.copyOf(values);
    }

    /** Returns the values that the key is written with. */
    public List<NaturalKey.Value> keyValues() {
        return reference.key().values().orElseThrow();
    }
}
