package dev.restore.engine.batch;

import dev.restore.dialect.Fallback;

/** How a row is loaded, the fastest first; see {@link dev.restore.outcome.RowsByStrategy}. */
public enum LoadStrategy {
    BULK,
    PARTS,
    INSERT,
    TEXT;

    public static LoadStrategy of(Fallback fallback) {
        return switch (fallback) {
            case INSERT -> INSERT;
            case TEXT -> TEXT;
        };
    }
}
