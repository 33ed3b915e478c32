package dev.restore.backup.stream;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** How many stored bytes the current reading has taken. Written by the reading thread, read by any. */
public final class Meter {

    private volatile long position;

    public long position() {
        return position;
    }

    public void set(long value) {
        position = value;
    }

    /** Counts the bytes of a stream as they are. */
    public InputStream count(InputStream in) {
        return scale(in, 1, 1);
    }

    /** Counts the bytes of a stream whose {@code raw} bytes are stored in {@code stored}. */
    public InputStream scale(InputStream in, long stored, long raw) {
        return new Counted(in, position, raw <= 0 ? 0 : (double) stored / raw);
    }

    private final class Counted extends FilterInputStream {
        private final long base;
        private final double factor;
        private long taken;

        Counted(InputStream in, long base, double factor) {
            super(in);
            this.base = base;
            this.factor = factor;
        }

        @Override
        public int read() throws IOException {
            int b = in.read();
            if (b >= 0) {
                add(1);
            }
            return b;
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            int n = in.read(b, off, len);
            if (n > 0) {
                add(n);
            }
            return n;
        }

        @Override
        public long skip(long n) throws IOException {
            long skipped = in.skip(n);
            add(skipped);
            return skipped;
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        private void add(long n) {
            taken += n;
            position = base + (long) (taken * factor);
        }
    }
}
