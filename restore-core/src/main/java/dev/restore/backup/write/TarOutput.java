package dev.restore.backup.write;

import dev.restore.backup.Age;
import dev.restore.backup.age.SecretSpool;
import dev.restore.backup.names.UnfinishedName;
import dev.restore.backup.stream.FileOutput;
import dev.restore.backup.stream.SealedGzipOutput;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the files of a backup into a tar package. A file's size stands in front of it there, so that each is written beside
 * the package first.
 */
final class TarOutput implements PackageOutput {

    private final Path file;
    private final Path spool;
    private final FileOutput files;
    private final boolean gzipped;
    private final TarArchiveOutputStream tar;
    private final @Nullable Age encryption;

    /**
     * Begins a package.
     *
     * @param encryption encrypts all of it, also what is written beside it; null for nothing
     */
    TarOutput(Path file, FileOutput files, boolean gzipped, @Nullable Age encryption) throws IOException {
        this.file = file;
        this.files = files;
        this.gzipped = gzipped;
        this.spool = UnfinishedName.spoolOf(file);
        this.encryption = encryption;
        OutputStream stored = new BufferedOutputStream(files.create(file), 1 << 16);
        OutputStream out = encryption == null ? stored : encrypted(stored, encryption);
        this.tar = new TarArchiveOutputStream(gzipped ? new SealedGzipOutput(out) : out, 512, "UTF-8");
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    }

    private OutputStream encrypted(OutputStream stored, Age encryption) throws IOException {
        try {
            return encryption.encrypt(stored);
        } catch (IOException e) {
            stored.close();
            files.delete(file);
            throw e;
        }
    }

    @Override
    public boolean compresses() {
        return gzipped;
    }

    @Override
    public OutputStream begin(String name) throws IOException {
        SecretSpool secret = encryption == null ? null : new SecretSpool();
        OutputStream stored = new BufferedOutputStream(files.create(spool), 1 << 16);
        OutputStream spooled = secret == null ? stored : secret.over(stored);
        return new EntryOutput(spooled, () -> {
            spooled.close();
            pack(name, secret);
        });
    }

    @Override
    public OutputStream begin(String name, long size) throws IOException {
        enter(name, size);
        return new EntryOutput(tar, tar::closeArchiveEntry);
    }

    private void enter(String name, long size) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(size);
        entry.setModTime(0);
        tar.putArchiveEntry(entry);
    }

    private void pack(String name, @Nullable SecretSpool secret) throws IOException {
        enter(name, Files.size(spool));
        try (InputStream spooled = Files.newInputStream(spool);
                InputStream in = secret == null ? spooled : secret.over(spooled)) {
            in.transferTo(tar);
        }
        tar.closeArchiveEntry();
        files.delete(spool);
    }

    @Override
    public void finish() throws IOException {
        tar.close();
        files.sync(file);
    }

    @Override
    public void close() throws IOException {
        try {
            tar.close();
        } finally {
            files.delete(spool);
        }
    }
}
