package dev.restore.engine.batch;

import dev.restore.dialect.Fallback;

/** The rungs of the fallback ladder, see {@link dev.restore.outcome.Rungs}. */
public enum Rung {
    BULK,
    PARTS,
    INSERT,
    TEXT;

    public static Rung of(Fallback fallback) {
        return switch (fallback) {
            case INSERT -> INSERT;
            case TEXT -> TEXT;
        };
    }
}
