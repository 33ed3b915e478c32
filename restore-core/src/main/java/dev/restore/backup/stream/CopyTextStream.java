package dev.restore.backup.stream;

import java.io.IOException;
import java.io.InputStream;

/**
 * Undoes what COPY's text format of PostgreSQL does to lines of JSON: every backslash is doubled. Each line is filled up with blanks
 * at its end, so that it begins where it does in the file.
 */
public final class CopyTextStream extends InspectedStream {

    private final byte[] input = new byte[1 << 16];
    private int at;
    private int limit;
    private boolean half;
    private long missing;

    public CopyTextStream(InputStream in) {
        super(in);
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
        int n = 0;
        while (n < len) {
            if (at == limit) {
                if (n > 0) {
                    return n;
                }
                limit = Math.max(0, in.read(input, 0, input.length));
                at = 0;
                if (limit == 0) {
                    requirePair();
                    int blanks = fill(b, off, len);
                    return blanks == 0 ? -1 : blanks;
                }
            }
            byte next = input[at];
            if (next == '\\' && !half) {
                half = true;
                missing++;
                at++;
                continue;
            }
            if (next == '\n' && missing > 0) {
                requirePair();
                n += fill(b, off + n, len - n);
                continue;
            }
            if (next != '\\') {
                requirePair();
            }
            half = false;
            b[off + n++] = next;
            at++;
        }
        return n;
    }

    private int fill(byte[] b, int off, int len) {
        int blanks = (int) Math.min(len, missing);
        for (int i = 0; i < blanks; i++) {
            b[off + i] = ' ';
        }
        missing -= blanks;
        return blanks;
    }

    private void requirePair() throws IOException {
        if (half) {
            throw new IOException("has backslashes that COPY's text format did not double, and others that it did;"
                    + " export the rows with psql -At instead of COPY");
        }
    }

    @Override
    public int available() {
        return 0;
    }
}
