package dev.restore.engine.options;

import dev.restore.plan.Mode;
import dev.restore.plan.OrphanPolicy;
import dev.restore.plan.Verify;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** Finds options that cannot be meant together. What a single option may be is checked by its own group. */
public final class Contradictions {

    private Contradictions() {}

    /**
     * Returns options of which none contradicts another.
     *
     * @throws IllegalArgumentException if one does
     */
    public static RestoreOptions noneIn(RestoreOptions options) {
        Set<String> both = new LinkedHashSet<>(options.selection().only());
        both.retainAll(options.selection().except());
        refuse(!both.isEmpty(), "only and except both name " + both);
        refuse(
                options.badRows().directory() != null
                        && !options.badRows().setAside()
                        && options.merging().orphans() != OrphanPolicy.REJECT
                        && !options.merging().orphansOf().containsValue(OrphanPolicy.REJECT),
                "a rejects directory cannot be combined with ending at the first bad row");
        files(options.files(), options.rows());
        refuse(
                options.rows().mode() != Mode.REPLACE && options.rows().cascades(),
                "cascade cannot be combined with " + name(options.rows().mode()) + " mode, which empties nothing");
        refuse(
                options.rows().mode() != Mode.MERGE
                        && options.rows().mode() != Mode.AUTO
                        && !options.merging().existing().isEmpty(),
                "onMatch cannot be combined with " + name(options.rows().mode())
                        + " mode, which looks for no rows: use merge");
        refuse(
                options.rows().mode() != Mode.MERGE
                        && (options.merging().given() != null
                                || !options.merging().fresh().isEmpty()),
                "mappingFrom and freshKeys cannot be combined with "
                        + name(options.rows().mode()) + " mode, which maps no keys: use merge");
        safety(options.safety(), options.loading());
        refuse(
                options.rows().mode() != Mode.APPEND && options.rows().settlesConflicts(),
                "skipping or updating rows cannot be combined with "
                        + name(options.rows().mode())
                        + " mode"
                        + (options.rows().mode() == Mode.REPLACE
                                ? ", which empties the tables first: use append"
                                : ""));
        return options;
    }

    private static void files(AttachedFiles files, TargetRows rows) {
        refuse(files.directory() != null && files.leftOut(), "files and noFiles contradict each other");
        refuse(
                files.directory() != null && rows.mode() != Mode.REPLACE,
                "files cannot be combined with " + name(rows.mode())
                        + " mode: a directory is replaced as a whole, and the rows that stay may"
                        + " refer to files in it");
    }

    private static void safety(Safety safety, Loading loading) {
        refuse(
                loading.parallel() > 1 && !safety.resumable(),
                "parallel needs resumable: several connections cannot commit as one, so that a"
                        + " parallel restore is not all or nothing");
        refuse(safety.quick() && safety.resumable(), "quick contradicts resumable, which must outlast a crash");
        refuse(safety.quick() && safety.verify() == Verify.CONTENT, "quick contradicts the verification of content");
        refuse(
                safety.quick() && safety.safetyBackup() != null,
                "quick contradicts a safety backup: it is for databases that can simply be restored again");
    }

    private static String name(Mode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    private static void refuse(boolean contradiction, String message) {
        if (contradiction) {
            throw new IllegalArgumentException(message);
        }
    }
}
