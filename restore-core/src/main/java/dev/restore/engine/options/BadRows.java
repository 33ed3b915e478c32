package dev.restore.engine.options;

import dev.restore.plan.RowErrors;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What happens to rows that cannot go in. Immutable.
 *
 * @param policy whether they end the run; by default {@link RowErrors#abort()}
 * @param directory where rejected rows are written, a directory that is created and must be empty; null, the default, for nowhere
 */
public record BadRows(RowErrors policy, @Nullable Path directory) {

    private static final BadRows DEFAULTS = new BadRows(RowErrors.abort(), null);

    public BadRows {
        Objects.requireNonNull(policy, "rowErrors");
    }

    /** Returns what lets the first bad row end the run. */
    public static BadRows defaults() {
        return DEFAULTS;
    }

    /** Sets {@link #policy}. */
    public BadRows policy(RowErrors value) {
        return new BadRows(value, directory);
    }

    /** Sets {@link #directory}. */
    public BadRows directory(@Nullable Path value) {
        return new BadRows(policy, value);
    }

    /** Returns whether bad rows are set aside, so that the first one does not end the run. */
    public boolean setAside() {
        return policy.rejects();
    }

    /** Returns whether bad rows are written down as they stand in the backup. */
    public boolean written() {
        return setAside() && directory != null;
    }
}
