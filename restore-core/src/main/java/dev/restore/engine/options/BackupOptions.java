package dev.restore.engine.options;

import dev.restore.plan.BackupFormat;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the caller asks of a backup, in groups. Immutable.
 *
 * @param selection which rows are written
 * @param form in what form
 * @param files a directory whose files go into the backup beside the rows; null, the default, for none
 */
public record BackupOptions(
        BackupSelection selection,
        BackupForm form,
        @Nullable Path files) {

    private static final BackupOptions DEFAULTS =
            new BackupOptions(BackupSelection.defaults(), BackupForm.defaults(), null);

    /**
     * Checks the groups against each other.
     *
     * @throws IllegalArgumentException if there are {@code files} and the format is not the library's own
     */
    public BackupOptions {
        Objects.requireNonNull(selection, "selection");
        Objects.requireNonNull(form, "form");
        if (files != null && form.format() != BackupFormat.RESTORE) {
            throw new IllegalArgumentException(
                    "only the library's own format takes files; this one is " + form.format());
        }
    }

    /** Returns what applies when nothing is said. */
    public static BackupOptions defaults() {
        return DEFAULTS;
    }

    /** Changes {@link #selection}. */
    public BackupOptions selection(UnaryOperator<BackupSelection> change) {
        return new BackupOptions(change.apply(selection), form, files);
    }

    /** Changes {@link #form}. */
    public BackupOptions form(UnaryOperator<BackupForm> change) {
        return new BackupOptions(selection, change.apply(form), files);
    }

    /** Sets {@link #files}. */
    public BackupOptions files(Path directory) {
        return new BackupOptions(selection, form, directory);
    }
}
