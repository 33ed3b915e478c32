package dev.restore.backup.layout;

import dev.restore.backup.AttachedFile;
import dev.restore.backup.archive.Archive;
import dev.restore.backup.files.FilesLayout;
import dev.restore.backup.names.EntryNames;
import dev.restore.backup.names.IoMessages;
import dev.restore.backup.stream.Meter;
import dev.restore.outcome.BackupFormatException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Looks into the files of an archive and decides which of them are the backup's rows. */
public final class LayoutFinder {

    private final Archive archive;
    private final String source;
    private final Recognizer recognizer;
    private final LaterRecord laterRecord;
    private final ManifestFinder ownFormat;

    private final SeenFiles seen;
    private final FilesLayout beside = new FilesLayout();
    private final List<ExportSummary> summaries = new ArrayList<>();

    public LayoutFinder(
            Archive archive, String source, Recognizer recognizer, LaterRecord laterRecord, ManifestFinder ownFormat) {
        this.archive = archive;
        this.source = source;
        this.seen = new SeenFiles(archive, source);
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
        KnownPackages.refusal(seen.names, !seen.folders.isEmpty()).ifPresent(what -> {
            throw new BackupFormatException(source + " " + what, null);
        });
        lookBehindDamage();
        seen.setAsideManifests();
        if (seen.folders.isEmpty()) {
            seen.takePartsOfOneRow();
        }
        if (seen.folders.isEmpty()) {
            seen.takeTheOnlyFile();
        }
        if (seen.folders.isEmpty()) {
            throw seen.nothingFound();
        }
        String root = seen.root();
        beside.setAside(root, seen.folders.keySet());
        String folder = choose(root);
        boolean django = seen.folders.getOrDefault(folder, List.of()).stream()
                .anyMatch(part -> part.shape().django());
        if (!django) {
            takeSingles(folder);
        }
        List<UnreadableFile> unreadable = unreadable(root, folder, django);
        List<Part> parts = seen.folders.getOrDefault(folder, List.of());
        for (ExportSummary summary : summaries) {
            parts.replaceAll(summary::of);
        }
        refuseAmbiguous(parts);
        Map<String, Long> expected = new HashMap<>();
        seen.metadata.values().forEach(expected::putAll);
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
                seen.leftOut(root, folder, byName.keySet(), unreadable, held == null ? Set.of() : held.keySet()));
    }

    private void takeSingles(String folder) {
        List<Part> parts = seen.folders.getOrDefault(folder, List.of());
        boolean taken = false;
        for (Part single : seen.singles.values()) {
            if (EntryNames.folderOf(single.name()).equals(folder) && !parts.contains(single)) {
                parts.add(single);
                taken = true;
            }
        }
        if (taken) {
            seen.sort(parts);
        }
    }

    /** A damaged file where the rows or the metadata stand is a damaged backup; elsewhere it is not one of ours. */
    private List<UnreadableFile> unreadable(String root, String folder, boolean django) throws IOException {
        String top = root.isEmpty() ? "" : root.substring(0, root.length() - 1);
        List<UnreadableFile> unreadable = new ArrayList<>();
        seen.broken.forEach((name, failure) -> {
            String in = EntryNames.folderOf(name);
            if (in.equals(folder) || in.equals(top)) {
                unreadable.add(new UnreadableFile(name, EntryNames.tableOf(name), failure));
            }
        });
        seen.others.forEach((name, what) -> {
            if (EntryNames.folderOf(name).equals(folder)) {
                BackupFormatException failure = new BackupFormatException(
                        what + "; it stands among the tables, so it must hold rows, be left out (except, --except)"
                                + " or be taken away",
                        archive.location(source, name),
                        -1,
                        null);
                unreadable.add(new UnreadableFile(name, EntryNames.tableOf(name), failure));
            }
        });
        List<String> here = seen.empties.keySet().stream()
                .filter(name -> EntryNames.folderOf(name).equals(folder))
                .toList();
        if (!here.isEmpty()) {
            takeEmpties(folder, here, django, unreadable);
        }
        return unreadable;
    }

    private void takeEmpties(String folder, List<String> here, boolean django, List<UnreadableFile> unreadable)
            throws IOException {
        List<Part> parts = seen.folders.getOrDefault(folder, List.of());
        EmptyTables empty = django ? EmptyTables.none() : EmptyTables.among(archive, recognizer, parts);
        for (String name : here) {
            long bytes = Objects.requireNonNull(seen.empties.get(name)).bytes();
            String table = EntryNames.tableOf(name);
            String how = empty.how(bytes);
            if (how != null) {
                parts.add(new Part(name, table, new Shape.Lines(), bytes, null, how, false));
            } else {
                unreadable.add(new UnreadableFile(name, table, seen.emptyFile(name)));
            }
        }
        seen.sort(parts);
    }

    private void look(Archive.Entry file) throws IOException {
        String name = file.name();
        if (!archive.single()) {
            beside.see(file);
            if (EntryNames.isClutter(name)) {
                ownFormat.seeClutter(file);
                if (EntryNames.isHiddenRowFile(name)) {
                    seen.names.add(name);
                }
                return;
            }
            seen.names.add(name);
            ownFormat.see(file);
            if (!EntryNames.isRowFile(name)) {
                return;
            }
        }
        String location = archive.location(source, name);
        Shape shape;
        try (InputStream in = readingSummary(name, ownFormat.open(file))) {
            shape = recognizer.recognize(in, location, EntryNames.isLineFile(name));
        } catch (BackupFormatException e) {
            seen.broken.put(name, e);
            return;
        } catch (IOException e) {
            seen.broken.put(name, new BackupFormatException(IoMessages.of(e), location, -1, e));
            return;
        }
        seen.sort(file, shape);
    }

    private InputStream readingSummary(String name, InputStream stored) throws IOException {
        if (!ExportSummary.isCalled(name)) {
            return stored;
        }
        BufferedInputStream in = new BufferedInputStream(stored);
        in.mark(ExportSummary.MAX_BYTES);
        ExportSummary.read(name, in).ifPresent(summaries::add);
        in.reset();
        return in;
    }

    /** Where the first record is damaged, one after it may still show what a file is. */
    private void lookBehindDamage() throws IOException {
        Set<String> unclear = new HashSet<>();
        seen.broken.forEach((name, failure) -> {
            if (!(failure.getCause() instanceof IOException)) {
                unclear.add(name);
            }
        });
        seen.others.keySet().stream().filter(EntryNames::isLineFile).forEach(unclear::add);
        unclear.removeAll(seen.refusedFiles);
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
                seen.sort(seen.add(file, shape));
                seen.broken.remove(name);
                seen.others.remove(name);
            }
        } catch (IOException e) {
            // What was found at its beginning is said of it.
            return;
        }
    }

    private String choose(String root) {
        if (seen.folders.size() == 1) {
            return seen.folders.keySet().iterator().next();
        }
        String top = root.isEmpty() ? "" : root.substring(0, root.length() - 1);
        List<String> preferred = new ArrayList<>();
        for (String name : List.of("database", "data")) {
            if (seen.folders.containsKey(root + name)) {
                preferred.add(root + name);
            }
        }
        if (preferred.size() == 1) {
            return preferred.get(0);
        }
        if (preferred.isEmpty() && seen.folders.containsKey(top)) {
            return top;
        }
        throw new BackupFormatException(
                source + ": several folders hold tables: " + SeenFiles.few(new ArrayList<>(seen.folders.keySet()))
                        + "; name the one to restore",
                null);
    }

    private void refuseAmbiguous(List<Part> parts) {
        Map<String, Part> tables = new HashMap<>();
        boolean django = parts.get(0).shape().django();
        for (Part part : parts) {
            if (part.shape().oneTable() && !part.isOfSeveral()) {
                Part twin = tables.put(part.table(), part);
                if (twin != null) {
                    throw new BackupFormatException(
                            source + ": two files for table " + EntryNames.printable(part.table()) + ": "
                                    + SeenFiles.few(List.of(twin.name(), part.name())) + "; keep one of them",
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
                        + SeenFiles.few(List.of(one.name(), other.name())) + "; restore them one by one",
                null);
    }
}
