package dev.restore.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/** What a file looked like when it was opened, to notice that it changes while it is read. */
record FileStamp(Path path, long size, FileTime modified) {

    static FileStamp of(Path path) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        return new FileStamp(path, attributes.size(), attributes.lastModifiedTime());
    }

    /** Returns size and time, as text. */
    String identity() {
        return size + " " + modified.toMillis();
    }

    void check() throws IOException {
        if (!equals(of(path))) {
            throw new IOException(path.getFileName()
                    + " changed while it was read; wait until the backup is written, then start again");
        }
    }
}
