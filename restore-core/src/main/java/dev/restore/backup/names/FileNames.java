package dev.restore.backup.names;

import java.io.IOException;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Checks the names of files that will be created: each must mean one file within its directory, and another one than all others, on
 * every system that a backup may be restored on. The same names are refused when a backup is written and when it is restored.
 */
public final class FileNames {

    private static final Pattern DEVICE =
            Pattern.compile("(?i)(CON|PRN|AUX|NUL|CONIN\\$|CONOUT\\$|COM[0-9]|LPT[0-9])(\\..*)?");
    private static final Pattern CONTROL = Pattern.compile(".*[\\x00-\\x1f\\x7f].*", Pattern.DOTALL);
    private static final char REPLACEMENT = '\uFFFD';

    /** Paths of files and of the folders around them, by what they are where case does not matter. */
    private final Map<String, String> spelled = new HashMap<>();

    private final Map<String, Boolean> folders = new HashMap<>();

    /**
     * Takes the path of a file, with slashes.
     *
     * @throws IOException if it is none that can be created; the message begins with what the file is
     */
    public void accept(String path) throws IOException {
        if (path.isEmpty() || path.startsWith("/") || path.indexOf('\\') >= 0) {
            throw refused(path, "an absolute path or one with a backslash");
        }
        if (CONTROL.matcher(path).matches()) {
            throw refused(path, "control characters in its name");
        }
        if (path.indexOf(REPLACEMENT) >= 0) {
            throw refused(path, "a name that cannot be read in this locale (set LC_ALL=C.UTF-8)");
        }
        int from = 0;
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', from)) {
            segment(path, path.substring(from, slash));
            remember(path, path.substring(0, slash), true);
            from = slash + 1;
        }
        segment(path, path.substring(from));
        remember(path, path, false);
    }

    private static void segment(String path, String name) throws IOException {
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            throw refused(path, "a path with empty, . or .. parts");
        }
        if (DEVICE.matcher(name).matches()) {
            throw refused(path, "a name that is a device on Windows");
        }
        if (name.endsWith(".") || name.endsWith(" ")) {
            throw refused(path, "a name that ends with a dot or space");
        }
    }

    private void remember(String path, String part, boolean folder) throws IOException {
        String folded = Normalizer.normalize(part, Normalizer.Form.NFC)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
        String before = spelled.putIfAbsent(folded, part);
        if (before == null) {
            folders.put(folded, folder);
        } else if (!before.equals(part) || !folder || !Boolean.TRUE.equals(folders.get(folded))) {
            throw refused(path, "the same name as " + EntryNames.printable(before) + ", but for case");
        }
    }

    private static IOException refused(String path, String why) {
        return new IOException("holds a file with " + why + ": " + EntryNames.printable(path));
    }
}
