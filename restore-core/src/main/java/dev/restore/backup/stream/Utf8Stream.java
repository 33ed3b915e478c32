package dev.restore.backup.stream;

import dev.restore.outcome.BackupFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Lets only well-formed UTF-8 through, since the parser after it accepts overlong forms. A byte order mark is refused:
 * JSON has none (RFC 8259, 8.1), and offsets stay what a hex editor shows.
 */
public final class Utf8Stream extends InspectedStream {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;

    private final String location;
    private final long base;
    private long offset;
    private long characterStart;
    private @Nullable BackupFormatException found;
    private int missing;
    private int lowest = 0x80;
    private int highest = 0xBF;

    public Utf8Stream(InputStream in, String location, long base) {
        super(in);
        this.base = base;
        this.location = location;
    }

    /** Returns up to where the file was read. */
    public long offset() {
        return base + offset;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
        if (found != null) {
            throw found;
        }
        int n = in.read(b, off, len);
        if (n > 0) {
            if (offset == 0) {
                refuseOtherEncodings(b, off, n);
            }
            try {
                validate(b, off, off + n);
            } catch (BackupFormatException e) {
                return before(e);
            }
            offset += n;
        } else if (n < 0 && missing > 0) {
            throw malformed(characterStart, "ends in the middle of a character: the file is cut");
        }
        return n;
    }

    /** Lets the characters in front of a malformed one through first, so that the rows there are read. */
    private int before(BackupFormatException e) {
        int wellFormed = (int) (characterStart - offset);
        if (wellFormed <= 0) {
            throw e;
        }
        found = e;
        offset = characterStart;
        return wellFormed;
    }

    private void refuseOtherEncodings(byte[] b, int off, int n) {
        if (n >= 3 && (b[off] & 0xFF) == 0xEF && (b[off + 1] & 0xFF) == 0xBB && (b[off + 2] & 0xFF) == 0xBF) {
            throw malformed(0, "starts with a byte order mark, which JSON does not have; save it as UTF-8 without one");
        }
        boolean mark = n >= 2 && (b[off] & b[off + 1] & 0xFE) == 0xFE && b[off] != b[off + 1];
        if (mark || (n >= 2 && (b[off] == 0 || b[off + 1] == 0))) {
            throw malformed(0, "is not UTF-8 but perhaps UTF-16 or UTF-32; save it as UTF-8");
        }
    }

    private void validate(byte[] b, int from, int to) {
        int i = from;
        while (i < to) {
            if (missing == 0) {
                while (i + 8 <= to && ((long) LONGS.get(b, i) & HIGH_BITS) == 0) {
                    i += 8;
                }
                while (i < to && b[i] >= 0) {
                    i++;
                }
                if (i == to) {
                    return;
                }
                characterStart = offset + (i - from);
                lead(b[i] & 0xFF);
            } else {
                int c = b[i] & 0xFF;
                if (c < lowest || c > highest) {
                    throw malformed(characterStart, "holds bytes that are not UTF-8; save it as UTF-8");
                }
                lowest = 0x80;
                highest = 0xBF;
                missing--;
            }
            i++;
        }
    }

    private void lead(int c) {
        if (c >= 0xC2 && c <= 0xDF) {
            missing = 1;
        } else if (c >= 0xE0 && c <= 0xEF) {
            missing = 2;
            lowest = c == 0xE0 ? 0xA0 : 0x80;
            highest = c == 0xED ? 0x9F : 0xBF;
        } else if (c >= 0xF0 && c <= 0xF4) {
            missing = 3;
            lowest = c == 0xF0 ? 0x90 : 0x80;
            highest = c == 0xF4 ? 0x8F : 0xBF;
        } else {
            throw malformed(characterStart, "holds bytes that are not UTF-8; save it as UTF-8");
        }
    }

    private BackupFormatException malformed(long at, String message) {
        return new BackupFormatException(message, location, base + at, null);
    }
}
