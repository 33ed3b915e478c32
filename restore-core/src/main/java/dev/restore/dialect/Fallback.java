package dev.restore.dialect;

import dev.restore.catalog.TypeFamily;
import java.util.Set;

/** How a single row is tried again that the bulk loader refused, in this order. */
public enum Fallback {
    /** One INSERT of its own. */
    INSERT,
    /**
     * One INSERT of its own with values as the text that the backup holds, for the database to cast, wherever that means the
     * same. What the client refuses because the column would not keep it exactly never comes so far.
     */
    TEXT;

    private static final Set<TypeFamily> SAME_AS_TEXT = Set.of(
            TypeFamily.BOOLEAN,
            TypeFamily.INTEGER,
            TypeFamily.DECIMAL,
            TypeFamily.FLOAT,
            TypeFamily.UUID,
            TypeFamily.OTHER);

    /** Returns whether a value goes as the text that the backup holds: the database reads it as its own conversion would. */
    public boolean asText(TypeFamily family) {
        return this == TEXT && SAME_AS_TEXT.contains(family);
    }
}
