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
 * @param references how references are written
 * @param files a directory whose files go into the backup beside the rows; null, the default, for none
 */
public record BackupOptions(
        BackupSelection selection,
        BackupForm form,
        BackupReferences references,
        @Nullable Path files) {

    private static final BackupOptions DEFAULTS =
            new BackupOptions(BackupSelection.defaults(), BackupForm.defaults(), BackupReferences.defaults(), null);

    /**
     * Checks the groups against each other.
     *
     * @throws IllegalArgumentException if there are {@code files} and the format is not the library's own, or references are to be
     *     natural keys and the format does not say so of them
     */
    public BackupOptions {
        Objects.requireNonNull(selection, "selection");
        Objects.requireNonNull(form, "form");
        Objects.requireNonNull(references, "references");
        if (files != null && form.format() != BackupFormat.RESTORE) {
            throw new IllegalArgumentException(
                    "only the library's own format takes files; this one is " + form.format());
        }
        if (references.any() && form.format() == BackupFormat.TABLES) {
            throw new IllegalArgumentException(
                    "natural keys are written in the library's own format and in Django's only; this one is "
                            + form.format());
        }
    }

    /** Returns what applies when nothing is said. */
    public static BackupOptions defaults() {
        return DEFAULTS;
    }

    /** Changes {@link #selection}. */
    public BackupOptions selection(UnaryOperator<BackupSelection> change) {
        return new BackupOptions(change.apply(selection), form, references, files);
    }

    /** Changes {@link #form}. */
    public BackupOptions form(UnaryOperator<BackupForm> change) {
        return new BackupOptions(selection, change.apply(form), references, files);
    }

    /** Changes {@link #references}. */
    public BackupOptions references(UnaryOperator<BackupReferences> change) {
        return new BackupOptions(selection, form, change.apply(references), files);
    }

    /** Sets {@link #files}. */
    public BackupOptions files(Path directory) {
        return new BackupOptions(selection, form, references, directory);
    }
}
