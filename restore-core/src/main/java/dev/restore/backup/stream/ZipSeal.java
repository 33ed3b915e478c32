package dev.restore.backup.stream;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.zip.ZipException;

/**
 * What makes every bit of a zip package count. Its own checksums are those of the contents: times, sizes said twice, and other bits
 * are free. The first file says in its extra field that there is a seal, and the package's comment is that: the SHA-256 of every
 * byte in front of it.
 */
public final class ZipSeal {

    private static final String WORDS = "restore sha256:";
    private static final int DIGITS = 64;
    private static final byte[] MARK = {'R', 'S', 0, 0};
    private static final int LOCAL_HEADER = 30;

    private ZipSeal() {}

    /** Returns the extra field of the first file. */
    public static byte[] mark() {
        return MARK.clone();
    }

    /** Returns the comment of a package that {@link Output} seals. */
    public static String comment() {
        return WORDS + "0".repeat(DIGITS);
    }

    /** Fails if a package has a seal, or had one, and is not what was sealed. */
    public static void require(Path path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            if (isMarked(file) || endsInSeal(file)) {
                requireSeal(file);
            }
        }
    }

    private static boolean isMarked(RandomAccessFile file) throws IOException {
        if (file.length() < LOCAL_HEADER) {
            return false;
        }
        byte[] header = new byte[LOCAL_HEADER];
        file.seek(0);
        file.readFully(header);
        int name = (header[26] & 0xFF) | (header[27] & 0xFF) << 8;
        int extra = (header[28] & 0xFF) | (header[29] & 0xFF) << 8;
        if (extra < MARK.length || file.length() < LOCAL_HEADER + name + MARK.length) {
            return false;
        }
        byte[] mark = new byte[MARK.length];
        file.seek(LOCAL_HEADER + name);
        file.readFully(mark);
        return Arrays.equals(mark, MARK);
    }

    private static boolean endsInSeal(RandomAccessFile file) throws IOException {
        byte[] words = WORDS.getBytes(StandardCharsets.US_ASCII);
        long at = file.length() - DIGITS - words.length;
        if (at < 0) {
            return false;
        }
        byte[] found = new byte[words.length];
        file.seek(at);
        file.readFully(found);
        return Arrays.equals(found, words);
    }

    private static void requireSeal(RandomAccessFile file) throws IOException {
        MessageDigest digest = Sha256.begin();
        byte[] buffer = new byte[1 << 16];
        file.seek(0);
        for (long left = file.length() - DIGITS; left > 0; ) {
            int n = (int) Math.min(left, buffer.length);
            file.readFully(buffer, 0, n);
            digest.update(buffer, 0, n);
            left -= n;
        }
        byte[] stated = new byte[(int) Math.min(DIGITS, file.length() - file.getFilePointer())];
        file.readFully(stated);
        if (!Sha256.end(digest).equals(new String(stated, StandardCharsets.ISO_8859_1))) {
            throw new ZipException("is not what was written: its SHA-256 is not the one at its end;"
                    + " copy or create the backup again");
        }
    }

    /** Puts the SHA-256 of everything before into the place of the last bytes. */
    public static final class Output extends MeasuredOutput {
        private final byte[] last = new byte[DIGITS];
        private int held;
        private boolean closed;

        public Output(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] b, int off, int len) throws IOException {
            int surplus = Math.max(0, held + len - DIGITS);
            int fromHeld = Math.min(held, surplus);
            super.write(last, 0, fromHeld);
            System.arraycopy(last, fromHeld, last, 0, held - fromHeld);
            held -= fromHeld;
            int fromNew = surplus - fromHeld;
            super.write(b, off, fromNew);
            System.arraycopy(b, off + fromNew, last, held, len - fromNew);
            held += len - fromNew;
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                try (OutputStream sealed = out) {
                    sealed.write(sha256().getBytes(StandardCharsets.US_ASCII));
                }
            }
        }
    }
}
