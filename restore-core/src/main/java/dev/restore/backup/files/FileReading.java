package dev.restore.backup.files;

import dev.restore.backup.AttachedFile;
import dev.restore.backup.archive.Archive;
import dev.restore.backup.names.FileNames;
import dev.restore.backup.names.IoMessages;
import dev.restore.backup.reading.FileSink;
import dev.restore.backup.stream.Meter;
import dev.restore.outcome.BackupFormatException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One time through an archive for the files beside its rows. */
public final class FileReading implements Closeable {

    private final String source;
    private final Archive archive;
    private final Set<String> wanted;
    private final Archive.Cursor entries;

    private FileReading(String source, Archive archive, Meter meter, Set<String> wanted) {
        this.source = source;
        this.archive = archive;
        this.wanted = wanted;
        meter.set(0);
        try {
            this.entries = archive.open(meter);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Gives all files to a sink, when all of their names are such as can be created. */
    public static void readAll(
            String source, Archive archive, Meter meter, Map<String, AttachedFile> held, FileSink sink)
            throws IOException {
        FileNames names = new FileNames();
        for (AttachedFile file : held.values()) {
            try {
                names.accept(file.path());
            } catch (IOException e) {
                throw new BackupFormatException(IoMessages.of(e), source, -1, e);
            }
        }
        long left = held.size();
        try (FileReading reading = new FileReading(source, archive, meter, held.keySet())) {
            for (Archive.Entry entry = reading.next(); entry != null; entry = reading.next()) {
                AttachedFile file = held.get(entry.name());
                if (file != null) {
                    reading.give(entry, file, sink);
                    left--;
                }
            }
        }
        if (left != 0) {
            throw new BackupFormatException(
                    source + ": files are no longer there: the backup changed while it was read", null);
        }
    }

    /** Goes to the next file of any kind, null at the very end, when the files are still those that were opened. */
    private Archive.@Nullable Entry next() {
        try {
            Archive.Entry entry = entries.next();
            if (entry == null) {
                archive.checkUnchanged(wanted);
            }
            return entry;
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Gives a file to a sink and reads what that has left. */
    private void give(Archive.Entry entry, AttachedFile file, FileSink sink) throws IOException {
        String location = archive.location(source, entry.name());
        if (entry.linked()) {
            throw new BackupFormatException(
                    "is a link or a device; put what it means in its place", location, -1, null);
        }
        InputStream stored;
        try {
            stored = entry.open();
        } catch (IOException e) {
            throw new BackupFormatException(IoMessages.of(e), location, -1, e);
        }
        String sha256 = file.sha256();
        InputStream checked = sha256 == null ? stored : new CheckedPart(stored, file.bytes(), sha256);
        try (CheckedContent content = new CheckedContent(checked, location)) {
            sink.file(file, content);
            content.drain();
        }
    }

    private BackupFormatException failure(IOException e) {
        return new BackupFormatException(IoMessages.of(e), source, -1, e);
    }

    @Override
    public void close() throws IOException {
        entries.close();
    }
}
