package dev.restore.backup.layout;

import dev.restore.backup.Placeholders;
import dev.restore.backup.ReadLimits;
import dev.restore.backup.archive.Archive;
import dev.restore.backup.names.IoMessages;
import dev.restore.outcome.BackupFormatException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonFactory;

/**
 * An archive that was recognised, and what it takes to read it any number of times.
 *
 * @param source what the user called it
 * @param archive its files
 * @param stamps the stamps of its files when it was opened
 * @param layout which of them hold rows, and of what
 * @param json makes the parsers
 * @param limits what a reader takes
 * @param placeholders what fills placeholders in its rows, null where there are none
 */
public record OpenArchive(
        String source,
        Archive archive,
        @Nullable String stamps,
        Layout layout,
        JsonFactory json,
        ReadLimits limits,
        @Nullable Placeholders placeholders) {

    /** Returns how many bytes are read from its beginning to its end, -1 when that is not known. */
    public long size() {
        return archive.sequential() || archive.single() ? archive.storedSize() : layout.storedSize();
    }

    /** Returns what to call a file of it in a message. */
    public String location(String file) {
        return archive.location(source, file);
    }

    /** Says that it cannot be read. */
    public BackupFormatException failure(IOException cause) {
        return new BackupFormatException(IoMessages.of(cause), source, -1, cause);
    }
}
