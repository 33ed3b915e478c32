package dev.restore.backup.archive;

import dev.restore.backup.ReadLimits;
import dev.restore.backup.stream.GzipStream;
import dev.restore.backup.stream.InspectedStream;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.MemoryLimitException;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorInputStream;
import org.jspecify.annotations.Nullable;

/** The ways to compress one stream that are read. Each is recognised by its first bytes, whatever the name says. */
public enum Compression {
    GZIP("gzip", "gz", "gzip data"),
    ZSTD("zstd", "zst", "zstd data"),
    XZ("xz", "xz", "xz data"),
    BZIP2("bzip2", "bz2", "bzip2 data");

    /** How many of the first bytes tell. */
    public static final int HEAD = 10;

    private static final byte[] ZSTD_MAGIC = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD};
    private static final byte[] XZ_MAGIC = {(byte) 0xFD, '7', 'z', 'X', 'Z', 0};
    private static final byte[] BZIP2_BLOCK = {0x31, 0x41, 0x59, 0x26, 0x53, 0x59};
    private static final byte[] BZIP2_END = {0x17, 0x72, 0x45, 0x38, 0x50, (byte) 0x90};
    private static final long EXPANSION_CHECKED_FROM = 64L << 20;

    /** What xz may take of the heap for what it looks back at. */
    private static final int SHARE_OF_HEAP = 2;

    private static final String LIBRARIES =
            "; add com.github.luben:zstd-jni (zstd) or org.tukaani:xz (xz), or unpack it first";

    private final String word;
    private final String ending;
    private final String data;

    Compression(String word, String ending, String data) {
        this.word = word;
        this.ending = ending;
        this.data = data;
    }

    /** Returns the ending of names of its files, without a dot. */
    public String ending() {
        return ending;
    }

    /** Returns how a stream with these first bytes is compressed, null where it is not. */
    public static @Nullable Compression of(byte[] head, int length) {
        if (GzipStream.startsLike(head, length)) {
            return GZIP;
        }
        if (has(head, length, 0, ZSTD_MAGIC)) {
            return ZSTD;
        }
        if (has(head, length, 0, XZ_MAGIC)) {
            return XZ;
        }
        boolean bzip2 = length > 4 && head[0] == 'B' && head[1] == 'Z' && head[2] == 'h';
        return bzip2 && (has(head, length, 4, BZIP2_BLOCK) || has(head, length, 4, BZIP2_END)) ? BZIP2 : null;
    }

    private static boolean has(byte[] head, int length, int from, byte[] wanted) {
        if (length < from + wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (head[from + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    /** Unpacks a stream if it is compressed; otherwise it comes as it is. */
    public static InputStream unpacked(InputStream stored, ReadLimits limits) throws IOException {
        BufferedInputStream in = new BufferedInputStream(stored, 1 << 16);
        byte[] head = new byte[HEAD];
        in.mark(head.length);
        int length = in.readNBytes(head, 0, head.length);
        in.reset();
        Compression compression = of(head, length);
        return compression == null ? in : compression.open(in, limits);
    }

    /**
     * Unpacks a stream that is compressed so, within the limits.
     *
     * @throws IOException if it is damaged, or the library that unpacks it is not on the class path
     */
    public InputStream open(InputStream stored, ReadLimits limits) throws IOException {
        if (this == GZIP) {
            return new GzipStream(stored, limits.expansion(), ReadLimits.raise("expansion"));
        }
        Counted counted = new Counted(stored);
        try {
            return new Unpacked(unpacking(counted), counted, limits.expansion());
        } catch (LinkageError e) {
            throw new IOException(
                    "is compressed with " + word + ", and the library that reads it is not on the class path"
                            + LIBRARIES,
                    e);
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    private InputStream unpacking(InputStream in) throws IOException {
        return switch (this) {
            case ZSTD -> new ZstdCompressorInputStream(in);
            case XZ ->
                XZCompressorInputStream.builder()
                        .setInputStream(in)
                        .setDecompressConcatenated(true)
                        .setMemoryLimitKiB((int) Math.min(Integer.MAX_VALUE, memory()))
                        .get();
            case BZIP2 -> new BZip2CompressorInputStream(in, true);
            case GZIP -> throw new IllegalStateException("has a reader of its own");
        };
    }

    /** Returns how many KiB of the heap xz may take. */
    private static long memory() {
        return Runtime.getRuntime().maxMemory() / (1024 * SHARE_OF_HEAP);
    }

    private IOException damaged(IOException e) {
        if (e instanceof MemoryLimitException) {
            return new IOException(
                    "looks back farther when it is unpacked than this heap can hold; give the JVM more heap, or pack it with a"
                            + " lower level of " + word,
                    e);
        }
        String message = String.valueOf(e.getMessage());
        boolean cut = e instanceof EOFException || message.contains("Truncated") || message.contains("Unexpected end");
        return new IOException(
                "the " + data + (cut ? " ends too early: the file is cut" : " is damaged")
                        + "; copy or create the backup again",
                e);
    }

    /** Counts what is read of the stored bytes. A failure of the storage is not one of the data. */
    private static final class Counted extends InspectedStream {
        private long bytes;
        private @Nullable IOException failure;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            try {
                int n = in.read(b, off, len);
                bytes += Math.max(0, n);
                return n;
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }
    }

    /** What comes out, no more than the limit times what goes in. */
    private final class Unpacked extends InspectedStream {
        private final Counted stored;
        private final int expansion;
        private long bytes;

        Unpacked(InputStream in, Counted stored, int expansion) {
            super(in);
            this.stored = stored;
            this.expansion = expansion;
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            int n;
            try {
                n = in.read(b, off, len);
            } catch (IOException e) {
                throw stored.failure == null ? damaged(e) : e;
            } catch (ArrayIndexOutOfBoundsException | IllegalStateException e) {
                throw damaged(new IOException(e));
            }
            bytes += Math.max(0, n);
            if (bytes > EXPANSION_CHECKED_FROM && bytes / expansion > stored.bytes) {
                throw new IOException("the " + data + " becomes more than " + expansion + " times larger"
                        + ReadLimits.raise("expansion"));
            }
            return n;
        }

        @Override
        public int available() {
            return 0;
        }
    }
}
