package dev.restore.backup.archive;

import dev.restore.backup.Age;
import dev.restore.backup.BackupSource;
import dev.restore.backup.stream.FileStamp;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The bytes of a source that is not a directory, and what it looked like when it was opened. */
public final class OpenedSource {

    private final BackupSource.Opener opener;
    private final long size;
    private final @Nullable FileStamp stamp;
    private final boolean encrypted;

    private OpenedSource(BackupSource.Opener opener, long size, @Nullable FileStamp stamp, boolean encrypted) {
        this.opener = opener;
        this.encrypted = encrypted;
        this.size = size;
        this.stamp = stamp;
    }

    public static OpenedSource of(Path file) throws IOException {
        FileStamp stamp = FileStamp.of(file);
        return new OpenedSource(() -> Files.newInputStream(file), stamp.size(), stamp, false);
    }

    public static OpenedSource of(BackupSource.OfStream stream) {
        OptionalLong size = stream.size();
        return new OpenedSource(stream.opener(), size.isPresent() ? size.getAsLong() : -1, null, false);
    }

    /** Returns the same bytes decrypted, each time they are opened. Only those of the file itself are on the disk. */
    public OpenedSource decrypted(Age.Decryption decryption) {
        return new OpenedSource(() -> decryption.over(open()), size, stamp, true);
    }

    /** Returns whether what is opened is encrypted where it is stored. */
    public boolean encrypted() {
        return encrypted;
    }

    public InputStream open() throws IOException {
        InputStream in = opener.open();
        if (in == null) {
            throw new IOException("the source gives no stream");
        }
        return in;
    }

    long size() {
        return size;
    }

    /** Returns what the file looked like, null for a stream. */
    @Nullable
    String identity() {
        return stamp == null ? null : stamp.identity();
    }

    /** Returns what certainly changes when the file does; null for a stream, and for a file that was written just now. */
    @Nullable
    String stamps() {
        return stamp == null ? null : stamp.settled();
    }

    void checkUnchanged() throws IOException {
        if (stamp != null) {
            stamp.check();
        }
    }
}
