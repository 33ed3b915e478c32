package dev.restore.backup;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

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

    TarOutput(Path file, FileOutput files, boolean gzipped) throws IOException {
        this.file = file;
        this.files = files;
        this.gzipped = gzipped;
        this.spool = file.resolveSibling(file.getFileName() + ".spool");
        OutputStream out = new BufferedOutputStream(files.create(file), 1 << 16);
        this.tar = new TarArchiveOutputStream(gzipped ? new GzipOutput(out) : out, 512, "UTF-8");
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    }

    @Override
    public boolean compresses() {
        return gzipped;
    }

    @Override
    public OutputStream begin(String name) throws IOException {
        return new FilterOutputStream(new BufferedOutputStream(files.create(spool), 1 << 16)) {
            private boolean closed;

            @Override
            public void write(byte[] b, int off, int len) throws IOException {
                out.write(b, off, len);
            }

            @Override
            public void close() throws IOException {
                if (!closed) {
                    closed = true;
                    super.close();
                    pack(name);
                }
            }
        };
    }

    private void pack(String name) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(Files.size(spool));
        entry.setModTime(0);
        tar.putArchiveEntry(entry);
        Files.copy(spool, tar);
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
