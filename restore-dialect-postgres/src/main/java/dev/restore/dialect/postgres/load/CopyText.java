package dev.restore.dialect.postgres.load;

import dev.restore.dialect.postgres.text.TextSink;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;

/** Writes rows in the text format of COPY through one buffer. */
public final class CopyText extends TextSink {

    private static final int SIZE = 64 * 1024;
    private static final byte[] ESCAPES = escapes();

    private final byte[] buffer = new byte[SIZE];
    private @Nullable CopyIn target;
    private int used;

    private static byte[] escapes() {
        byte[] escapes = new byte[128];
        escapes['\b'] = 'b';
        escapes['\t'] = 't';
        escapes['\n'] = 'n';
        escapes[0x0b] = 'v';
        escapes['\f'] = 'f';
        escapes['\r'] = 'r';
        escapes['\\'] = '\\';
        return escapes;
    }

    public void begin(CopyIn copy) {
        target = copy;
        used = 0;
    }

    private CopyIn copy() {
        return Objects.requireNonNull(target);
    }

    public void separate() throws SQLException {
        put('\t');
    }

    public void endRow() throws SQLException {
        put('\n');
    }

    public void putNull() throws SQLException {
        put('\\');
        put('N');
    }

    @Override
    public void plain(byte[] bytes, int from, int to) throws SQLException {
        int length = to - from;
        if (length > SIZE - used) {
            flush();
            if (length > SIZE) {
                copy().writeToCopy(bytes, from, length);
                return;
            }
        }
        System.arraycopy(bytes, from, buffer, used, length);
        used += length;
    }

    @Override
    public void text(byte[] bytes, int from, int to) throws SQLException {
        int run = from;
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b >= 0 && b <= '\\' && ESCAPES[b] != 0) {
                plain(bytes, run, i);
                put('\\');
                put(ESCAPES[b]);
                run = i + 1;
            }
        }
        plain(bytes, run, to);
    }

    public void flush() throws SQLException {
        if (used > 0) {
            copy().writeToCopy(buffer, 0, used);
            used = 0;
        }
    }

    private void put(int b) throws SQLException {
        if (used == SIZE) {
            flush();
        }
        buffer[used++] = (byte) b;
    }
}
