package dev.restore.examples.boot.operations;

import dev.restore.Backup;
import dev.restore.backup.BackupSource;
import dev.restore.backup.ReadLimits;
import dev.restore.examples.boot.operations.RefusedException.Reason;
import dev.restore.examples.boot.operations.StoredBackup.Origin;
import dev.restore.outcome.BackupFormatException;
import dev.restore.outcome.BackupReport;
import dev.restore.outcome.Inspection;
import dev.restore.outcome.RestoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Backups in a directory, which several instances can share: each is a file and one with what is known of it. All names of files are
 * made here; what a client calls a backup is only shown. Safe to use from any thread.
 */
public final class BackupStore {

    private static final Pattern ID = Pattern.compile("\\d{8}-\\d{6}-[0-9a-f]{12}");
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final Duration ORPHAN_AGE = Duration.ofDays(1);
    private static final String DESCRIPTION = ".about";
    private static final String WRITTEN = ".tar.gz";
    private static final Logger LOG = LoggerFactory.getLogger(BackupStore.class);

    private final Path directory;
    private final long maxUpload;
    private final long maxTotal;
    private final ReadLimits limits;
    private final JsonMapper json;
    private final SecureRandom random = new SecureRandom();

    /**
     * Opens the store in a directory, which is made when it is not there.
     *
     * @param maxUpload the most bytes of one upload
     * @param maxTotal the most bytes of all files in the directory
     * @param limits how much a backup may ask for
     */
    public BackupStore(Path directory, long maxUpload, long maxTotal, ReadLimits limits, JsonMapper json) {
        this.directory = directory.toAbsolutePath().normalize();
        this.maxUpload = maxUpload;
        this.maxTotal = maxTotal;
        this.limits = limits;
        this.json = json;
        try {
            Files.createDirectories(this.directory);
            tidy();
        } catch (IOException e) {
            throw new UncheckedIOException("the directory of backups cannot be used", e);
        }
    }

    /** Returns the backups, the newest first. */
    public List<StoredBackup> list() {
        List<StoredBackup> backups = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + DESCRIPTION)) {
            for (Path file : files) {
                read(file).ifPresent(backups::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the directory of backups cannot be read", e);
        }
        backups.sort(Comparator.comparing(StoredBackup::createdAt)
                .thenComparing(StoredBackup::id)
                .reversed());
        return backups;
    }

    /** Returns the backup with an id; empty when there is none, also for what is no id. */
    public Optional<StoredBackup> find(String id) {
        return ID.matcher(id).matches() ? read(directory.resolve(id + DESCRIPTION)) : Optional.empty();
    }

    /** Returns the backup with an id, or refuses. */
    public StoredBackup get(String id) {
        return find(id).orElseThrow(() -> new RefusedException(Reason.NOT_FOUND, "There is no such backup."));
    }

    /** Returns the file of a backup. */
    public Path file(StoredBackup backup) {
        return directory.resolve(backup.file());
    }

    /** Returns how a backup is read: from its file, or under its name where that says which table its rows are of. */
    public BackupSource source(StoredBackup backup) {
        Path file = file(backup);
        return backup.nameIsTable() ? named(backup.name(), file) : BackupSource.of(file);
    }

    /** Returns what the table of a backup is called whose file alone says so. */
    String tableOf(StoredBackup backup) {
        return Backup.tables(BackupSource.of(file(backup)), limits, Set.of()).get(0);
    }

    /** Returns the id for a backup that will be written. */
    public String newId() {
        byte[] bytes = new byte[6];
        random.nextBytes(bytes);
        return STAMP.format(Instant.now()) + '-' + HexFormat.of().formatHex(bytes);
    }

    /** Returns where the backup with a new id is to be written. */
    public Path fileFor(String id) {
        return directory.resolve(id + WRITTEN);
    }

    /** Returns how much a backup may ask for before it is refused. */
    public ReadLimits limits() {
        return limits;
    }

    /** Returns the most bytes of an upload. */
    public long maxUpload() {
        return maxUpload;
    }

    /** Takes up a backup that was written to {@link #fileFor}, with what its report says. */
    public StoredBackup add(String id, String name, Origin origin, String by, BackupReport report) {
        try {
            Path file = fileFor(id);
            List<StoredBackup.Table> tables = report.tables().stream()
                    .map(table -> new StoredBackup.Table(table.table(), table.rows()))
                    .toList();
            return keep(new StoredBackup(
                    id,
                    name,
                    id + WRITTEN,
                    origin,
                    Instant.now(),
                    by,
                    Files.size(file),
                    digest(file),
                    "backup of " + report.dialect(),
                    report.rows(),
                    tables,
                    false));
        } catch (IOException e) {
            throw new UncheckedIOException("the backup cannot be stored", e);
        }
    }

    /**
     * Streams an upload to the disk and keeps it when its content is a backup, whatever its name says.
     *
     * @throws RefusedException when it is too large or holds no table
     * @throws BackupFormatException when it is not a backup
     */
    public StoredBackup upload(InputStream content, String givenName, String by) {
        String id = newId();
        Path file = directory.resolve(id + ".upload");
        String name = BackupName.of(givenName, "upload " + id.substring(0, 8));
        requireRoom();
        try {
            String sha256 = copy(content, file);
            return describe(id, file, name, Origin.UPLOADED, by, sha256);
        } catch (IOException e) {
            deleteQuietly(file);
            throw new UncheckedIOException("the upload was not completed", e);
        } catch (RuntimeException e) {
            deleteQuietly(file);
            throw e;
        }
    }

    /** Refuses what would add to a store that is full. */
    void requireRoom() {
        try {
            if (stored() >= maxTotal) {
                throw full();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the directory of backups cannot be read", e);
        }
    }

    private RefusedException full() {
        return new RefusedException(
                Reason.FULL, "All backups together may have at most " + maxTotal + " bytes: delete one first.");
    }

    /** Returns the bytes of all files, those among them that are being written. */
    private long stored() throws IOException {
        if (maxTotal == Long.MAX_VALUE) {
            return 0;
        }
        long bytes = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                // One that is deleted meanwhile has none.
                bytes += file.toFile().length();
            }
        }
        return bytes;
    }

    /** Deletes a backup. */
    public void delete(StoredBackup backup) {
        try {
            Files.deleteIfExists(directory.resolve(backup.id() + DESCRIPTION));
            Files.deleteIfExists(file(backup));
        } catch (IOException e) {
            throw new UncheckedIOException("the backup cannot be deleted", e);
        }
    }

    private StoredBackup describe(String id, Path file, String name, Origin origin, String by, String sha256)
            throws IOException {
        Inspection found = Backup.inspect(named(name, file), limits);
        List<StoredBackup.Table> tables = found.tables().stream()
                .map(table -> new StoredBackup.Table(table.table(), table.rows()))
                .toList();
        if (tables.isEmpty()) {
            throw new RefusedException(Reason.INVALID, "There is no table with rows in this file.");
        }
        String stem = BackupName.stem(name);
        boolean nameIsTable = tables.size() == 1 && tables.get(0).name().equals(stem);
        return keep(new StoredBackup(
                id,
                name,
                String.valueOf(file.getFileName()),
                origin,
                Instant.now(),
                by,
                Files.size(file),
                sha256,
                found.format(),
                found.rows(),
                tables,
                nameIsTable));
    }

    private StoredBackup keep(StoredBackup backup) throws IOException {
        Path written = directory.resolve(backup.id() + ".writing");
        Files.write(written, json.writeValueAsBytes(backup));
        Files.move(written, directory.resolve(backup.id() + DESCRIPTION), StandardCopyOption.ATOMIC_MOVE);
        return backup;
    }

    private static BackupSource named(String name, Path file) {
        return new BackupSource.OfStream(
                name,
                () -> Files.newInputStream(file),
                OptionalLong.of(file.toFile().length()));
    }

    private String copy(InputStream content, Path file) throws IOException {
        MessageDigest digest = sha256();
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            long size = 0;
            for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
                size += n;
                if (size > maxUpload) {
                    throw tooLarge();
                }
                digest.update(buffer, 0, n);
                out.write(buffer, 0, n);
            }
        }
        if (stored() > maxTotal) {
            throw full();
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Returns the refusal of an upload that is too large. */
    public RefusedException tooLarge() {
        return new RefusedException(Reason.TOO_LARGE, "An upload may have at most " + maxUpload + " bytes.");
    }

    private static String digest(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private Optional<StoredBackup> read(Path description) {
        try {
            // A later version may have written more.
            return Optional.of(json.readerFor(StoredBackup.class)
                    .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .readValue(Files.readAllBytes(description)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("what is known of a backup cannot be read", e);
        }
    }

    /**
     * What a killed process has left: a backup that was written to its end is taken up, the beginning of an upload is deleted when it is
     * so old that no other instance can be at it.
     */
    private void tidy() throws IOException {
        Instant old = Instant.now().minus(ORPHAN_AGE);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.{upload,writing,tar.gz}")) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                String id = BackupName.stem(name);
                if (!ID.matcher(id).matches() || Files.exists(directory.resolve(id + DESCRIPTION))) {
                    continue;
                }
                if (name.endsWith(WRITTEN)) {
                    takeUp(id, file);
                } else if (Files.getLastModifiedTime(file).toInstant().isBefore(old)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private void takeUp(String id, Path file) throws IOException {
        try {
            describe(id, file, "backup " + id.substring(0, 15) + WRITTEN, Origin.CREATED, "unknown", digest(file));
        } catch (RestoreException | RefusedException e) {
            LOG.warn("file {} in the directory of backups is none: {}", file.getFileName(), e.getMessage());
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            file.toFile().deleteOnExit();
        }
    }
}
