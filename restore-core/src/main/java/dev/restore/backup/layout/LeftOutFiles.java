package dev.restore.backup.layout;

import dev.restore.backup.LeftOut;
import dev.restore.backup.names.EntryNames;
import dev.restore.backup.names.TableFileNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Names the files of a backup that are not read: one by one where tables stand or could stand, elsewhere by their folder. */
final class LeftOutFiles {

    private final Set<String> near;
    private final Map<String, Integer> far = new LinkedHashMap<>();
    private final List<LeftOut> named = new ArrayList<>();

    /**
     * Creates one.
     *
     * @param near the folders, with a slash or empty at the top, whose files are named one by one
     */
    LeftOutFiles(Set<String> near) {
        this.near = Set.copyOf(near);
    }

    /** Takes a file of which nothing but its name is known. */
    void add(String path) {
        String folder = path.substring(0, path.lastIndexOf('/') + 1);
        if (near.contains(folder) || EntryNames.isRowFile(path)) {
            add(path, kind(path), List.of());
        } else {
            far.merge(folder, 1, Integer::sum);
        }
    }

    /**
     * Takes a file.
     *
     * @param what what it is, a phrase
     * @param tables what else than its name may be that of a table
     */
    void add(String path, String what, List<String> tables) {
        Set<String> names = names(path);
        names.addAll(tables);
        named.add(new LeftOut(path, what, List.copyOf(names)));
    }

    List<LeftOut> all() {
        List<LeftOut> all = new ArrayList<>(named);
        far.forEach((folder, files) -> {
            String name = folder.substring(0, Math.max(0, folder.length() - 1));
            all.add(new LeftOut(
                    folder,
                    files == 1 ? "a folder with 1 file" : "a folder with " + files + " files",
                    List.of(EntryNames.fileOf(name))));
        });
        return all;
    }

    /** Returns the names of tables that a file may be called after: its name with each ending less, and that of its folder. */
    private static Set<String> names(String path) {
        Set<String> names = new LinkedHashSet<>();
        names.add(EntryNames.tableOf(path));
        String name = EntryNames.fileOf(path);
        for (int dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
            names.add(TableFileNames.tableOf(name.substring(0, dot)));
        }
        if (name.startsWith(".")) {
            names.add(EntryNames.tableOf(name.substring(1)));
        }
        int folder = path.lastIndexOf('/');
        if (folder > 0) {
            names.add(EntryNames.fileOf(path.substring(0, folder)));
        }
        return names;
    }

    private static String kind(String path) {
        String name = EntryNames.fileOf(path);
        int dot = name.lastIndexOf('.');
        return dot <= 0 || dot == name.length() - 1 ? "a file without ending" : "a " + name.substring(dot) + " file";
    }
}
