package dev.restore.engine.cycle;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table in the order of their values, in files: any number of them takes the memory of one portion. Rows are added first
 * and read then. Used by one thread.
 */
final class SortedRows {

    private static final int PORTION = 8 << 20;
    private static final String NULL = "-";
    private static final String VALUE = "+";

    private final Path directory;
    private final String name;
    private final int columns;
    private final List<Path> files = new ArrayList<>();
    private final List<ComparedRow> portion = new ArrayList<>();
    private int size;
    private long rows;

    /**
     * Creates an empty list.
     *
     * @param directory where files can be put
     * @param name what their names begin with
     * @param columns how many values each row has
     */
    SortedRows(Path directory, String name, int columns) {
        this.directory = directory;
        this.name = name;
        this.columns = columns;
    }

    long rows() {
        return rows;
    }

    void add(ComparedRow row) throws IOException {
        portion.add(row);
        rows++;
        size += row.size();
        if (size > PORTION) {
            spill();
        }
    }

    /** Writes what is still in memory. */
    void end() throws IOException {
        if (!portion.isEmpty()) {
            spill();
        }
    }

    private void spill() throws IOException {
        portion.sort(order());
        Path file = directory.resolve(name + "." + files.size());
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            out.writeInt(portion.size());
            for (ComparedRow row : portion) {
                for (String value : row.values()) {
                    out.writeUTF(value == null ? NULL : VALUE + value);
                }
            }
        }
        files.add(file);
        portion.clear();
        size = 0;
    }

    private Comparator<ComparedRow> order() {
        return (one, other) -> ComparedRow.compare(one, other, columns);
    }

    /** Begins to read all rows in their order. */
    Cursor read() throws IOException {
        Cursor cursor = new Cursor(order());
        try {
            for (Path file : files) {
                cursor.open(file, columns);
            }
        } catch (IOException e) {
            cursor.close();
            throw e;
        }
        return cursor;
    }

    /** Reads rows in their order. */
    static final class Cursor implements AutoCloseable {

        private final PriorityQueue<Source> sources;
        private final List<Source> all = new ArrayList<>();

        private Cursor(Comparator<ComparedRow> order) {
            this.sources = new PriorityQueue<>((one, other) -> order.compare(one.current(), other.current()));
        }

        private void open(Path file, int columns) throws IOException {
            Source source =
                    new Source(new DataInputStream(new BufferedInputStream(Files.newInputStream(file))), columns);
            all.add(source);
            source.begin();
            sources.add(source);
        }

        /** Returns the next row without taking it, null at the end. */
        @Nullable
        ComparedRow peek() {
            Source source = sources.peek();
            return source == null ? null : source.current();
        }

        /** Takes the next row, which must be there. */
        ComparedRow next() throws IOException {
            Source source = sources.remove();
            ComparedRow row = source.current();
            if (source.advance()) {
                sources.add(source);
            }
            return row;
        }

        @Override
        public void close() throws IOException {
            for (Source source : all) {
                source.in.close();
            }
        }
    }

    private static final class Source {

        private final DataInputStream in;
        private final int columns;
        private int left;
        private ComparedRow current = new ComparedRow(List.of());

        Source(DataInputStream in, int columns) {
            this.in = in;
            this.columns = columns;
        }

        void begin() throws IOException {
            left = in.readInt();
            advance();
        }

        boolean advance() throws IOException {
            if (left == 0) {
                return false;
            }
            left--;
            List<@Nullable String> values = new ArrayList<>(columns);
            for (int i = 0; i < columns; i++) {
                String text = in.readUTF();
                values.add(text.equals(NULL) ? null : text.substring(VALUE.length()));
            }
            current = new ComparedRow(values);
            return true;
        }

        ComparedRow current() {
            return current;
        }
    }
}
