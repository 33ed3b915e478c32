package dev.restore.engine;

import dev.restore.dialect.Fallback;

/** The rungs of the fallback ladder, see {@link dev.restore.outcome.Rungs}. */
enum Rung {
    BULK,
    PARTS,
    INSERT,
    TEXT;

    static Rung of(Fallback fallback) {
        return switch (fallback) {
            case INSERT -> INSERT;
            case TEXT -> TEXT;
        };
    }
}
