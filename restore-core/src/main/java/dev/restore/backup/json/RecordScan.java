package dev.restore.backup.json;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** Finds where records start and end by their bytes alone, whatever stands in them. */
public final class RecordScan implements Closeable {

    private final InputStream in;
    private final int limit;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private long position;
    private long start;
    private long end;
    private int current;

    /** Starts at an offset of the stream, which is at its beginning. */
    public RecordScan(InputStream in, long offset, int limit) throws IOException {
        this.in = in;
        this.limit = limit;
        in.skipNBytes(offset);
        this.position = offset;
        this.current = in.read();
    }

    /** Returns where the record starts that was found. */
    public long start() {
        return start;
    }

    public long length() {
        return end - start;
    }

    /** Returns the record's bytes, at most so many as one row may take. */
    public byte[] bytes() {
        return kept.toByteArray();
    }

    /** Returns where the scan stands. */
    public long position() {
        return position;
    }

    /** Returns the byte that the scan stands at, -1 at the end. */
    public int current() {
        return current;
    }

    /** Returns what follows the current byte. */
    public InputStream rest() {
        return in;
    }

    private void step() throws IOException {
        current = in.read();
        position++;
    }

    private void take() throws IOException {
        if (kept.size() < limit) {
            kept.write(current);
        }
        step();
    }

    private void begin() {
        kept.reset();
        start = position;
    }

    public void skipBlanks() throws IOException {
        while (current == ' ' || current == '\n' || current == '\r' || current == '\t') {
            step();
        }
    }

    /** Passes over a byte if it is the next one that is not blank. */
    public boolean passed(char wanted) throws IOException {
        skipBlanks();
        if (current != wanted) {
            return false;
        }
        step();
        return true;
    }

    /** Finds the next line that is not blank, false when there is none. */
    public boolean line() throws IOException {
        skipBlanks();
        if (current < 0) {
            return false;
        }
        begin();
        while (current >= 0 && current != '\n') {
            take();
        }
        end = position;
        return true;
    }

    /**
     * Finds the end of the object that starts here: the brace that closes it, with a comma or a closing bracket after.
     * A line cannot end inside of a text, so where it seems to the text is over. Returns false where there is no such end.
     */
    public boolean object() throws IOException {
        skipBlanks();
        begin();
        if (current != '{') {
            return false;
        }
        long depth = 0;
        boolean text = false;
        while (current >= 0) {
            int c = current;
            take();
            if (text) {
                if (c == '\\' && current >= 0 && current != '\n') {
                    take();
                } else if (c == '"' || c == '\n') {
                    text = false;
                }
            } else if (c == '"') {
                text = true;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
                if (depth == 0) {
                    if (c == ']') {
                        return false;
                    }
                    if (closed()) {
                        return true;
                    }
                    depth = 1;
                }
            }
        }
        return false;
    }

    private boolean closed() throws IOException {
        end = position;
        int size = kept.size();
        while (current == ' ' || current == '\n' || current == '\r' || current == '\t') {
            take();
        }
        if (current != ',' && current != ']') {
            return false;
        }
        byte[] all = kept.toByteArray();
        kept.reset();
        kept.write(all, 0, size);
        return true;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
