package dev.restore.backup.layout;

import dev.restore.backup.LeftOut;
import dev.restore.backup.archive.Archive;
import dev.restore.backup.names.EntryNames;
import dev.restore.backup.names.ShardNames;
import dev.restore.outcome.BackupFormatException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What was seen in the files of an archive, by the kind of it, and what to say of files that are not read. */
final class SeenFiles {

    private static final String ACCEPTED =
            "accepted are a directory or a .zip, .tar or .tar.gz package of table.json or"
                    + " table.ndjson files (also .gz), a Django dump, or one JSON object of tables";

    private final Archive archive;
    private final String source;

    /** Row files by folder, in the order of the archive. */
    final Map<String, List<Part>> folders = new TreeMap<>();

    /** Files that are rows if what stands beside them is, and if the target has their table. */
    final Map<String, Part> singles = new LinkedHashMap<>();

    /** Files without anything in them. */
    final Map<String, Shape.Empty> empties = new LinkedHashMap<>();

    final Map<String, Shape.Tables> manifests = new LinkedHashMap<>();
    final Map<String, String> noRows = new LinkedHashMap<>();
    final Map<String, Map<String, Long>> metadata = new LinkedHashMap<>();
    final Map<String, String> others = new LinkedHashMap<>();

    /** Those of the others that are known, so that nothing in them is looked for. */
    final Set<String> refusedFiles = new HashSet<>();

    final Map<String, BackupFormatException> broken = new LinkedHashMap<>();
    final List<String> names = new ArrayList<>();

    SeenFiles(Archive archive, String source) {
        this.archive = archive;
        this.source = source;
    }

    void sort(Archive.Entry file, Shape shape) {
        String name = file.name();
        if (shape instanceof Shape.Single single) {
            singles.put(name, part(file, single).perhaps(single, Part.ONE_ROW));
        } else if (shape instanceof Shape.Keyed keyed && keyed.any()) {
            singles.put(name, part(file, keyed));
        } else if (shape instanceof Shape.Tables tables && tables.byId().containsAll(tables.names())) {
            singles.put(name, part(file, tables));
        } else if (shape instanceof Shape.Rows rows) {
            add(file, rows);
        } else if (shape instanceof Shape.Metadata meta) {
            metadata.put(name, meta.expectedRows());
        } else if (shape instanceof Shape.Empty empty) {
            empties.put(name, empty);
        } else if (shape instanceof Shape.NoRow object) {
            noRows.put(name, object.what());
        } else if (shape instanceof Shape.Other other) {
            others.put(name, other.seen());
        } else if (shape instanceof Shape.Refused refused) {
            others.put(name, refused.what());
            refusedFiles.add(name);
        }
    }

    private static Part part(Archive.Entry file, Shape.Rows shape) {
        String name = file.name();
        String fixed =
                shape instanceof Shape.Declared declared ? declared.where().fixedTable() : null;
        Part part = new Part(name, fixed == null ? EntryNames.tableOf(name) : fixed, shape, file.storedSize());
        return shape instanceof Shape.Keyed
                ? part.perhaps(shape, "is an object of rows by their ids; each key is read as the row's id")
                : part;
    }

    List<Part> add(Archive.Entry file, Shape.Rows shape) {
        List<Part> parts = folders.computeIfAbsent(EntryNames.folderOf(file.name()), f -> new ArrayList<>());
        parts.add(part(file, shape));
        return parts;
    }

    /** Puts files into the order of the archive. */
    void sort(List<Part> parts) {
        Map<String, Integer> places = new HashMap<>();
        names.forEach(name -> places.put(name, places.size()));
        parts.sort(Comparator.comparingInt(part -> places.getOrDefault(part.name(), 0)));
    }

    /** A manifest may list its tables as an array of objects; beside real rows it is not one of them. */
    void setAsideManifests() {
        int all = folders.values().stream().mapToInt(List::size).sum();
        List<Part> found = folders.values().stream()
                .flatMap(List::stream)
                .filter(part -> part.shape() instanceof Shape.Tables tables
                        && (isManifest(part.name()) || statesOthers(tables)))
                .toList();
        if (found.isEmpty() || found.size() == all) {
            return;
        }
        for (Part part : found) {
            Shape.Tables tables = (Shape.Tables) part.shape();
            if (statesOthers(tables)) {
                metadata.put(part.name(), tables.expectedRows());
            } else {
                manifests.put(part.name(), tables);
            }
            String folder = EntryNames.folderOf(part.name());
            List<Part> parts = folders.get(folder);
            if (parts != null) {
                parts.remove(part);
                if (parts.isEmpty()) {
                    folders.remove(folder);
                }
            }
        }
    }

    /** Returns whether row counts are stated, and none of them of what stands beside them. */
    private static boolean statesOthers(Shape.Tables tables) {
        return !tables.expectedRows().isEmpty()
                && tables.names().stream().noneMatch(tables.expectedRows()::containsKey);
    }

    private static boolean isManifest(String name) {
        String file = EntryNames.fileOf(name).toLowerCase(Locale.ROOT);
        return file.contains("metadata") || file.contains("manifest");
    }

    /** Returns the one folder that everything stands in, with a slash, empty where there is none. */
    String root() {
        String common =
                names.isEmpty() ? "" : names.get(0).substring(0, names.get(0).lastIndexOf('/') + 1);
        for (String name : names) {
            while (!name.startsWith(common)) {
                common = common.substring(0, common.lastIndexOf('/', common.length() - 2) + 1);
            }
        }
        return common;
    }

    List<LeftOut> leftOut(
            String root, String folder, Set<String> parts, List<UnreadableFile> unreadable, Set<String> held) {
        Set<String> known = new HashSet<>(parts);
        known.addAll(held);
        known.addAll(metadata.keySet());
        unreadable.forEach(file -> known.add(file.name()));
        Map<String, Part> elsewhere = new HashMap<>();
        folders.values().forEach(all -> all.forEach(part -> elsewhere.put(part.name(), part)));
        Set<String> near = new HashSet<>(List.of(root, folder.isEmpty() ? "" : folder + "/"));
        LeftOutFiles left = new LeftOutFiles(near);
        for (String name : names) {
            if (!known.contains(name)) {
                leaveOut(name, elsewhere.get(name), left);
            }
        }
        return left.all();
    }

    private void leaveOut(String name, @Nullable Part rows, LeftOutFiles left) {
        BackupFormatException failure = broken.get(name);
        String seen = others.get(name);
        Shape.Tables manifest = manifests.get(name);
        String object = noRows.get(name);
        if (rows != null) {
            List<String> tables = rows.shape() instanceof Shape.Tables all ? all.names() : List.of();
            left.add(name, "rows, but not where the tables are", tables);
        } else if (failure != null) {
            left.add(name, "a damaged file: it " + failure.reason(), List.of());
        } else if (seen != null) {
            left.add(name, seen.startsWith("is ") ? seen.substring(3) : "it " + seen, List.of());
        } else if (manifest != null) {
            left.add(name, "a manifest, by its name", manifest.names());
        } else if (object != null) {
            left.add(name, object, List.of());
        } else if (singles.containsKey(name)) {
            left.add(name, "one JSON object", List.of());
        } else if (empties.containsKey(name)) {
            left.add(name, "an empty file", List.of());
        } else {
            left.add(name);
        }
    }

    BackupFormatException emptyFile(String name) {
        return new BackupFormatException(
                "is empty: the file is cut, or it is a table without rows as sqlite3 -json, psql and DuckDB write one,"
                        + " which nothing beside it shows; write [] for an empty table, or leave it out (except, --except)",
                archive.location(source, name),
                -1,
                null);
    }

    BackupFormatException nothingFound() {
        if (!broken.isEmpty()) {
            return broken.values().iterator().next();
        }
        if (!empties.isEmpty()) {
            return emptyFile(empties.keySet().iterator().next());
        }
        if (archive.single()) {
            String seen = !others.isEmpty()
                    ? others.values().iterator().next()
                    : "is "
                            + (noRows.isEmpty()
                                    ? "a JSON object without tables"
                                    : noRows.values().iterator().next())
                            + (singles.isEmpty()
                                    ? ""
                                    : " (a table's only row is written as an array of one, [{...}])" + proposal());
            return new BackupFormatException(source + " is not a backup: it " + seen + "; " + ACCEPTED, null);
        }
        String holds = names.isEmpty() ? "is empty" : "holds " + few(names) + ", but no tables";
        if (!others.isEmpty()) {
            Map.Entry<String, String> first = others.entrySet().iterator().next();
            holds += " (" + EntryNames.printable(first.getKey()) + " " + first.getValue() + ")";
        } else if (!singles.isEmpty()) {
            holds += " (" + EntryNames.printable(singles.keySet().iterator().next())
                    + " is one JSON object; where no table stands beside it, a table's only row is written as [{...}])";
        }
        return new BackupFormatException(
                source + " is not a backup: the " + archive.kind() + " " + holds + "; " + ACCEPTED, null);
    }

    /** Takes what only the target can tell for rows, where there is nothing else. */
    void takeTheOnlyFile() {
        if (archive.single()) {
            singles.values().stream()
                    .filter(part -> !(part.shape() instanceof Shape.Single))
                    .forEach(part -> folders.put("", new ArrayList<>(List.of(part))));
        }
    }

    /** A part of a table may have one row only, which looks like one object; its name shows that there are tables. */
    void takePartsOfOneRow() {
        Map<String, String> tables = new HashMap<>();
        singles.values().forEach(part -> tables.put(part.name(), part.table()));
        ShardNames.tables(tables)
                .keySet()
                .forEach(name -> folders.computeIfAbsent(EntryNames.folderOf(name), f -> new ArrayList<>()));
    }

    private String proposal() {
        return singles.values().iterator().next().shape() instanceof Shape.Single single ? single.proposal() : "";
    }

    static String few(List<String> all) {
        int shown = Math.min(all.size(), 4);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < shown; i++) {
            text.append(i == 0 ? "" : ", ").append(all.get(i).isEmpty() ? "the top" : EntryNames.printable(all.get(i)));
        }
        if (all.size() > shown) {
            text.append(" and ").append(all.size() - shown).append(" more");
        }
        return text.toString();
    }
}
