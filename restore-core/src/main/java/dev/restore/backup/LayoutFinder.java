package dev.restore.backup;

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
import java.util.Set;
import java.util.TreeMap;

/** Looks into the files of an archive and decides which of them are the backup's rows. */
final class LayoutFinder {

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

    private final Map<String, Map<String, Long>> metadata = new LinkedHashMap<>();
    private final Map<String, String> others = new LinkedHashMap<>();
    private final Map<String, BackupFormatException> broken = new LinkedHashMap<>();
    private final List<String> names = new ArrayList<>();
    private final FilesLayout beside = new FilesLayout();

    LayoutFinder(
            Archive archive, String source, Recognizer recognizer, LaterRecord laterRecord, ManifestFinder ownFormat) {
        this.archive = archive;
        this.source = source;
        this.recognizer = recognizer;
        this.laterRecord = laterRecord;
        this.ownFormat = ownFormat;
    }

    Layout find() throws IOException {
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
        List<Part> parts = folders.getOrDefault(folder, List.of());
        refuseBroken(root, folder);
        refuseAmbiguous(parts);
        Map<String, Long> expected = new HashMap<>();
        metadata.values().forEach(expected::putAll);
        return Layout.of(archive, parts, expected, beside.find(root, folder));
    }

    private void look(Archive.Entry file) throws IOException {
        String name = file.name();
        if (!archive.single()) {
            beside.see(file);
            if (EntryNames.isClutter(name)) {
                ownFormat.seeClutter(file);
                return;
            }
            names.add(name);
            ownFormat.see(file);
            if (!EntryNames.isRowFile(name)) {
                return;
            }
        }
        String location = location(source, archive, name);
        Shape shape;
        try (InputStream in = ownFormat.open(file)) {
            shape = recognizer.recognize(in, location, EntryNames.isLineFile(name));
        } catch (BackupFormatException e) {
            broken.put(name, e);
            return;
        } catch (IOException e) {
            broken.put(name, new BackupFormatException(JsonInput.messageOf(e), location, -1, e));
            return;
        }
        if (shape instanceof Shape.Rows rows) {
            add(file, rows);
        } else if (shape instanceof Shape.Metadata meta) {
            metadata.put(name, meta.expectedRows());
        } else if (shape instanceof Shape.Other other) {
            others.put(name, other.seen());
        }
    }

    private List<Part> add(Archive.Entry file, Shape.Rows shape) {
        String name = file.name();
        List<Part> parts = folders.computeIfAbsent(EntryNames.folderOf(name), f -> new ArrayList<>());
        parts.add(new Part(name, EntryNames.tableOf(name), shape, file.storedSize()));
        return parts;
    }

    /** Where the first record is damaged, one behind it may still show what a file is. */
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
            Shape.Rows shape = laterRecord.find(in, location(source, archive, name), EntryNames.isLineFile(name));
            if (shape != null) {
                add(file, shape).sort(Comparator.comparingInt(part -> names.indexOf(part.name())));
                broken.remove(name);
                others.remove(name);
            }
        } catch (IOException e) {
            // What was found at its beginning is said of it.
            return;
        }
    }

    /** Returns where a file is, for errors. */
    static String location(String source, Archive archive, String name) {
        return archive.single() ? source : source + "/" + EntryNames.printable(name);
    }

    /** A manifest may list its tables as an array of objects; beside real rows it is none of them. */
    private void setAsideManifests() {
        int all = folders.values().stream().mapToInt(List::size).sum();
        List<Part> manifests = folders.values().stream()
                .flatMap(List::stream)
                .filter(part -> part.shape() instanceof Shape.Tables)
                .filter(part -> isManifest(part.name()))
                .toList();
        if (manifests.isEmpty() || manifests.size() == all) {
            return;
        }
        for (Part manifest : manifests) {
            String folder = EntryNames.folderOf(manifest.name());
            List<Part> parts = folders.get(folder);
            if (parts != null) {
                parts.remove(manifest);
                if (parts.isEmpty()) {
                    folders.remove(folder);
                }
            }
        }
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

    /** A damaged file where the rows or the metadata stand is a damaged backup; elsewhere it is none of ours. */
    private void refuseBroken(String root, String folder) {
        String top = root.isEmpty() ? "" : root.substring(0, root.length() - 1);
        for (Map.Entry<String, BackupFormatException> file : broken.entrySet()) {
            String in = EntryNames.folderOf(file.getKey());
            if (in.equals(folder) || in.equals(top)) {
                throw file.getValue();
            }
        }
        for (Map.Entry<String, String> file : others.entrySet()) {
            if (EntryNames.folderOf(file.getKey()).equals(folder)) {
                throw new BackupFormatException(
                        file.getValue() + "; it stands among the tables, so it must hold rows or be taken away",
                        location(source, archive, file.getKey()),
                        -1,
                        null);
            }
        }
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
        if (archive.single()) {
            String seen = others.isEmpty()
                    ? "is a JSON object without tables"
                    : others.values().iterator().next();
            return new BackupFormatException(source + " is no backup: it " + seen + "; " + ACCEPTED, null);
        }
        String holds = names.isEmpty() ? "is empty" : "holds " + few(names) + ", but no tables";
        if (!others.isEmpty()) {
            Map.Entry<String, String> first = others.entrySet().iterator().next();
            holds += " (" + EntryNames.printable(first.getKey()) + " " + first.getValue() + ")";
        }
        return new BackupFormatException(
                source + " is no backup: the " + archive.kind() + " " + holds + "; " + ACCEPTED, null);
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
