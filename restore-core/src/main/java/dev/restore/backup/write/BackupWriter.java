package dev.restore.backup.write;

import dev.restore.backup.Age;
import dev.restore.backup.AttachedFile;
import dev.restore.backup.Manifest;
import dev.restore.backup.Manifest.ManifestPart;
import dev.restore.backup.ReadLimits;
import dev.restore.backup.files.SourceFiles;
import dev.restore.backup.layout.ManifestFinder;
import dev.restore.backup.manifest.ManifestJson;
import dev.restore.backup.names.TableFileNames;
import dev.restore.backup.names.UnfinishedName;
import dev.restore.backup.stream.FileOutput;
import dev.restore.backup.stream.GzipOutput;
import dev.restore.backup.stream.MeasuredOutput;
import dev.restore.backup.stream.Sha256;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes a backup, in the library's own format or as arrays of rows. Everything goes under a temporary name beside the target and is on the disk before
 * it gets its own name, so that there is a whole backup under that name or none. Used by one thread.
 *
 * <p>The name's ending says what is written: {@code .zip}, {@code .tar}, {@code .tar.gz} or {@code .tgz}, and otherwise a directory.
 * What is encrypted is a {@code .tar} or {@code .tar.gz} within an age file.
 */
public final class BackupWriter implements Closeable {

    private static final int MAX_PARTS = 99_999;

    /** What {@link ReadLimits} takes unless told otherwise, but for the parts of the tables and the manifest. */
    private static final int MAX_FILES = 90_000;

    private final Path target;
    private final Path temporary;
    private final FileOutput files;
    private final boolean gzippedParts;
    private final long partBytes;
    private final PackageOutput output;
    private final @Nullable ArrayFiles arrays;
    private final Set<String> folders = new HashSet<>();
    private final List<ManifestPart> parts = new ArrayList<>();

    private String folder = "";
    private @Nullable OutputStream part;
    private @Nullable MeasuredOutput measured;
    private String partPath = "";
    private long partRows;
    private long plainBytes;
    private boolean finished;
    private int entries;

    private BackupWriter(
            Path target, Form form, boolean compressed, long partBytes, @Nullable Age encryption, FileOutput files)
            throws IOException {
        this.target = target.toAbsolutePath();
        this.files = files;
        this.partBytes = partBytes;
        refuseExisting();
        this.temporary = UnfinishedName.beside(this.target);
        boolean single = form == Form.ONE_ARRAY && encryption == null && isJson(this.target);
        this.output = single
                ? new OneFileOutput(temporary, files)
                : PackageOutputs.of(this.target, temporary, files, encryption);
        this.gzippedParts = single ? isGzipped(this.target) : compressed && !output.compresses();
        this.arrays = form == Form.PARTS ? null : new ArrayFiles(output, gzippedParts, form == Form.ONE_ARRAY);
    }

    /** How rows are put into files. */
    public enum Form {
        /** The own format: parts and a manifest. */
        PARTS,
        /** A JSON array in a file of its own for each table. */
        ARRAYS,
        /** One JSON array of the rows of all tables, which may be the backup by itself. */
        ONE_ARRAY
    }

    private static boolean isJson(Path target) {
        String name = target.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".json") || name.endsWith(".json.gz");
    }

    private static boolean isGzipped(Path target) {
        return target.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".gz");
    }

    /**
     * Begins a backup.
     *
     * @param target where it will be; nothing may be there, and its parent must exist
     * @param form how rows are put into files
     * @param compressed whether files of rows are gzipped where the package does not compress by itself
     * @param partBytes how many bytes of rows a file holds at most, not compressed; a single larger row has a file of its own
     * @param encryption encrypts the whole package, which is then a {@code .tar} where the name without {@code .age} says so and
     *     otherwise a {@code .tar.gz}; null for none
     */
    public static BackupWriter create(
            Path target, Form form, boolean compressed, long partBytes, @Nullable Age encryption) throws IOException {
        return create(target, form, compressed, partBytes, encryption, new FileOutput());
    }

    public static BackupWriter create(
            Path target, Form form, boolean compressed, long partBytes, @Nullable Age encryption, FileOutput files)
            throws IOException {
        if (target.getFileName() == null) {
            throw new IOException(target + " is not a name for a backup");
        }
        return new BackupWriter(target, form, compressed, partBytes, encryption, files);
    }

    /** Deletes a backup, a file or a directory. Nothing happens if there is none. */
    public static void delete(Path backup) throws IOException {
        new FileOutput().delete(backup);
    }

    private void refuseExisting() throws IOException {
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(target.toString());
        }
        Path parent = target.getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            throw new NoSuchFileException(parent.toString());
        }
    }

    /** Begins a table. Its rows follow, and {@link #endTable}. */
    public void beginTable(String table) throws IOException {
        if (arrays != null) {
            arrays.beginTable(table);
            return;
        }
        String name = TableFileNames.of(table);
        if (!folders.add(name.toLowerCase(Locale.ROOT))) {
            name = TableFileNames.spelledOut(table);
        }
        folder = "data/" + name + "/";
        parts.clear();
    }

    /** Writes a row: its JSON object and the line feed after it, the first {@code length} bytes. */
    public void row(byte[] line, int length) throws IOException {
        if (arrays != null) {
            arrays.row(line, length);
            return;
        }
        if (part != null && plainBytes + length > partBytes) {
            endPart();
        }
        OutputStream out = part == null ? beginPart() : part;
        out.write(line, 0, length);
        partRows++;
        plainBytes += length;
    }

    private OutputStream beginPart() throws IOException {
        if (parts.size() == MAX_PARTS) {
            throw new IOException("a table has more than " + MAX_PARTS + " parts; make them larger (partBytes)");
        }
        partPath =
                folder + String.format(Locale.ROOT, "%05d", parts.size() + 1) + ".ndjson" + (gzippedParts ? ".gz" : "");
        MeasuredOutput stored = new MeasuredOutput(output.begin(partPath));
        OutputStream out = gzippedParts ? new GzipOutput(stored) : new BufferedOutputStream(stored, 1 << 16);
        measured = stored;
        part = out;
        partRows = 0;
        plainBytes = 0;
        return out;
    }

    private void endPart() throws IOException {
        OutputStream out = part;
        MeasuredOutput stored = measured;
        if (out == null || stored == null) {
            return;
        }
        out.close();
        parts.add(new ManifestPart(partPath, partRows, stored.bytes(), stored.sha256()));
        part = null;
        measured = null;
    }

    /** Ends the table and returns the files of its rows. */
    public List<ManifestPart> endTable() throws IOException {
        if (arrays != null) {
            return List.of(arrays.endTable());
        }
        endPart();
        return List.copyOf(parts);
    }

    /**
     * Writes the files of a directory, after all tables. Their paths and bytes are all that is kept of them.
     *
     * @return what was written, for the manifest
     * @throws IOException if there is a link, a device or a name that not every system can have among them, if the backup is to stand
     *     within the directory, or if it changes meanwhile
     */
    public List<AttachedFile> files(Path directory) throws IOException {
        requireOutside(directory);
        List<AttachedFile> written = new ArrayList<>();
        for (Map.Entry<String, Path> file : SourceFiles.in(directory).entrySet()) {
            if (++entries > MAX_FILES) {
                throw new IOException(
                        "there are more than " + MAX_FILES + " files, which no reader takes in one backup");
            }
            written.add(file(file.getKey(), file.getValue()));
        }
        return written;
    }

    /** Looks at the files of a directory as {@link #files} does, to say early what it would refuse. */
    public void checkFiles(Path directory) throws IOException {
        requireOutside(directory);
        SourceFiles.in(directory);
    }

    private void requireOutside(Path directory) throws IOException {
        Path parent = target.getParent();
        if (parent != null && parent.toRealPath().startsWith(directory.toRealPath())) {
            throw new IOException("the backup cannot stand in the directory whose files go into it: " + directory);
        }
    }

    private AttachedFile file(String path, Path file) throws IOException {
        long size = Files.size(file);
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
                MeasuredOutput out = new MeasuredOutput(output.begin(Manifest.FILES + path, size))) {
            int n = in.read(buffer);
            while (n >= 0 && out.bytes() + n <= size) {
                out.write(buffer, 0, n);
                n = in.read(buffer);
            }
            if (n >= 0 || out.bytes() != size) {
                throw new IOException(file + " changed while it was read; start again");
            }
            return new AttachedFile(path, size, out.sha256());
        }
    }

    /** Writes the manifest, waits until everything is on the disk and gives the backup its name. */
    public void finish(Manifest manifest) throws IOException {
        if (arrays != null) {
            arrays.finish(manifest);
        } else {
            byte[] json = ManifestJson.of(manifest);
            if (json.length > ManifestFinder.MAX_BYTES) {
                throw new IOException(
                        "the manifest has more than " + ManifestFinder.MAX_BYTES + " bytes, which no reader takes");
            }
            write(Manifest.FILE, json);
            String checksum = Sha256.of(json) + "  " + Manifest.FILE + "\n";
            write(Manifest.CHECKSUM_FILE, checksum.getBytes(StandardCharsets.US_ASCII));
        }
        output.finish();
        refuseExisting();
        files.rename(temporary, target);
        finished = true;
        Path parent = target.getParent();
        if (parent != null) {
            files.syncNames(parent);
        }
    }

    private void write(String name, byte[] content) throws IOException {
        try (OutputStream out = output.begin(name)) {
            out.write(content);
        }
    }

    /** Discards what was written, unless it was finished. */
    @Override
    public void close() throws IOException {
        if (finished) {
            return;
        }
        try {
            release(arrays == null ? part : arrays::discard);
            release(output);
        } finally {
            files.delete(temporary);
        }
    }

    /** What is discarded need not be ended well. */
    private static void release(@Nullable Closeable open) {
        try {
            if (open != null) {
                open.close();
            }
        } catch (IOException e) {
            return;
        }
    }
}
