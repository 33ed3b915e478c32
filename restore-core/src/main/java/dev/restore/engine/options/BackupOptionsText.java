package dev.restore.engine.options;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says in a few words what a backup was asked to be. Conditions, which may hold values, and keys are left out. */
public final class BackupOptionsText {

    private BackupOptionsText() {}

    /** Returns the format and whatever else is not as it is by default, on one line. */
    public static String of(BackupOptions options) {
        List<String> words = new ArrayList<>();
        words.add(options.form().format().name().toLowerCase(Locale.ROOT));
        BackupSelection selection = options.selection();
        add(words, "schema ", selection.schema() == null ? "" : selection.schema());
        add(words, "only ", String.join(",", selection.only()));
        add(words, "except ", String.join(",", selection.except()));
        add(words, "conditions for ", String.join(",", selection.conditions().keySet()));
        add(words, "", options.form().encryption() == null ? "" : "encrypted");
        add(words, "", options.references().any() ? "natural keys" : "");
        add(words, "", options.files() == null ? "" : "with files");
        return String.join(", ", words);
    }

    private static void add(List<String> words, String before, String word) {
        if (!word.isEmpty()) {
            words.add(before + word);
        }
    }
}
