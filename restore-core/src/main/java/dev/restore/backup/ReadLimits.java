package dev.restore.backup;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How much a backup may ask for before it is refused. Immutable. Each limit is named in the error that it causes, and can be moved:
 *
 * <pre>{@code
 * Restore.from(backup).limits(ReadLimits.forThisHeap().withTextLength(100_000_000)).into(dataSource).run();
 * }</pre>
 *
 * <p>The defaults of {@link #textLength}, {@link #rowBytes} and {@link #names} follow from the heap, so that what is within them fits;
 * whoever raises them gives the JVM more heap, too.
 *
 * @param depth how deep arrays and objects may be nested, the envelope of the backup included, from 1 to 3000; default 1000
 * @param textLength how many characters one text may have; default a 24th of the heap in bytes, so that a text fits several times, and
 *     at most 268435456
 * @param rowBytes how many bytes the values of one row may take; the long names (past 256 characters) of all fields in one file
 *     may take a quarter of that; default an eighth of the heap, and at most 1073741824
 * @param numberLength how many characters one number may have; default 150000, more than any database keeps
 * @param nameLength how many bytes the name of a field may have; default 50000
 * @param entries how many files a directory or package may hold; default 100000
 * @param expansion how many times larger than stored gzip or zip data may become, checked past 64 MiB; default 500
 * @param names how many different fields there may be at once: in the objects that are open at one place, and in all tables together;
 *     default the heap in bytes divided by 4096, from 4096 to 1000000
 */
public record ReadLimits(
        int depth,
        int textLength,
        int rowBytes,
        int numberLength,
        int nameLength,
        int entries,
        int expansion,
        int names) {

    private static final int MAX_DEPTH = 3000;
    private static final int MOST = Integer.MAX_VALUE - 16;

    /** The limits by the names that errors call them by. */
    private enum Limit {
        DEPTH("depth"),
        TEXT_LENGTH("textLength"),
        ROW_BYTES("rowBytes"),
        NUMBER_LENGTH("numberLength"),
        NAME_LENGTH("nameLength"),
        ENTRIES("entries"),
        EXPANSION("expansion"),
        NAMES("names");

        private final String label;

        Limit(String label) {
            this.label = label;
        }

        int most() {
            return this == DEPTH ? MAX_DEPTH : MOST;
        }
    }

    /**
     * Checks the ranges: from 1 to 2147483631, the depth to 3000.
     *
     * @throws IllegalArgumentException if one is outside of its range
     */
    public ReadLimits {
        check(Limit.DEPTH, depth);
        check(Limit.TEXT_LENGTH, textLength);
        check(Limit.ROW_BYTES, rowBytes);
        check(Limit.NUMBER_LENGTH, numberLength);
        check(Limit.NAME_LENGTH, nameLength);
        check(Limit.ENTRIES, entries);
        check(Limit.EXPANSION, expansion);
        check(Limit.NAMES, names);
    }

    /** Returns the default limits for the heap of this JVM. */
    public static ReadLimits forThisHeap() {
        long heap = Runtime.getRuntime().maxMemory();
        int textLength = (int) Math.min(heap / 24, 256 << 20);
        int rowBytes = (int) Math.min(heap / 8, 1 << 30);
        int names = (int) Math.max(4096, Math.min(heap / 4096, 1_000_000));
        return new ReadLimits(1000, textLength, rowBytes, 150_000, 50_000, 100_000, 500, names);
    }

    /** Returns the same with another {@link #depth}. */
    public ReadLimits withDepth(int value) {
        return with(Limit.DEPTH, value);
    }

    /** Returns the same with another {@link #textLength}. A row holds its texts: {@link #rowBytes} may have to be raised, too. */
    public ReadLimits withTextLength(int value) {
        return with(Limit.TEXT_LENGTH, value);
    }

    /** Returns the same with another {@link #rowBytes}. */
    public ReadLimits withRowBytes(int value) {
        return with(Limit.ROW_BYTES, value);
    }

    /** Returns the same with another {@link #numberLength}. */
    public ReadLimits withNumberLength(int value) {
        return with(Limit.NUMBER_LENGTH, value);
    }

    /** Returns the same with another {@link #nameLength}. */
    public ReadLimits withNameLength(int value) {
        return with(Limit.NAME_LENGTH, value);
    }

    /** Returns the same with other {@link #entries}. */
    public ReadLimits withEntries(int value) {
        return with(Limit.ENTRIES, value);
    }

    /** Returns the same with another {@link #expansion}. */
    public ReadLimits withExpansion(int value) {
        return with(Limit.EXPANSION, value);
    }

    /** Returns the same with other {@link #names}. */
    public ReadLimits withNames(int value) {
        return with(Limit.NAMES, value);
    }

    /**
     * Returns the same with another value for the limit of a name, for settings that come as text.
     *
     * @param name the name that errors call the limit by, such as {@code textLength}; case and hyphens do not matter
     * @throws IllegalArgumentException if there is no such limit, or the value is outside of its range
     */
    public ReadLimits with(String name, long value) {
        String plain = name.replace("-", "");
        return with(
                Arrays.stream(Limit.values())
                        .filter(limit -> limit.label.equalsIgnoreCase(plain))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("there is no limit '" + name + "', but "
                                + Arrays.stream(Limit.values())
                                        .map(limit -> limit.label)
                                        .collect(Collectors.joining(", ")))),
                value);
    }

    private ReadLimits with(Limit limit, long value) {
        check(limit, value);
        int number = (int) value;
        return new ReadLimits(
                limit == Limit.DEPTH ? number : depth,
                limit == Limit.TEXT_LENGTH ? number : textLength,
                limit == Limit.ROW_BYTES ? number : rowBytes,
                limit == Limit.NUMBER_LENGTH ? number : numberLength,
                limit == Limit.NAME_LENGTH ? number : nameLength,
                limit == Limit.ENTRIES ? number : entries,
                limit == Limit.EXPANSION ? number : expansion,
                limit == Limit.NAMES ? number : names);
    }

    /** Returns how many bytes the long names of fields in one file may take: a parser keeps each of them several times. */
    public int longNameBytes() {
        return rowBytes / 4;
    }

    /** Returns whether any limit is above {@link #forThisHeap}, so that what is within them need not fit into the heap. */
    public boolean exceedThisHeap() {
        ReadLimits fitting = forThisHeap();
        return depth > fitting.depth
                || textLength > fitting.textLength
                || rowBytes > fitting.rowBytes
                || numberLength > fitting.numberLength
                || nameLength > fitting.nameLength
                || entries > fitting.entries
                || expansion > fitting.expansion
                || names > fitting.names;
    }

    private static void check(Limit limit, long value) {
        if (value < 1 || value > limit.most()) {
            throw new IllegalArgumentException(
                    "the limit " + limit.label + " must be from 1 to " + limit.most() + ", not " + value);
        }
    }

    /** Returns how each error ends that a limit causes: what the limit is called, and how to raise it. */
    public static String raise(String label) {
        String method = "with" + label.substring(0, 1).toUpperCase(Locale.ROOT) + label.substring(1);
        return " (limit ReadLimits." + label + "; to raise it, limits(ReadLimits.forThisHeap()." + method
                + "(N)) in Java or --limit " + label + "=N)";
    }
}
