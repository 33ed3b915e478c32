package dev.restore.backup.layout;

import dev.restore.backup.AttachedFile;
import dev.restore.backup.LeftOut;
import dev.restore.backup.Manifest;
import dev.restore.backup.Manifest.ManifestPart;
import dev.restore.backup.Manifest.ManifestTable;
import dev.restore.backup.ReadLimits;
import dev.restore.backup.archive.Archive;
import dev.restore.backup.manifest.ManifestParser;
import dev.restore.backup.names.EntryNames;
import dev.restore.backup.names.FileNames;
import dev.restore.backup.names.IoMessages;
import dev.restore.backup.stream.Sha256;
import dev.restore.backup.write.BackupWriter;
import dev.restore.outcome.BackupFormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonFactory;

/** Recognises a backup of the library's own format by its manifest, and holds its files against what that states. */
public final class ManifestFinder {

    public static final int MAX_BYTES = 64 << 20;

    /** What {@link BackupWriter} calls files of rows. */
    private static final Pattern PART = Pattern.compile("(?:.*/)?data/[^/]+/[0-9]{5}\\.ndjson(?:\\.gz)?");

    private final Archive archive;
    private final String source;
    private final JsonFactory json;
    private final ReadLimits limits;

    /** Files called like a manifest, and those called like its checksum, by the folders that they stand in. */
    private final Map<String, byte[]> manifests = new TreeMap<>();

    private final Map<String, byte[]> checksums = new TreeMap<>();

    /** All files and how many bytes they take as stored, -1 where that is not known. */
    private final Map<String, Long> files = new LinkedHashMap<>();

    public ManifestFinder(Archive archive, String source, JsonFactory json, ReadLimits limits) {
        this.archive = archive;
        this.source = source;
        this.json = json;
        this.limits = limits;
    }

    /** Opens a file, of which a copy is kept if it is called like a manifest. */
    InputStream open(Archive.Entry file) throws IOException {
        String name = file.name();
        boolean manifest = EntryNames.fileOf(name).equals(Manifest.FILE);
        boolean checksum = EntryNames.fileOf(name).equals(Manifest.CHECKSUM_FILE);
        if (!manifest && !checksum) {
            return file.open();
        }
        byte[] content;
        try (InputStream in = file.open()) {
            content = in.readNBytes(MAX_BYTES);
        }
        (manifest ? manifests : checksums).put(EntryNames.folderOf(name), content);
        return new ByteArrayInputStream(content);
    }

    /** Sees a file that is there and no part of a backup but, if anything, one of the files beside the rows. */
    void seeClutter(Archive.Entry file) {
        if (EntryNames.isBesideRows(file.name())) {
            files.put(file.name(), file.storedSize());
        }
    }

    /** Sees a file that is there. */
    void see(Archive.Entry file) throws IOException {
        files.put(file.name(), file.storedSize());
        if (EntryNames.fileOf(file.name()).equals(Manifest.CHECKSUM_FILE)) {
            open(file).close();
        }
    }

    /**
     * Returns the layout of a backup of the own format, null where it is of another.
     *
     * @throws BackupFormatException if it is one and damaged
     */
    @Nullable
    Layout layout() {
        Set<String> folders = new HashSet<>(checksums.keySet());
        manifests.forEach((folder, content) -> {
            if (ManifestParser.isManifest(json, new ByteArrayInputStream(content), source, limits)) {
                folders.add(folder);
            }
        });
        // What somebody has put into a backup may be a backup itself.
        folders.removeIf(inner -> folders.stream()
                .anyMatch(outer -> inner.startsWith((outer.isEmpty() ? "" : outer + "/") + Manifest.FILES)));
        Optional<String> folder = folders.stream().sorted().findFirst();
        if (folder.isEmpty()) {
            refusePartsAlone();
            return null;
        }
        if (archive.single()) {
            throw new BackupFormatException(
                    source + " is the manifest of a backup, not the backup; name the directory that it stands in",
                    null);
        }
        if (folders.size() > 1) {
            throw new BackupFormatException(
                    source + ": holds " + folders.size() + " backups side by side, each with a " + Manifest.FILE
                            + "; name the one to read",
                    null);
        }
        return layout(folder.get());
    }

    /** Without a manifest, which is written last, nobody knows how many parts there were. */
    private void refusePartsAlone() {
        for (String name : files.keySet()) {
            if (PART.matcher(name).matches() && !EntryNames.isBesideRows(name)) {
                throw new BackupFormatException(
                        "is a part of a backup, and there is no " + Manifest.FILE
                                + ": the backup is not whole; copy or create it again",
                        archive.location(source, name),
                        -1,
                        null);
            }
        }
    }

    private Layout layout(String folder) {
        String root = folder.isEmpty() ? "" : folder + "/";
        String location = archive.location(source, root + Manifest.FILE);
        byte[] content = manifests.get(folder);
        byte[] checksum = checksums.get(folder);
        if (content == null) {
            throw new BackupFormatException("is missing: the backup is not whole", location, -1, null);
        }
        if (checksum == null) {
            throw new BackupFormatException(
                    "has no " + Manifest.CHECKSUM_FILE + " beside it: the backup is not whole", location, -1, null);
        }
        requireChecksum(content, checksum, location);
        Manifest manifest = ManifestParser.parse(json, content, location, limits);
        return layout(manifest, root, location);
    }

    private void requireChecksum(byte[] content, byte[] checksum, String location) {
        String stated = new String(checksum, StandardCharsets.ISO_8859_1);
        if (!stated.equals(Sha256.of(content) + "  " + Manifest.FILE + "\n")) {
            throw new BackupFormatException(
                    "is not what was written: its SHA-256 is not the one in " + Manifest.CHECKSUM_FILE
                            + "; copy or create the backup again",
                    location,
                    -1,
                    null);
        }
    }

    private Layout layout(Manifest manifest, String root, String location) {
        Map<String, Part> stated = new HashMap<>();
        Map<String, Long> rows = new LinkedHashMap<>();
        for (ManifestTable table : manifest.tables()) {
            if (rows.put(table.name(), table.rows()) != null) {
                throw bad("names table " + EntryNames.printable(table.name()) + " twice", location);
            }
            for (ManifestPart part : table.parts()) {
                String name = root + part.path();
                Long stored = files.get(name);
                if (stored == null) {
                    throw new BackupFormatException(
                            "is missing, and the manifest names it: the backup is not whole; copy or create it again",
                            archive.location(source, name),
                            -1,
                            null);
                }
                Part found = new Part(name, table.name(), new Shape.Lines(), stored, part, null, manifest.typed());
                if (stated.put(name, found) != null) {
                    throw bad("names " + EntryNames.printable(part.path()) + " twice", location);
                }
            }
        }
        Map<String, Part> parts = new LinkedHashMap<>();
        for (String name : files.keySet()) {
            Part part = stated.get(name);
            if (part != null) {
                parts.put(name, part);
            } else if (name.startsWith(root + "data/")) {
                throw new BackupFormatException(
                        "stands among the rows, and the manifest does not name it; take it away",
                        archive.location(source, name),
                        -1,
                        null);
            }
        }
        String format = archive.kind() + " of the " + Manifest.FORMAT + " format, version " + manifest.version();
        Map<String, AttachedFile> held = held(manifest, root, location);
        return new Layout(format, false, parts, rows, manifest, held, List.of(), leftOut(root, parts, held));
    }

    private List<LeftOut> leftOut(String root, Map<String, Part> parts, @Nullable Map<String, AttachedFile> held) {
        LeftOutFiles left = new LeftOutFiles(Set.of(root));
        for (String name : files.keySet()) {
            boolean own = parts.containsKey(name)
                    || (held != null && held.containsKey(name))
                    || name.equals(root + Manifest.FILE)
                    || name.equals(root + Manifest.CHECKSUM_FILE)
                    || EntryNames.isClutter(name);
            if (!own) {
                left.add(name);
            }
        }
        return left.all();
    }

    /** Returns the files beside the rows in the order of the archive, null where none were put into the backup. */
    private @Nullable Map<String, AttachedFile> held(Manifest manifest, String root, String location) {
        if (manifest.files() == null) {
            return null;
        }
        Map<String, AttachedFile> stated = new HashMap<>();
        FileNames names = new FileNames();
        for (AttachedFile file : manifest.files()) {
            try {
                names.accept(file.path());
            } catch (IOException e) {
                throw bad(IoMessages.of(e), location);
            }
            String name = root + Manifest.FILES + file.path();
            if (!files.containsKey(name)) {
                throw new BackupFormatException(
                        "is missing, and the manifest names it: the backup is not whole; copy or create it again",
                        archive.location(source, name),
                        -1,
                        null);
            }
            stated.put(name, file);
        }
        Map<String, AttachedFile> held = new LinkedHashMap<>();
        for (String name : files.keySet()) {
            AttachedFile file = stated.get(name);
            if (file != null) {
                held.put(name, file);
            } else if (name.startsWith(root + Manifest.FILES) && !EntryNames.isPackersClutter(name)) {
                throw new BackupFormatException(
                        "stands among the files, and the manifest does not name it; take it away",
                        archive.location(source, name),
                        -1,
                        null);
            }
        }
        return held;
    }

    private static BackupFormatException bad(String message, String location) {
        return new BackupFormatException(message, location, -1, null);
    }
}
