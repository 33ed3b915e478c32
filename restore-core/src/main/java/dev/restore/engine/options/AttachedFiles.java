package dev.restore.engine.options;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What happens to the files that a backup holds beside its rows. Immutable.
 *
 * @param directory the directory that they will be; null, the default, for not restoring them
 * @param leftOut whether they are left out on purpose; otherwise, the default, a warning says that they are
 */
public record AttachedFiles(@Nullable Path directory, boolean leftOut) {

    private static final AttachedFiles DEFAULTS = new AttachedFiles(null, false);

    /** Returns what leaves files out and says so. */
    public static AttachedFiles defaults() {
        return DEFAULTS;
    }

    /** Sets {@link #directory}. */
    public AttachedFiles directory(Path value) {
        return new AttachedFiles(value, leftOut);
    }

    /** Sets {@link #leftOut}. */
    public AttachedFiles leftOut(boolean value) {
        return new AttachedFiles(directory, value);
    }
}
