package dev.restore.backup.stream;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Gzips fast rather than small, always to the same bytes, and puts a {@link GzipSeal} after them. */
public final class SealedGzipOutput extends FilterOutputStream {

    private final OutputStream stored;
    private final MessageDigest digest = Sha256.begin();
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private final DeflaterOutputStream deflated;
    private final CRC32 crc = new CRC32();
    private boolean closed;

    public SealedGzipOutput(OutputStream stored) throws IOException {
        super(stored);
        this.stored = stored;
        OutputStream digested = new FilterOutputStream(stored) {
            @Override
            public void write(byte[] b, int off, int len) throws IOException {
                out.write(b, off, len);
                digest.update(b, off, len);
            }
        };
        digested.write(GzipSeal.header());
        this.deflated = new DeflaterOutputStream(digested, deflater, 1 << 16);
        this.out = deflated;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] b, int off, int len) throws IOException {
        deflated.write(b, off, len);
        crc.update(b, off, len);
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (stored) {
            deflated.finish();
            byte[] trailer = new byte[8];
            littleEndian(trailer, 0, (int) crc.getValue());
            littleEndian(trailer, 4, deflater.getTotalIn());
            stored.write(trailer);
            digest.update(trailer);
            stored.write(GzipSeal.of(digest.digest()));
        } finally {
            deflater.end();
        }
    }

    private static void littleEndian(byte[] bytes, int at, int value) {
        for (int i = 0; i < 4; i++) {
            bytes[at + i] = (byte) (value >>> (8 * i));
        }
    }
}
