package dev.restore.dialect;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;

/**
 * A 64-bit hash of the parts of a value, in their order. Finds what went wrong by accident; it is not protection against
 * somebody who makes values collide. Reused; not safe to share between threads.
 */
public final class CellHash {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int MANY_ZEROS = 1 << 17;
    private static final int FEW_ZEROS = 1 << 8;

    private long state;

    /** Creates a hash of nothing. */
    public CellHash() {}

    /** Spreads every bit of a number over all others. */
    public static long mix(long number) {
        long mixed = (number ^ (number >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }

    /** Begins again. */
    public void start(long seed) {
        state = seed;
    }

    /** Adds a number. */
    public void add(long number) {
        state = mix(Long.rotateLeft(state, 23) + 0x9e3779b97f4a7c15L ^ number);
    }

    /** Adds bytes and how many there are. */
    public void add(byte[] bytes, int from, int to) {
        int at = from;
        for (; to - at >= Long.BYTES; at += Long.BYTES) {
            add((long) LONGS.get(bytes, at));
        }
        long rest = 0;
        for (; at < to; at++) {
            rest = rest << 8 | (bytes[at] & 0xff);
        }
        add(rest);
        add(to - from);
    }

    /** Returns the hash of what was added. */
    public long value() {
        return state;
    }

    /** Adds a number by its value: {@code 1.0}, {@code 1} and {@code 10e-1} add the same. */
    public void add(BigDecimal number) {
        BigDecimal value = number.signum() == 0 ? BigDecimal.ZERO : stripped(number);
        if (value.scale() <= 0 && value.precision() - (long) value.scale() <= 18) {
            add(value.longValueExact());
            return;
        }
        byte[] digits = value.unscaledValue().toByteArray();
        add(digits, 0, digits.length);
        add(value.scale());
    }

    /** Takes many zeros off at once: one by one takes time that grows with the square of their number. */
    private static BigDecimal stripped(BigDecimal number) {
        BigDecimal value = number;
        for (int zeros = MANY_ZEROS; zeros >= FEW_ZEROS; zeros /= 2) {
            // Ten to that power has two to that power for a factor.
            if (value.precision() > zeros && value.unscaledValue().getLowestSetBit() >= zeros) {
                BigInteger[] parts = value.unscaledValue().divideAndRemainder(BigInteger.TEN.pow(zeros));
                if (parts[1].signum() == 0) {
                    value = new BigDecimal(parts[0], value.scale() - zeros);
                }
            }
        }
        return value.stripTrailingZeros();
    }
}
