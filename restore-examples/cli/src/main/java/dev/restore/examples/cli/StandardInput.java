package dev.restore.examples.cli;

import dev.restore.backup.BackupSource;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A backup that comes through a pipe. A restore reads a backup more than once, and a pipe can be read only once, so that the bytes
 * are kept in a temporary file, which only this user can read and which goes when the program ends.
 */
final class StandardInput {

    /** As much as fits on most disks for temporary files; more is better saved by the user, where he knows there is room. */
    static final long MAX_BYTES = 8L << 30;

    private final InputStream in;
    private final long limit;
    private @Nullable Path spooled;

    StandardInput(InputStream in, long limit) {
        this.in = in;
        this.limit = limit;
    }

    static BackupSource source() {
        return new StandardInput(System.in, MAX_BYTES).backup();
    }

    BackupSource backup() {
        return new BackupSource.OfStream("standard input", this::open, OptionalLong.empty());
    }

    private synchronized InputStream open() throws IOException {
        Path file = spooled;
        if (file == null) {
            file = spool();
            spooled = file;
        }
        return new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    }

    private Path spool() throws IOException {
        Path file = Files.createTempFile("restore-input", ".tmp");
        file.toFile().deleteOnExit();
        byte[] buffer = new byte[1 << 16];
        long total = 0;
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                total += length;
                if (total > limit) {
                    throw new IOException("has more than " + (limit >> 20)
                            + " MiB, which is the most that is kept of a pipe;" + " save it as a file and name that");
                }
                out.write(buffer, 0, length);
            }
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
        return file;
    }
}
