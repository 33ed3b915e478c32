package dev.restore.backup.rows;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Sorts the keys of records, and finds the last record of each. What does not fit into a few megabytes goes as sorted runs into a
 * temporary file, which is deleted in the end.
 */
final class KeyRuns implements Closeable {

    /** A run of so many entries takes 7 MiB. */
    private static final int RUN = 1 << 17;

    private static final int BUFFER = 8 << 10;

    /** Takes the last record of a key. */
    @FunctionalInterface
    interface Last {
        void record(int table, int number);
    }

    /** One record. */
    private record Entry(long high, long low, int table, int file, int number, boolean deletion)
            implements Comparable<Entry> {
        boolean hasKeyOf(Entry other) {
            return high == other.high && low == other.low;
        }

        @Override
        public int compareTo(Entry other) {
            if (!hasKeyOf(other)) {
                return high == other.high ? Long.compare(low, other.low) : Long.compare(high, other.high);
            }
            return file == other.file ? Integer.compare(number, other.number) : Integer.compare(file, other.file);
        }
    }

    /** A run that is read, with the entry that comes next. */
    private static final class Reading implements Comparable<Reading> {
        private final DataInputStream in;
        private Entry next;

        Reading(DataInputStream in) throws IOException {
            this.in = in;
            this.next = read();
        }

        private Entry read() throws IOException {
            return new Entry(in.readLong(), in.readLong(), in.readInt(), in.readInt(), in.readInt(), in.readBoolean());
        }

        boolean advance() throws IOException {
            try {
                next = read();
                return true;
            } catch (EOFException e) {
                return false;
            }
        }

        @Override
        public int compareTo(Reading other) {
            return next.compareTo(other.next);
        }
    }

    private final int most;
    private final List<Entry> open = new ArrayList<>();
    private final List<Long> ends = new ArrayList<>();
    private @Nullable FileChannel file;

    KeyRuns() {
        this(RUN);
    }

    /**
     * Creates one.
     *
     * @param most how many entries are held
     */
    KeyRuns(int most) {
        this.most = most;
    }

    /**
     * Takes a record.
     *
     * @param high one half of its key
     * @param low the other half
     * @param file the place of its file among those of the backup in the order of time
     * @param number its number among the records of its table
     * @param deletion whether it says that its row is gone
     */
    void add(long high, long low, int table, int file, int number, boolean deletion) throws IOException {
        open.add(new Entry(high, low, table, file, number, deletion));
        if (open.size() == most) {
            spill();
        }
    }

    private void spill() throws IOException {
        FileChannel to = file;
        if (to == null) {
            Path path = Files.createTempFile("restore-", ".keys");
            to = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            file = to;
        }
        open.sort(null);
        // Not closed, as that would close the file.
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(to), BUFFER));
        for (Entry entry : open) {
            out.writeLong(entry.high());
            out.writeLong(entry.low());
            out.writeInt(entry.table());
            out.writeInt(entry.file());
            out.writeInt(entry.number());
            out.writeBoolean(entry.deletion());
        }
        out.flush();
        ends.add(to.position());
        open.clear();
    }

    /** Gives the last record of each key whose row it does not delete, in no order. Called once. */
    void last(Last sink) throws IOException {
        FileChannel spilled = file;
        if (spilled == null) {
            open.sort(null);
            Entry before = null;
            for (Entry entry : open) {
                before = next(before, entry, sink);
            }
            give(before, sink);
            return;
        }
        if (!open.isEmpty()) {
            spill();
        }
        merge(spilled, sink);
    }

    private void merge(FileChannel spilled, Last sink) throws IOException {
        PriorityQueue<Reading> runs = new PriorityQueue<>();
        long start = 0;
        for (long end : ends) {
            runs.add(new Reading(
                    new DataInputStream(new BufferedInputStream(new Section(spilled, start, end), BUFFER))));
            start = end;
        }
        Entry before = null;
        for (Reading run = runs.poll(); run != null; run = runs.poll()) {
            before = next(before, run.next, sink);
            if (run.advance()) {
                runs.add(run);
            }
        }
        give(before, sink);
    }

    private static Entry next(@Nullable Entry before, Entry entry, Last sink) {
        if (before != null && !before.hasKeyOf(entry)) {
            give(before, sink);
        }
        return entry;
    }

    private static void give(@Nullable Entry last, Last sink) {
        if (last != null && !last.deletion()) {
            sink.record(last.table(), last.number());
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }

    /** A part of a file, which several read at their own places. */
    private static final class Section extends InputStream {
        private final FileChannel file;
        private final long end;
        private long at;

        Section(FileChannel file, long start, long end) {
            this.file = file;
            this.at = start;
            this.end = end;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int wanted = (int) Math.min(length, end - at);
            if (wanted == 0) {
                return -1;
            }
            int got = file.read(ByteBuffer.wrap(bytes, from, wanted), at);
            at += Math.max(got, 0);
            return got;
        }
    }
}
