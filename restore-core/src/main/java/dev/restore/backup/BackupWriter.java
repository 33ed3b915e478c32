package dev.restore.backup;

import dev.restore.backup.Manifest.ManifestPart;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes a backup in the library's own format. Everything goes under a temporary name beside the target and is on the disk before
 * it gets its own name, so that there is a whole backup under that name or none. Used by one thread.
 *
 * <p>The name's ending says what is written: {@code .zip}, {@code .tar}, {@code .tar.gz} or {@code .tgz}, and otherwise a directory.
 */
public final class BackupWriter implements Closeable {

    private static final int MOST_PARTS = 99_999;

    private final Path target;
    private final Path temporary;
    private final FileOutput files;
    private final boolean gzippedParts;
    private final long partBytes;
    private final PackageOutput output;
    private final Set<String> folders = new HashSet<>();
    private final List<ManifestPart> parts = new ArrayList<>();

    private String folder = "";
    private @Nullable OutputStream part;
    private @Nullable MeasuredOutput measured;
    private String partPath = "";
    private long partRows;
    private long plainBytes;
    private boolean finished;

    private BackupWriter(Path target, boolean compressed, long partBytes, FileOutput files) throws IOException {
        this.target = target.toAbsolutePath();
        this.files = files;
        this.partBytes = partBytes;
        refuseExisting();
        byte[] random = new byte[4];
        new SecureRandom().nextBytes(random);
        this.temporary = this.target.resolveSibling(
                "." + this.target.getFileName() + "." + HexFormat.of().formatHex(random) + ".unfinished");
        this.output = PackageOutput.of(this.target, temporary, files);
        this.gzippedParts = compressed && !output.compresses();
    }

    /**
     * Begins a backup.
     *
     * @param target where it will be; nothing may be there, and its parent must exist
     * @param compressed whether files of rows are gzipped where the package does not compress by itself
     * @param partBytes how many bytes of rows a file holds at most, not compressed; a single larger row has a file of its own
     */
    public static BackupWriter create(Path target, boolean compressed, long partBytes) throws IOException {
        return create(target, compressed, partBytes, new FileOutput());
    }

    static BackupWriter create(Path target, boolean compressed, long partBytes, FileOutput files) throws IOException {
        if (target.getFileName() == null) {
            throw new IOException(target + " is no name for a backup");
        }
        return new BackupWriter(target, compressed, partBytes, files);
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
    public void beginTable(String table) {
        String name = TableFileNames.of(table);
        if (!folders.add(name.toLowerCase(Locale.ROOT))) {
            name = TableFileNames.spelledOut(table);
        }
        folder = "data/" + name + "/";
        parts.clear();
    }

    /** Writes a row: its JSON object and the line feed behind it, the first {@code length} bytes. */
    public void row(byte[] line, int length) throws IOException {
        if (part != null && plainBytes + length > partBytes) {
            endPart();
        }
        OutputStream out = part == null ? beginPart() : part;
        out.write(line, 0, length);
        partRows++;
        plainBytes += length;
    }

    private OutputStream beginPart() throws IOException {
        if (parts.size() == MOST_PARTS) {
            throw new IOException("a table has more than " + MOST_PARTS + " parts; make them larger (partBytes)");
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
        endPart();
        return List.copyOf(parts);
    }

    /** Writes the manifest, waits until everything is on the disk and gives the backup its name. */
    public void finish(Manifest manifest) throws IOException {
        byte[] json = ManifestJson.of(manifest);
        write(Manifest.FILE, json);
        String checksum = Sha256.of(json) + "  " + Manifest.FILE + "\n";
        write(Manifest.CHECKSUM_FILE, checksum.getBytes(StandardCharsets.US_ASCII));
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
            release(part);
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
