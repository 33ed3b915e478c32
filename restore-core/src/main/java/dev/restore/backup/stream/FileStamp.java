package dev.restore.backup.stream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a file looked like when it was opened, to notice that it changes while it is read. */
public record FileStamp(
        Path path, long size, FileTime modified, @Nullable Object key) {

    /** A file that was written just now may be written again without its time showing it. */
    private static final Duration SETTLED = Duration.ofSeconds(3);

    public static FileStamp of(Path path) throws IOException {
        return of(path, Files.readAttributes(path, BasicFileAttributes.class));
    }

    public static FileStamp of(Path path, BasicFileAttributes attributes) {
        return new FileStamp(path, attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
    }

    /** Returns size and time, as text. */
    public String identity() {
        return size + " " + modified.toMillis();
    }

    /** Returns everything that a change of the file would change, or null while a change might not show. */
    @Nullable
    public String settled() {
        FileTime settled = FileTime.from(Instant.now().minus(SETTLED));
        return modified.compareTo(settled) > 0 ? null : path + "\n" + size + " " + modified + " " + key + "\n";
    }

    public void check() throws IOException {
        FileStamp now = of(path);
        if (size != now.size || !modified.equals(now.modified) || !Objects.equals(key, now.key)) {
            throw new IOException(path.getFileName()
                    + " changed while it was read; wait until the backup is written, then start again");
        }
    }
}
