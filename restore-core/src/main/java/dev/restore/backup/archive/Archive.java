package dev.restore.backup.archive;

import dev.restore.backup.names.EntryNames;
import dev.restore.backup.stream.Meter;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What holds the files of a backup: a directory, a package, or a single file. Files are read, never extracted. */
public interface Archive extends Closeable {

    /** Returns what it is, in words. */
    String kind();

    /** Returns whether files can only be reached by reading all those before them. */
    default boolean sequential() {
        return false;
    }

    /** Returns whether it is one file of rows rather than something that holds files. */
    default boolean single() {
        return false;
    }

    /** Returns where one of its files is, for errors. */
    default String location(String source, String name) {
        return single() ? source : source + "/" + EntryNames.printable(name);
    }

    /** Returns whether it is encrypted, so that what was not read to the end may still turn out damaged. */
    default boolean encrypted() {
        return false;
    }

    /** Returns its size where the whole of it is read in any case, -1 where that is not known or only parts are read. */
    default long storedSize() {
        return -1;
    }

    /** Starts a reading. */
    Cursor open(Meter meter) throws IOException;

    /** Returns what tells its files from others and from changed ones, null where that is not known without reading them. */
    @Nullable
    String identity();

    /** Returns what certainly changes when any of the files does; null where nothing does or not yet. */
    default @Nullable String stamps() {
        return null;
    }

    /**
     * Fails if what was read is no longer what was opened. What was read before a change is not affected by that.
     *
     * @param read the names of the files that were read
     */
    void checkUnchanged(Set<String> read) throws IOException;

    @Override
    void close();

    /** One reading. */
    interface Cursor extends Closeable {
        /** Goes to the next file, null when the archive was read to its end and is whole. */
        @Nullable
        Entry next() throws IOException;

        /** Returns a reading of files that are there anyway, so that nothing has to be closed. */
        static Cursor over(Iterator<Entry> entries) {
            return new Cursor() {
                @Override
                public @Nullable Entry next() {
                    return entries.hasNext() ? entries.next() : null;
                }

                @Override
                public void close() {}
            };
        }
    }

    /** One file. */
    interface Entry {
        /** Returns its path in the archive, with slashes. */
        String name();

        /** Returns how many bytes it takes as stored, -1 when that is not known. */
        long storedSize();

        /** Returns whether it is a link or a device, and no file of its own. */
        default boolean linked() {
            return false;
        }

        /** Opens it, at most once in a reading. */
        InputStream open() throws IOException;
    }
}
