package dev.restore.backup.stream;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;

/** Counts and digests what is written. */
public class MeasuredOutput extends FilterOutputStream {

    private final MessageDigest digest = Sha256.begin();
    private long bytes;

    public MeasuredOutput(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] b, int off, int len) throws IOException {
        out.write(b, off, len);
        digest.update(b, off, len);
        bytes += len;
    }

    public final long bytes() {
        return bytes;
    }

    /** Returns the SHA-256 of everything, once. */
    public final String sha256() {
        return Sha256.end(digest);
    }
}
