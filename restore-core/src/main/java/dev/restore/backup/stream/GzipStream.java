package dev.restore.backup.stream;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Inflates exactly one gzip member. The JDK's own stream passes over whatever follows a member and reads a second member
 * as if it were one file, so two backups glued together, or garbage after one, would go unseen.
 */
public final class GzipStream extends InspectedStream {

    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xE0;
    private static final long EXPANSION_CHECKED_FROM = 64L << 20;

    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] input = new byte[1 << 16];
    private final int expansion;
    private final String remedy;
    private @Nullable MessageDigest seal = Sha256.begin();
    private int position;
    private int limit;
    private int digested;
    private boolean ended;
    private boolean closed;

    /**
     * Reads the header at once.
     *
     * @param expansion how many times larger the data may become
     * @param remedy how the error about more ends
     */
    public GzipStream(InputStream in, int expansion, String remedy) throws IOException {
        super(in);
        this.expansion = expansion;
        this.remedy = remedy;
        try {
            readHeader();
        } catch (IOException e) {
            inflater.end();
            throw e;
        }
        inflater.setInput(input, position, limit - position);
    }

    public static boolean startsLike(byte[] head, int length) {
        return length >= 2 && (head[0] & 0xFF) == 0x1F && (head[1] & 0xFF) == 0x8B;
    }

    private void readHeader() throws IOException {
        CRC32 headerCrc = new CRC32();
        if (headerByte(headerCrc) != 0x1F || headerByte(headerCrc) != 0x8B) {
            throw new ZipException("does not start like gzip data");
        }
        if (headerByte(headerCrc) != 8) {
            throw new ZipException("uses an unknown gzip compression method");
        }
        int flags = headerByte(headerCrc);
        if ((flags & RESERVED) != 0) {
            throw new ZipException("has a damaged gzip header");
        }
        for (int i = 0; i < 6; i++) {
            headerByte(headerCrc);
        }
        boolean sealed = false;
        if ((flags & EXTRA) != 0) {
            byte[] extra = new byte[headerByte(headerCrc) | headerByte(headerCrc) << 8];
            for (int i = 0; i < extra.length; i++) {
                extra[i] = (byte) headerByte(headerCrc);
            }
            sealed = GzipSeal.announcedBy(extra);
        }
        if (!sealed) {
            seal = null;
        }
        if ((flags & NAME) != 0) {
            skipText(headerCrc);
        }
        if ((flags & COMMENT) != 0) {
            skipText(headerCrc);
        }
        if ((flags & HEADER_CRC) != 0) {
            int expected = (int) headerCrc.getValue() & 0xFFFF;
            if ((requiredByte() | requiredByte() << 8) != expected) {
                throw new ZipException("has a damaged gzip header");
            }
        }
    }

    private void skipText(CRC32 headerCrc) throws IOException {
        int b = headerByte(headerCrc);
        while (b != 0) {
            b = headerByte(headerCrc);
        }
    }

    private int headerByte(CRC32 headerCrc) throws IOException {
        int b = requiredByte();
        headerCrc.update(b);
        return b;
    }

    private int requiredByte() throws IOException {
        int b = nextByte();
        if (b < 0) {
            throw cut();
        }
        return b;
    }

    private int nextByte() throws IOException {
        if (position == limit) {
            refill();
            if (limit == 0) {
                return -1;
            }
        }
        return input[position++] & 0xFF;
    }

    private void refill() throws IOException {
        digestTo(limit);
        digested = 0;
        position = 0;
        limit = Math.max(0, in.read(input, 0, input.length));
    }

    private void digestTo(int end) {
        if (seal != null) {
            seal.update(input, digested, end - digested);
            digested = end;
        }
    }

    private static EOFException cut() {
        return new EOFException("the gzip data ends too early: the file is cut; copy or create the backup again");
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
        if (len == 0) {
            return 0;
        }
        if (ended) {
            return -1;
        }
        try {
            while (true) {
                int n = inflater.inflate(b, off, len);
                if (n > 0) {
                    crc.update(b, off, n);
                    checkExpansion();
                    return n;
                }
                if (inflater.finished()) {
                    readTrailer();
                    ended = true;
                    return -1;
                }
                if (inflater.needsDictionary()) {
                    throw new ZipException("the gzip data is damaged: it asks for a dictionary");
                }
                refill();
                if (limit == 0) {
                    throw cut();
                }
                inflater.setInput(input, 0, limit);
            }
        } catch (DataFormatException e) {
            ZipException damaged = new ZipException("the gzip data is damaged; copy or create the backup again");
            damaged.initCause(e);
            throw damaged;
        }
    }

    private void checkExpansion() throws ZipException {
        long out = inflater.getBytesWritten();
        if (out > EXPANSION_CHECKED_FROM && out / expansion > inflater.getBytesRead()) {
            throw new ZipException("the gzip data becomes more than " + expansion + " times larger" + remedy);
        }
    }

    private void readTrailer() throws IOException {
        position = limit - inflater.getRemaining();
        long expectedCrc = littleEndian();
        long expectedLength = littleEndian();
        if (expectedCrc != crc.getValue() || expectedLength != (inflater.getBytesWritten() & 0xFFFFFFFFL)) {
            throw new ZipException("the gzip checksum does not agree; copy or create the backup again");
        }
        requireSeal();
        int next = nextByte();
        if (next >= 0) {
            throw new ZipException(
                    next == 0x1F
                            ? "a second gzip member follows the first: two files glued together are not one backup"
                            : "something follows the end of the gzip data");
        }
    }

    private void requireSeal() throws IOException {
        digestTo(position);
        MessageDigest digest = seal;
        seal = null;
        if (digest == null) {
            return;
        }
        for (byte expected : GzipSeal.of(digest.digest())) {
            if (requiredByte() != (expected & 0xFF)) {
                throw new ZipException("is not what was written: its SHA-256 is not the one at its end;"
                        + " copy or create the backup again");
            }
        }
    }

    private long littleEndian() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            value |= (long) requiredByte() << shift;
        }
        return value;
    }

    @Override
    public int available() {
        return 0;
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            inflater.end();
            super.close();
        }
    }
}
