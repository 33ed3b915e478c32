package dev.restore.backup.layout;

import dev.restore.backup.AttachedFile;
import dev.restore.backup.LeftOut;
import dev.restore.backup.archive.Archive;
import dev.restore.backup.files.FilesLayout;
import dev.restore.backup.names.EntryNames;
import dev.restore.backup.names.IoMessages;
import dev.restore.backup.stream.Meter;
import dev.restore.outcome.BackupFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Looks into the files of an archive and decides which of them are the backup's rows. */
public final class LayoutFinder {

    private static final String ACCEPTED =
            "accepted are a directory or a .zip, .tar or .tar.gz package of table.json or"
                    + " table.ndjson files (also .gz), a Django dump, or one JSON object of tables";

    private final Archive archive;
    private final String source;
    private final Recognizer recognizer;
    private final LaterRecord laterRecord;
    private final ManifestFinder ownFormat;

    /** Row files by folder, in the order of the archive. */
    private final Map<String, List<Part>> folders = new TreeMap<>();

    /** Files that are rows if what stands beside them is, and if the target has their table. */
    private final Map<String, Part> singles = new LinkedHashMap<>();

    /** Files without anything in them. */
    private final Map<String, Shape.Empty> empties = new LinkedHashMap<>();

    private final Map<String, Shape.Tables> manifests = new LinkedHashMap<>();
    private final Map<String, String> noRows = new LinkedHashMap<>();
    private final Map<String, Map<String, Long>> metadata = new LinkedHashMap<>();
    private final Map<String, String> others = new LinkedHashMap<>();
    private final Map<String, BackupFormatException> broken = new LinkedHashMap<>();
    private final List<String> names = new ArrayList<>();
    private final FilesLayout beside = new FilesLayout();

    public LayoutFinder(
            Archive archive, String source, Recognizer recognizer, LaterRecord laterRecord, ManifestFinder ownFormat) {
        this.archive = archive;
        this.source = source;
        this.recognizer = recognizer;
        this.laterRecord = laterRecord;
        this.ownFormat = ownFormat;
    }

    public Layout find() throws IOException {
        try (Archive.Cursor files = archive.open(new Meter())) {
            for (Archive.Entry file = files.next(); file != null; file = files.next()) {
                look(file);
            }
        }
        Layout own = ownFormat.layout();
        if (own != null) {
            return own;
        }
        lookBehindDamage();
        setAsideManifests();
        if (folders.isEmpty()) {
            throw nothingFound();
        }
        String root = root();
        beside.setAside(root, folders.keySet());
        String folder = choose(root);
        boolean django = folders.getOrDefault(folder, List.of()).stream()
                .anyMatch(part -> part.shape().django());
        if (!django) {
            takeSingles(folder);
        }
        List<UnreadableFile> unreadable = unreadable(root, folder, django);
        List<Part> parts = folders.getOrDefault(folder, List.of());
        refuseAmbiguous(parts);
        Map<String, Long> expected = new HashMap<>();
        metadata.values().forEach(expected::putAll);
        Map<String, Part> byName = new LinkedHashMap<>();
        parts.forEach(part -> byName.put(part.name(), part));
        Map<String, AttachedFile> held = beside.find(root, folder);
        return new Layout(
                Layout.words(archive, parts),
                django,
                byName,
                expected,
                null,
                held,
                unreadable,
                leftOut(root, folder, byName.keySet(), unreadable, held == null ? Set.of() : held.keySet()));
    }

    private void takeSingles(String folder) {
        List<Part> parts = folders.getOrDefault(folder, List.of());
        boolean taken = false;
        for (Part single : singles.values()) {
            if (EntryNames.folderOf(single.name()).equals(folder)) {
                parts.add(single);
                taken = true;
            }
        }
        if (taken) {
            sort(parts);
        }
    }

    /** Puts files into the order of the archive. */
    private void sort(List<Part> parts) {
        Map<String, Integer> places = new HashMap<>();
        names.forEach(name -> places.put(name, places.size()));
        parts.sort(Comparator.comparingInt(part -> places.getOrDefault(part.name(), 0)));
    }

    /** A damaged file where the rows or the metadata stand is a damaged backup; elsewhere it is not one of ours. */
    private List<UnreadableFile> unreadable(String root, String folder, boolean django) throws IOException {
        String top = root.isEmpty() ? "" : root.substring(0, root.length() - 1);
        List<UnreadableFile> unreadable = new ArrayList<>();
        broken.forEach((name, failure) -> {
            String in = EntryNames.folderOf(name);
            if (in.equals(folder) || in.equals(top)) {
                unreadable.add(new UnreadableFile(name, EntryNames.tableOf(name), failure));
            }
        });
        others.forEach((name, seen) -> {
            if (EntryNames.folderOf(name).equals(folder)) {
                BackupFormatException failure = new BackupFormatException(
                        seen + "; it stands among the tables, so it must hold rows, be left out (except, --except)"
                                + " or be taken away",
                        archive.location(source, name),
                        -1,
                        null);
                unreadable.add(new UnreadableFile(name, EntryNames.tableOf(name), failure));
            }
        });
        List<String> here = empties.keySet().stream()
                .filter(name -> EntryNames.folderOf(name).equals(folder))
                .toList();
        if (!here.isEmpty()) {
            takeEmpties(folder, here, django, unreadable);
        }
        return unreadable;
    }

    private void takeEmpties(String folder, List<String> here, boolean django, List<UnreadableFile> unreadable)
            throws IOException {
        List<Part> parts = folders.getOrDefault(folder, List.of());
        EmptyTables empty = django ? EmptyTables.none() : EmptyTables.among(archive, recognizer, parts);
        for (String name : here) {
            long bytes = Objects.requireNonNull(empties.get(name)).bytes();
            String table = EntryNames.tableOf(name);
            String how = empty.how(bytes);
            if (how != null) {
                parts.add(new Part(name, table, new Shape.Lines(), bytes, null, how, false));
            } else {
                unreadable.add(new UnreadableFile(name, table, emptyFile(name)));
            }
        }
        sort(parts);
    }

    private BackupFormatException emptyFile(String name) {
        return new BackupFormatException(
                "is empty: the file is cut, or it is a table without rows as sqlite3 -json, psql and DuckDB write one,"
                        + " which nothing beside it shows; write [] for an empty table, or leave it out (except, --except)",
                archive.location(source, name),
                -1,
                null);
    }

    private List<LeftOut> leftOut(
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

    private void look(Archive.Entry file) throws IOException {
        String name = file.name();
        if (!archive.single()) {
            beside.see(file);
            if (EntryNames.isClutter(name)) {
                ownFormat.seeClutter(file);
                if (EntryNames.isHiddenRowFile(name)) {
                    names.add(name);
                }
                return;
            }
            names.add(name);
            ownFormat.see(file);
            if (!EntryNames.isRowFile(name)) {
                return;
            }
        }
        String location = archive.location(source, name);
        Shape shape;
        try (InputStream in = ownFormat.open(file)) {
            shape = recognizer.recognize(in, location, EntryNames.isLineFile(name));
        } catch (BackupFormatException e) {
            broken.put(name, e);
            return;
        } catch (IOException e) {
            broken.put(name, new BackupFormatException(IoMessages.of(e), location, -1, e));
            return;
        }
        sort(file, shape);
    }

    private void sort(Archive.Entry file, Shape shape) {
        String name = file.name();
        if (shape instanceof Shape.Single single) {
            singles.put(name, part(file, single).perhaps(single, Part.ONE_ROW));
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
        }
    }

    private static Part part(Archive.Entry file, Shape.Rows shape) {
        String name = file.name();
        Part part = new Part(name, EntryNames.tableOf(name), shape, file.storedSize());
        return shape instanceof Shape.Keyed
                ? part.perhaps(shape, "is an object of rows by their ids; each key is read as the row's id")
                : part;
    }

    private List<Part> add(Archive.Entry file, Shape.Rows shape) {
        List<Part> parts = folders.computeIfAbsent(EntryNames.folderOf(file.name()), f -> new ArrayList<>());
        parts.add(part(file, shape));
        return parts;
    }

    /** Where the first record is damaged, one after it may still show what a file is. */
    private void lookBehindDamage() throws IOException {
        Set<String> unclear = new HashSet<>();
        broken.forEach((name, failure) -> {
            if (!(failure.getCause() instanceof IOException)) {
                unclear.add(name);
            }
        });
        others.keySet().stream().filter(EntryNames::isLineFile).forEach(unclear::add);
        if (unclear.isEmpty()) {
            return;
        }
        try (Archive.Cursor files = archive.open(new Meter())) {
            for (Archive.Entry file = files.next(); file != null; file = files.next()) {
                if (unclear.contains(file.name())) {
                    lookBehindDamage(file);
                }
            }
        }
    }

    private void lookBehindDamage(Archive.Entry file) {
        String name = file.name();
        try (InputStream in = file.open()) {
            Shape.Rows shape = laterRecord.find(in, archive.location(source, name), EntryNames.isLineFile(name));
            if (shape != null) {
                sort(add(file, shape));
                broken.remove(name);
                others.remove(name);
            }
        } catch (IOException e) {
            // What was found at its beginning is said of it.
            return;
        }
    }

    /** A manifest may list its tables as an array of objects; beside real rows it is not one of them. */
    private void setAsideManifests() {
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
    private String root() {
        String common =
                names.isEmpty() ? "" : names.get(0).substring(0, names.get(0).lastIndexOf('/') + 1);
        for (String name : names) {
            while (!name.startsWith(common)) {
                common = common.substring(0, common.lastIndexOf('/', common.length() - 2) + 1);
            }
        }
        return common;
    }

    private String choose(String root) {
        if (folders.size() == 1) {
            return folders.keySet().iterator().next();
        }
        String top = root.isEmpty() ? "" : root.substring(0, root.length() - 1);
        List<String> preferred = new ArrayList<>();
        for (String name : List.of("database", "data")) {
            if (folders.containsKey(root + name)) {
                preferred.add(root + name);
            }
        }
        if (preferred.size() == 1) {
            return preferred.get(0);
        }
        if (preferred.isEmpty() && folders.containsKey(top)) {
            return top;
        }
        throw new BackupFormatException(
                source + ": several folders hold tables: " + few(new ArrayList<>(folders.keySet()))
                        + "; name the one to restore",
                null);
    }

    private void refuseAmbiguous(List<Part> parts) {
        Map<String, Part> tables = new HashMap<>();
        boolean django = parts.get(0).shape().django();
        for (Part part : parts) {
            if (part.shape().oneTable()) {
                Part twin = tables.put(part.table(), part);
                if (twin != null) {
                    throw new BackupFormatException(
                            source + ": two files for table " + EntryNames.printable(part.table()) + ": "
                                    + few(List.of(twin.name(), part.name())) + "; keep one of them",
                            null);
                }
            }
            if (part.shape().django() != django) {
                throw mixed(parts.get(0), part);
            }
        }
    }

    private BackupFormatException mixed(Part one, Part other) {
        return new BackupFormatException(
                source + ": holds a Django dump and other tables side by side: "
                        + few(List.of(one.name(), other.name())) + "; restore them one by one",
                null);
    }

    private BackupFormatException nothingFound() {
        if (!broken.isEmpty()) {
            return broken.values().iterator().next();
        }
        if (!empties.isEmpty()) {
            return emptyFile(empties.keySet().iterator().next());
        }
        if (archive.single()) {
            String seen = !others.isEmpty()
                    ? others.values().iterator().next()
                    : "is a JSON object without tables"
                            + (singles.isEmpty() ? "" : " (a table's only row is written as an array of one, [{...}])");
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

    private static String few(List<String> all) {
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
