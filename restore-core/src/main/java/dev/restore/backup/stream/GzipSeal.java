package dev.restore.backup.stream;

import java.util.Arrays;

/**
 * What makes every bit of a gzipped package count. Gzip's own checksum is that of the content: bits of the header, the filling after
 * the last block, and references that lead to the same bytes elsewhere are free. The first member says in its header that a seal
 * follows; the seal is a second, empty member that holds the SHA-256 of the first as it is stored. Other programs see a mark that
 * they do not know, and an empty member.
 */
final class GzipSeal {

    /** The header of a member after which a seal follows. */
    private static final byte[] HEADER = {0x1F, (byte) 0x8B, 8, 4, 0, 0, 0, 0, 0, (byte) 0xFF, 4, 0, 'R', 'S', 0, 0};

    private static final byte[] SEAL_HEADER = {
        0x1F, (byte) 0x8B, 8, 4, 0, 0, 0, 0, 0, (byte) 0xFF, 36, 0, 'R', 'S', 32, 0
    };

    private static final int DIGEST = 32;

    /** An empty last block, the checksum and the length of nothing. */
    private static final byte[] NOTHING = {3, 0, 0, 0, 0, 0, 0, 0, 0, 0};

    private GzipSeal() {}

    static byte[] header() {
        return HEADER.clone();
    }

    /** Returns whether the extra field of a header announces a seal. */
    static boolean announcedBy(byte[] extra) {
        return Arrays.equals(extra, 0, extra.length, HEADER, 12, HEADER.length);
    }

    /** Returns the seal of a member with this SHA-256. */
    static byte[] of(byte[] digest) {
        byte[] seal = Arrays.copyOf(SEAL_HEADER, SEAL_HEADER.length + DIGEST + NOTHING.length);
        System.arraycopy(digest, 0, seal, SEAL_HEADER.length, DIGEST);
        System.arraycopy(NOTHING, 0, seal, SEAL_HEADER.length + DIGEST, NOTHING.length);
        return seal;
    }
}
