package dev.restore.backup.format;

import dev.restore.backup.Age;
import dev.restore.backup.BackupSource;
import dev.restore.backup.Placeholders;
import dev.restore.backup.ReadLimits;
import dev.restore.backup.RowShape;
import dev.restore.backup.age.AgeHeader;
import dev.restore.backup.archive.Archive;
import dev.restore.backup.archive.Compression;
import dev.restore.backup.archive.DirectoryArchive;
import dev.restore.backup.archive.OpenedSource;
import dev.restore.backup.archive.SingleFile;
import dev.restore.backup.archive.TarArchive;
import dev.restore.backup.archive.TimestampedDirectories;
import dev.restore.backup.archive.ZipArchive;
import dev.restore.backup.json.JsonInput;
import dev.restore.backup.layout.FilesArchive;
import dev.restore.backup.layout.LaterRecord;
import dev.restore.backup.layout.Layout;
import dev.restore.backup.layout.LayoutFinder;
import dev.restore.backup.layout.ManifestFinder;
import dev.restore.backup.layout.OpenArchive;
import dev.restore.backup.layout.Recognizer;
import dev.restore.backup.names.EntryNames;
import dev.restore.backup.names.IoMessages;
import dev.restore.backup.names.TableFileNames;
import dev.restore.backup.names.UnfinishedName;
import dev.restore.backup.reading.BackupReader;
import dev.restore.backup.write.BackupWriter;
import dev.restore.outcome.BackupFormatException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonFactory;

/**
 * Opens backups. The format is recognised by the content: a directory, {@code .zip}, {@code .tar} or {@code .tar.gz} of
 * {@code table.json} (array) and {@code table.ndjson} files, a Django dump, one object of tables, what {@link BackupWriter} writes;
 * JSON also gzipped; packages and files also within an age file, which is decrypted on the way. Files
 * are called after their tables as {@link TableFileNames} says.
 *
 * <p>JSON is read strictly by RFC 8259 in UTF-8 without a byte order mark: duplicate fields, lone surrogates and anything
 * after the end are errors. Memory: one row at a time and buffers of a few hundred KiB, within {@link ReadLimits}.
 */
public final class BackupFormats {

    private BackupFormats() {}

    /**
     * Opens a backup within the limits for this heap.
     *
     * @throws BackupFormatException if it cannot be read or is not a backup
     */
    public static BackupReader open(BackupSource source) {
        return open(source, ReadLimits.forThisHeap());
    }

    /**
     * Opens a backup.
     *
     * @throws BackupFormatException if it cannot be read or is not a backup
     */
    public static BackupReader open(BackupSource source, ReadLimits limits) {
        return open(source, limits, new LayoutMemory());
    }

    /**
     * Opens a backup.
     *
     * @param memory what was found in the same source, within the same limits, before
     * @throws BackupFormatException if it cannot be read or is not a backup
     */
    public static BackupReader open(BackupSource source, ReadLimits limits, LayoutMemory memory) {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(limits, "limits");
        Archive archive = null;
        try {
            Placeholders placeholders = source instanceof BackupSource.Filled filled ? filled.placeholders() : null;
            BackupSource written = source instanceof BackupSource.Filled filled ? filled.stored() : source;
            RowShape shape = written instanceof BackupSource.Shaped shaped ? shaped.shape() : null;
            BackupSource bytes = written instanceof BackupSource.Shaped shaped ? shaped.stored() : written;
            Age age = bytes instanceof BackupSource.Encrypted encrypted ? encrypted.age() : null;
            BackupSource newest =
                    newest(bytes instanceof BackupSource.Encrypted encrypted ? encrypted.stored() : bytes);
            Archive found = archive(newest, age, limits);
            archive = found;
            JsonFactory json = JsonInput.factory(limits);
            String stamps = found.stamps();
            Layout layout = memory.of(
                    stamps,
                    () -> new LayoutFinder(
                                    found,
                                    newest.name(),
                                    new Recognizer(json, limits, shape),
                                    new LaterRecord(json, limits),
                                    new ManifestFinder(found, newest.name(), json, limits))
                            .find());
            if (placeholders != null && layout.manifest() != null) {
                throw new IOException(
                        "is a backup, in which nothing stands for another value; read it without placeholders");
            }
            ArchiveReader reader = new ArchiveReader(
                    new OpenArchive(newest.name(), found, stamps, layout, json, limits, placeholders));
            archive = null;
            return reader;
        } catch (IOException e) {
            throw new BackupFormatException(describe(e), source.name(), -1, e);
        } finally {
            if (archive != null) {
                archive.close();
            }
        }
    }

    private static BackupSource newest(BackupSource source) throws IOException {
        if (source instanceof BackupSource.OfFiles files) {
            return TimestampedDirectories.newest(files);
        }
        return source instanceof BackupSource.OfPath root && Files.isDirectory(root.path())
                ? BackupSource.of(TimestampedDirectories.newest(root.path()))
                : source;
    }

    private static Archive archive(BackupSource source, @Nullable Age age, ReadLimits limits) throws IOException {
        if (source instanceof BackupSource.OfStream stream) {
            OpenedSource opened = opened(OpenedSource.of(stream), age);
            Contents contents = Contents.of(opened, limits);
            if (contents.kind() == Kind.ZIP) {
                return spooled(opened, limits);
            }
            return file(EntryNames.fileOf(stream.name()), contents, opened, limits);
        }
        if (source instanceof BackupSource.OfFiles files) {
            if (age != null) {
                throw notEncrypted();
            }
            return new FilesArchive(files, limits);
        }
        Path path = ((BackupSource.OfPath) source).path();
        if (UnfinishedName.fits(path)) {
            throw new IOException(
                    "is what a killed or failed backup left behind; take it away, and create the backup again");
        }
        if (Files.isDirectory(path)) {
            if (age != null) {
                throw notEncrypted();
            }
            return new DirectoryArchive(path, limits);
        }
        OpenedSource opened = opened(OpenedSource.of(path), age);
        Contents contents = Contents.of(opened, limits);
        if (contents.kind() == Kind.ZIP) {
            return new ZipArchive(path, false, limits);
        }
        Path name = path.getFileName();
        return file(name == null ? path.toString() : name.toString(), contents, opened, limits);
    }

    /** Decrypts what is encrypted; neither a missing key nor one that has nothing to open is passed over. */
    private static OpenedSource opened(OpenedSource stored, @Nullable Age age) throws IOException {
        byte[] head = new byte[Contents.HEAD];
        int length;
        try (InputStream in = stored.open()) {
            length = in.readNBytes(head, 0, head.length);
        }
        if (AgeHeader.startsLike(head, length)) {
            if (age == null) {
                throw new IOException("is encrypted with age: give the passphrase or an identity"
                        + " (decrypt, --passphrase-env, --identity)");
            }
            return stored.decrypted(age.decryption());
        }
        if (age != null) {
            throw notEncrypted();
        }
        return stored;
    }

    private static IOException notEncrypted() {
        return new IOException("is not encrypted with age, and a key was given to open it; is it the right backup?"
                + " If it is, leave the key out");
    }

    private static Archive file(String name, Contents contents, OpenedSource opened, ReadLimits limits) {
        return switch (contents.kind()) {
            case TAR -> new TarArchive(opened, contents.compression(), limits);
            default -> new SingleFile(opened.encrypted() ? EntryNames.withoutAge(name) : name, opened);
        };
    }

    /** A zip package can only be read from its end, so a stream of one is copied to disk first. */
    private static Archive spooled(OpenedSource opened, ReadLimits limits) throws IOException {
        Path copy = Files.createTempFile("restore-", ".zip");
        try {
            try (InputStream in = opened.open()) {
                Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
            }
            return new ZipArchive(copy, true, limits);
        } catch (IOException e) {
            Files.deleteIfExists(copy);
            throw e;
        }
    }

    private static String describe(IOException e) {
        if (e instanceof NoSuchFileException || e instanceof FileNotFoundException) {
            return "does not exist; check the path or address of the backup";
        }
        if (e instanceof AccessDeniedException) {
            return "may not be read by this user";
        }
        if (e instanceof UnknownHostException) {
            return "the host is unknown; check the address of the backup";
        }
        return IoMessages.of(e);
    }

    private enum Kind {
        ZIP,
        TAR,
        PLAIN
    }

    /**
     * What the first bytes of a file say.
     *
     * @param compression how it is compressed as a whole, null where it is not
     */
    private record Contents(Kind kind, @Nullable Compression compression) {

        private static final int HEAD = 512;

        static Contents of(OpenedSource source, ReadLimits limits) throws IOException {
            Compression compression;
            try (InputStream in = source.open()) {
                byte[] head = new byte[HEAD];
                int length = in.readNBytes(head, 0, HEAD);
                if (ZipArchive.startsLike(head, length)) {
                    if (source.encrypted()) {
                        throw new IOException(
                                "is an encrypted zip package, which cannot be read as a stream and would have"
                                        + " to be put on the disk in the clear; pack it as .tar.gz and encrypt that");
                    }
                    return new Contents(Kind.ZIP, null);
                }
                if (TarArchive.startsLike(head, length)) {
                    return new Contents(Kind.TAR, null);
                }
                compression = Compression.of(head, length);
                if (compression == null) {
                    return new Contents(Kind.PLAIN, null);
                }
            }
            try (InputStream in = compression.open(source.open(), limits)) {
                byte[] head = new byte[HEAD];
                int length = in.readNBytes(head, 0, HEAD);
                if (ZipArchive.startsLike(head, length)) {
                    throw new IOException("is a zip package within a ." + compression.ending()
                            + " file; unpack what is around it first");
                }
                return new Contents(TarArchive.startsLike(head, length) ? Kind.TAR : Kind.PLAIN, compression);
            }
        }
    }
}
