package dev.restore.backup.layout;

import dev.restore.backup.archive.Archive;
import dev.restore.backup.stream.Meter;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides by the files that stand beside it whether an empty file is a table without rows: some writers leave the file of one
 * empty, others always write the brackets, and an empty file among theirs is a cut one.
 */
final class EmptyTables {

    private static final int MAX_BYTES = 16 << 20;

    private final Set<Writer> writers;

    private enum Writer {
        /** One row on each line. */
        LINES,
        /** An array whose rows start at the beginning of a line, the first one after the bracket. */
        SQLITE,
        /** The same with a blank in front of each row but the first. */
        JSON_AGG,
        /** An array that shows that an empty one would have its brackets. */
        BRACKETS
    }

    private EmptyTables(Set<Writer> writers) {
        this.writers = writers;
    }

    /** No empty file is a table. */
    static EmptyTables none() {
        return new EmptyTables(EnumSet.noneOf(Writer.class));
    }

    /** Looks at the files of rows that stand beside the empty ones. */
    static EmptyTables among(Archive archive, Recognizer recognizer, List<Part> parts) throws IOException {
        Set<Writer> writers = EnumSet.noneOf(Writer.class);
        Map<String, Part> arrays = new HashMap<>();
        for (Part part : parts) {
            if (part.shape().lines() && part.storedSize() != 0) {
                writers.add(Writer.LINES);
            } else if (part.shape() instanceof Shape.Array) {
                arrays.put(part.name(), part);
            }
        }
        if (arrays.isEmpty()) {
            return new EmptyTables(writers);
        }
        try (Archive.Cursor files = archive.open(new Meter())) {
            for (Archive.Entry file = files.next(); file != null; file = files.next()) {
                if (arrays.containsKey(file.name())) {
                    try (InputStream in = new BufferedInputStream(recognizer.open(file), 1 << 16)) {
                        Writer writer = writer(in);
                        if (writer != null) {
                            writers.add(writer);
                        }
                    }
                }
            }
        }
        return new EmptyTables(writers);
    }

    /**
     * Returns how an empty file is read, as the end of a sentence that starts with its name; null where it is not a table.
     *
     * @param bytes how many blanks it holds
     */
    @Nullable
    String how(long bytes) {
        if (writers.contains(Writer.BRACKETS)) {
            return null;
        }
        if (writers.contains(Writer.LINES)) {
            return "is an empty file, which is read as a table without rows, as psql and DuckDB write one";
        }
        if (writers.contains(Writer.JSON_AGG) && bytes > 0) {
            return "holds nothing but a line end, which is read as a table without rows, as psql writes one (json_agg)";
        }
        if (writers.contains(Writer.SQLITE) && bytes == 0) {
            return "is an empty file, which is read as a table without rows, as sqlite3 -json writes one";
        }
        return null;
    }

    /** A line can only end between the parts of a document, so the first end of one shows its style. */
    private static @Nullable Writer writer(InputStream in) throws IOException {
        if (in.read() != '[') {
            return null;
        }
        int first = in.read();
        if (first != '{') {
            return Writer.BRACKETS;
        }
        int beforeLast = 0;
        int last = first;
        for (int i = 0; i < MAX_BYTES; i++) {
            int next = in.read();
            if (next < 0) {
                return null;
            }
            if (next == '\n') {
                return atLineEnd(beforeLast, last, in);
            }
            if (next != '\r') {
                beforeLast = last;
                last = next;
            }
        }
        return null;
    }

    private static @Nullable Writer atLineEnd(int beforeLast, int last, InputStream in) throws IOException {
        int next = in.read();
        if (beforeLast == '}' && last == ',') {
            return next == '{' ? Writer.SQLITE : Writer.BRACKETS;
        }
        if (beforeLast == ',' && last == ' ') {
            return next == ' ' && in.read() == '{' ? Writer.JSON_AGG : Writer.BRACKETS;
        }
        return last == ']' ? null : Writer.BRACKETS;
    }
}
