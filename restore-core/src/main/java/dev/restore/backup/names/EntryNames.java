package dev.restore.backup.names;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the names of files in a backup say of them. Stateless. */
public final class EntryNames {

    /** The ending of the name of an encrypted package, after that of the package. */
    public static final String ENCRYPTED = ".age";

    /** The folders that may hold files beside the rows. */
    public static final List<String> FILES_FOLDERS = List.of("media", "files");

    private EntryNames() {}

    /** Returns a name without control characters and not too long, for messages. */
    public static String printable(String name) {
        String clean = name.replaceAll("\\p{Cntrl}", "?");
        return clean.length() <= 120 ? clean : clean.substring(0, 120) + "...";
    }

    /** Returns whether a path is one of those that file systems and packers leave behind. */
    public static boolean isClutter(String path) {
        for (String segment : path.split("/", -1)) {
            if (segment.startsWith(".")
                    || segment.equals("__MACOSX")
                    || segment.equals("@eaDir")
                    || segment.equalsIgnoreCase("Thumbs.db")
                    || segment.equalsIgnoreCase("desktop.ini")) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether a path among files of any kind is what packers and systems add by themselves. */
    public static boolean isPackersClutter(String path) {
        for (String segment : path.split("/", -1)) {
            if (segment.startsWith("._")
                    || segment.equals(".DS_Store")
                    || segment.equals("__MACOSX")
                    || segment.equals("@eaDir")) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether a file is hidden by its name, which otherwise is that of one with rows: no system or packer leaves those. */
    public static boolean isHiddenRowFile(String path) {
        String name = fileOf(path);
        return name.startsWith(".") && !name.startsWith("._") && isRowFile(path) && !isClutter(folderOf(path));
    }

    /** Returns a file's own name. */
    public static String fileOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Returns the folder that a file stands in, empty at the top. */
    public static String folderOf(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    /** Returns whether a file or folder stands in a folder that may hold files beside the rows. */
    public static boolean isBesideRows(String path) {
        return FILES_FOLDERS.stream()
                .anyMatch(folder -> path.startsWith(folder + "/") || path.contains("/" + folder + "/"));
    }

    /** Returns the table whose rows a file of a name holds, {@code users} for {@code users.json.gz}; null for a name of no such file. */
    public static @Nullable String tableOfFile(String name) {
        return isRowFile(name) ? tableOf(name) : null;
    }

    /** Returns the table that a file is called after, without endings such as {@code .json.gz}. */
    public static String tableOf(String path) {
        return TableFileNames.tableOf(withoutEndings(path));
    }

    private static String withoutEndings(String path) {
        String name = withoutCompression(fileOf(path));
        String lower = name.toLowerCase(Locale.ROOT);
        for (String ending : new String[] {".json", ".ndjson", ".jsonl"}) {
            if (lower.endsWith(ending) && lower.length() > ending.length()) {
                return name.substring(0, name.length() - ending.length());
            }
        }
        return name;
    }

    /** Returns whether a file is called like one that holds rows. */
    public static boolean isRowFile(String path) {
        String lower = withoutCompression(fileOf(path)).toLowerCase(Locale.ROOT);
        return lower.endsWith(".json") || isLineFile(path);
    }

    /** Returns whether a file is called like one that holds one row on each line. */
    public static boolean isLineFile(String path) {
        String lower = withoutCompression(fileOf(path)).toLowerCase(Locale.ROOT);
        return lower.endsWith(".ndjson") || lower.endsWith(".jsonl");
    }

    /** Returns whether a file is among names, by its path, its own name, or the table that it is called after. */
    public static boolean named(String path, String table, Set<String> names) {
        return names.contains(table) || names.contains(path) || names.contains(fileOf(path));
    }

    /** Returns the name of what is encrypted in a file of a name. */
    public static String withoutAge(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(EntryNames.ENCRYPTED)
                ? name.substring(0, name.length() - EntryNames.ENCRYPTED.length())
                : name;
    }

    /** Returns a file's name without the ending of a compression, if it has one. */
    private static String withoutCompression(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (String ending : new String[] {".gz", ".zst", ".xz", ".bz2", ".zstd"}) {
            if (lower.endsWith(ending)) {
                return name.substring(0, name.length() - ending.length());
            }
        }
        return name;
    }
}
