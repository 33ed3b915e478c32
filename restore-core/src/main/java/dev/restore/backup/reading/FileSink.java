package dev.restore.backup.reading;

import dev.restore.backup.AttachedFile;
import java.io.IOException;
import java.io.InputStream;

/** Takes the files that a backup holds beside its rows. */
@FunctionalInterface
public interface FileSink {

    /**
     * Takes a file.
     *
     * @param file which one
     * @param content its bytes; what is not read is read afterwards, so that every checksum is looked at. Damage is a
     *     {@link dev.restore.outcome.BackupFormatException}, never an {@link IOException}
     */
    void file(AttachedFile file, InputStream content) throws IOException;
}
