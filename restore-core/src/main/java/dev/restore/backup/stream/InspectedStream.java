package dev.restore.backup.stream;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that looks at every byte which passes: whichever way it is read, and passed over, goes through one method. */
public abstract class InspectedStream extends FilterInputStream {

    private static final int SKIPPED_AT_ONCE = 8192;

    private final byte[] single = new byte[1];

    public InspectedStream(InputStream in) {
        super(in);
    }

    @Override
    public final int read() throws IOException {
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
    }

    @Override
    public abstract int read(byte[] b, int off, int len) throws IOException;

    /** Reads what is passed over, as it would be left out of what is checked otherwise. */
    @Override
    public final long skip(long n) throws IOException {
        if (n <= 0) {
            return 0;
        }
        byte[] skipped = new byte[(int) Math.min(n, SKIPPED_AT_ONCE)];
        return Math.max(0, read(skipped, 0, skipped.length));
    }

    @Override
    public final boolean markSupported() {
        return false;
    }
}
