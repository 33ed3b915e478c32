package dev.restore.engine.options;

import dev.restore.dialect.standard.StandardDialect;
import dev.restore.plan.SafetyBackup;
import dev.restore.plan.Verify;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is done so that nothing is lost: by the restore, by a crash, or of what was there before. Immutable.
 *
 * @param verify what is verified before the commit; null, the default, for {@link Verify#COUNTS}, or {@link Verify#CONTENT} where no
 *     dialect knows the database
 * @param resumable whether the run commits as it goes and can be continued when it ended too early; by default not
 * @param quick whether less is done for the durability of a run whose backup can simply be restored again; by default not
 * @param safetyBackup where the rows that the restore will delete or change are written first; null, the default, for nowhere
 */
public record Safety(
        @Nullable Verify verify,
        boolean resumable,
        boolean quick,
        @Nullable SafetyBackup safetyBackup) {

    private static final Safety DEFAULTS = new Safety(null, false, false, null);

    /** Returns what makes a restore all or nothing, and durable when it is over. */
    public static Safety defaults() {
        return DEFAULTS;
    }

    /** Sets {@link #verify}. */
    public Safety verify(Verify value) {
        return new Safety(Objects.requireNonNull(value, "verify"), resumable, quick, safetyBackup);
    }

    /** Sets {@link #resumable}. */
    public Safety resumable(boolean value) {
        return new Safety(verify, value, quick, safetyBackup);
    }

    /** Sets {@link #quick}. */
    public Safety quick(boolean value) {
        return new Safety(verify, resumable, value, safetyBackup);
    }

    /** Sets {@link #safetyBackup}. */
    public Safety safetyBackup(SafetyBackup value) {
        return new Safety(verify, resumable, quick, value);
    }

    /**
     * Returns what is verified on a database.
     *
     * @param dialect the id of the dialect that takes it
     */
    public Verify verifyOn(String dialect) {
        if (verify != null) {
            return verify;
        }
        return dialect.equals(StandardDialect.ID) && !quick ? Verify.CONTENT : Verify.COUNTS;
    }
}
