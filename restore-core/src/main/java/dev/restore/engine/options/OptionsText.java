package dev.restore.engine.options;

import dev.restore.plan.Verify;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says in a few words what was asked for. Values of rows, such as defaults, are left out. */
public final class OptionsText {

    private OptionsText() {}

    /** Returns the mode and whatever else is not as it is by default, on one line. */
    public static String of(RestoreOptions options) {
        List<String> words = new ArrayList<>();
        words.add(lower(options.rows().mode()));
        if (options.mapping().schema() != null) {
            words.add("schema " + options.mapping().schema());
        }
        add(words, "only ", String.join(",", options.selection().only()));
        add(words, "except ", String.join(",", options.selection().except()));
        Safety safety = options.safety();
        int parallel = options.loading().parallel();
        add(words, "", safety.resumable() ? "resumable" : "");
        add(words, "parallel ", parallel > 1 ? String.valueOf(parallel) : "");
        add(words, "", safety.quick() ? "quick" : "");
        Verify verify = safety.verify();
        add(words, "verify ", verify == null ? "" : lower(verify));
        add(words, "", options.badRows().setAside() ? "bad rows rejected" : "");
        add(words, "", safety.safetyBackup() == null ? "" : "safety backup");
        return String.join(", ", words);
    }

    private static void add(List<String> words, String before, String word) {
        if (!word.isEmpty()) {
            words.add(before + word);
        }
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
