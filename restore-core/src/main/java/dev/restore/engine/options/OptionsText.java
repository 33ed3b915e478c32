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
        words.add(lower(options.mode()));
        if (options.schema() != null) {
            words.add("schema " + options.schema());
        }
        add(words, "only ", options.only().isEmpty() ? "" : String.join(",", options.only()));
        add(words, "except ", options.except().isEmpty() ? "" : String.join(",", options.except()));
        add(words, "", options.resumable() ? "resumable" : "");
        add(words, "parallel ", options.parallel() > 1 ? String.valueOf(options.parallel()) : "");
        add(words, "", options.quick() ? "quick" : "");
        Verify verify = options.verify();
        add(words, "verify ", verify == null ? "" : lower(verify));
        add(words, "", options.rowErrors().rejects() ? "bad rows rejected" : "");
        add(words, "", options.safetyBackup() == null ? "" : "safety backup");
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
