package dev.restore.backup;

import java.io.IOException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Checks the names of files in one package: names that could reach outside are the mark of a hostile one. */
final class EntryNames {

    private final ReadLimits limits;
    private final Set<String> seen = new HashSet<>();

    EntryNames(ReadLimits limits) {
        this.limits = limits;
    }

    /** Takes a file's name and returns it in its plain form. */
    String accept(String name) throws IOException {
        String plain = name;
        while (plain.startsWith("./")) {
            plain = plain.substring(2);
        }
        if (plain.startsWith("/") || plain.indexOf('\\') >= 0 || plain.matches("^[A-Za-z]:.*")) {
            throw new IOException("holds a file with an absolute or foreign path: " + printable(name));
        }
        for (String segment : plain.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw new IOException("holds a file whose path has empty, . or .. parts: " + printable(name));
            }
        }
        if (!seen.add(plain)) {
            throw new IOException("holds two files of the same name: " + printable(name));
        }
        if (seen.size() > limits.entries()) {
            throw new IOException("holds more than " + limits.entries() + " files" + ReadLimits.raise("entries"));
        }
        return plain;
    }

    /** Returns a name without control characters and not too long, for messages. */
    static String printable(String name) {
        String clean = name.replaceAll("\\p{Cntrl}", "?");
        return clean.length() <= 120 ? clean : clean.substring(0, 120) + "...";
    }

    /** Returns whether a path is one of those that file systems and packers leave behind. */
    static boolean isClutter(String path) {
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
    static boolean isPackersClutter(String path) {
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
    static boolean isHiddenRowFile(String path) {
        String name = fileOf(path);
        return name.startsWith(".") && !name.startsWith("._") && isRowFile(path) && !isClutter(folderOf(path));
    }

    /** Returns a file's own name. */
    static String fileOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Returns the folder that a file stands in, empty at the top. */
    static String folderOf(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    /** Returns the table that a file is called after, without endings such as {@code .json.gz}. */
    static String tableOf(String path) {
        return TableFileNames.tableOf(withoutEndings(path));
    }

    private static String withoutEndings(String path) {
        String name = withoutGz(fileOf(path));
        String lower = name.toLowerCase(Locale.ROOT);
        for (String ending : new String[] {".json", ".ndjson", ".jsonl"}) {
            if (lower.endsWith(ending) && lower.length() > ending.length()) {
                return name.substring(0, name.length() - ending.length());
            }
        }
        return name;
    }

    /** Returns whether a file is called like one that holds rows. */
    static boolean isRowFile(String path) {
        String lower = withoutGz(fileOf(path)).toLowerCase(Locale.ROOT);
        return lower.endsWith(".json") || isLineFile(path);
    }

    /** Returns whether a file is called like one that holds one row on each line. */
    static boolean isLineFile(String path) {
        String lower = withoutGz(fileOf(path)).toLowerCase(Locale.ROOT);
        return lower.endsWith(".ndjson") || lower.endsWith(".jsonl");
    }

    /** Returns whether a file is among names, by its path, its own name, or the table that it is called after. */
    static boolean named(String path, String table, Set<String> names) {
        return names.contains(table) || names.contains(path) || names.contains(fileOf(path));
    }

    /** Returns the name of what is encrypted in a file of a name. */
    static String withoutAge(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(PackageOutput.ENCRYPTED)
                ? name.substring(0, name.length() - PackageOutput.ENCRYPTED.length())
                : name;
    }

    private static String withoutGz(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    }
}
