package dev.restore.backup.files;

import dev.restore.backup.AttachedFile;
import dev.restore.backup.archive.Archive;
import dev.restore.backup.names.EntryNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the files beside the rows in a backup of another format: those in a folder media or files beside them. */
public final class FilesLayout {

    /** All files in folders that are called so, clutter among them, and their sizes as stored. */
    private final Map<String, Long> candidates = new LinkedHashMap<>();

    /** Sees a file of the archive. */
    public void see(Archive.Entry file) {
        if (EntryNames.isBesideRows(file.name())) {
            candidates.put(file.name(), file.storedSize());
        }
    }

    /**
     * Takes folders of row-like files away from those that may hold the tables, where they stand among the files beside them.
     *
     * @param root the folder that everything stands in, with a slash, or empty
     */
    public void setAside(String root, Set<String> folders) {
        for (String name : EntryNames.FILES_FOLDERS) {
            String folder = root + name;
            boolean others = folders.stream().anyMatch(f -> !f.equals(folder) && !f.startsWith(folder + "/"));
            if (others) {
                folders.removeIf(f -> f.equals(folder) || f.startsWith(folder + "/"));
            }
        }
    }

    /**
     * Returns the files by their names in the archive, null where there are none or it is not clear which they are.
     *
     * @param root the folder that everything stands in, with a slash, or empty
     * @param rows the folder that the tables stand in
     */
    @Nullable
    public Map<String, AttachedFile> find(String root, String rows) {
        List<String> found = new ArrayList<>();
        for (String name : EntryNames.FILES_FOLDERS) {
            String folder = root + name + "/";
            if (!(rows + "/").startsWith(folder)
                    && candidates.keySet().stream().anyMatch(file -> file.startsWith(folder))) {
                found.add(folder);
            }
        }
        if (found.size() != 1) {
            return null;
        }
        Map<String, AttachedFile> files = new LinkedHashMap<>();
        for (String name : candidates.keySet()) {
            String path =
                    name.startsWith(found.get(0)) ? name.substring(found.get(0).length()) : "";
            if (!path.isEmpty() && !EntryNames.isPackersClutter(path)) {
                files.put(name, new AttachedFile(path, -1, null));
            }
        }
        return files;
    }
}
