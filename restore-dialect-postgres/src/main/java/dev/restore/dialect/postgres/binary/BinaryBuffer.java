package dev.restore.dialect.postgres.binary;

import dev.restore.dialect.EncodedRows;
import dev.restore.dialect.postgres.text.TextSink;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.sql.SQLException;
import java.util.Arrays;
import org.postgresql.copy.CopyIn;

/**
 * Rows in the binary format of COPY, collected before any of them is sent. It grows to the largest load that it has held.
 */
public final class BinaryBuffer extends TextSink implements EncodedRows {

    /** Loads that become larger are sent in several parts. */
    public static final int PART = 8 << 20;

    private static final int PIECE = 64 * 1024;
    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};
    private static final VarHandle SHORT = view(short[].class);
    private static final VarHandle INT = view(int[].class);
    private static final VarHandle LONG = view(long[].class);

    private byte[] bytes = new byte[PIECE];
    private int used;

    private static VarHandle view(Class<?> array) {
        return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.BIG_ENDIAN);
    }

    /** Begins anew. */
    public void begin() {
        used = 0;
        plain(SIGNATURE, 0, SIGNATURE.length);
        // No flags, no header extension.
        putLong(0);
    }

    public void end() {
        putShort(-1);
    }

    public int size() {
        return used;
    }

    /** Sends everything in pieces, so that the driver looks now and then whether the server has complained. */
    public void sendTo(CopyIn copy) throws SQLException {
        for (int from = 0; from < used; from += PIECE) {
            copy.writeToCopy(bytes, from, Math.min(PIECE, used - from));
        }
    }

    public void putByte(int value) {
        reserve(1);
        bytes[used++] = (byte) value;
    }

    public void putShort(int value) {
        reserve(2);
        SHORT.set(bytes, used, (short) value);
        used += 2;
    }

    public void putInt(int value) {
        reserve(4);
        INT.set(bytes, used, value);
        used += 4;
    }

    public void putLong(long value) {
        reserve(8);
        LONG.set(bytes, used, value);
        used += 8;
    }

    /** Puts another number over one that was put at this place. */
    public void setShort(int at, int value) {
        SHORT.set(bytes, at, (short) value);
    }

    public void setInt(int at, int value) {
        INT.set(bytes, at, value);
    }

    /** Begins a value whose length is not known yet, and returns where it begins. */
    public int open() {
        putInt(0);
        return used;
    }

    /** Ends the value that began there. */
    public void close(int start) {
        setInt(start - 4, used - start);
    }

    @Override
    public void plain(byte[] source, int from, int to) {
        int length = to - from;
        reserve(length);
        System.arraycopy(source, from, bytes, used, length);
        used += length;
    }

    @Override
    public void text(byte[] source, int from, int to) {
        plain(source, from, to);
    }

    private void reserve(int more) {
        if (more > bytes.length - used) {
            long wanted = Math.max((long) used + more, bytes.length + (long) (bytes.length >> 1));
            if ((long) used + more > Integer.MAX_VALUE - 8) {
                throw new OutOfMemoryError("a row would pass 2 GiB");
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 8));
        }
    }
}
