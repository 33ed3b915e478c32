package dev.restore.backup;

/**
 * How much a backup may ask for before it is refused. Each limit is named in the error that it causes.
 *
 * @param depth how deep arrays and objects may be nested, the envelope of the backup included; default 1000
 * @param textLength how many characters one text may have; default a 24th of the heap, so that a text fits several times
 * @param rowBytes how many bytes the values of one row may take; default an eighth of the heap
 * @param numberLength how many characters one number may have; default 150000, more than any database keeps
 * @param nameLength how many bytes the name of a field may have; default 50000
 * @param entries how many files a directory or package may hold; default 100000
 * @param expansion how many times larger than stored gzip or zip data may become, checked past 64 MiB; default 500
 */
public record ReadLimits(
        int depth, int textLength, int rowBytes, int numberLength, int nameLength, int entries, int expansion) {

    /** Checks that each limit is positive. */
    public ReadLimits {
        positive("depth", depth);
        positive("textLength", textLength);
        positive("rowBytes", rowBytes);
        positive("numberLength", numberLength);
        positive("nameLength", nameLength);
        positive("entries", entries);
        positive("expansion", expansion);
    }

    /** Returns the default limits for the heap of this JVM. */
    public static ReadLimits forThisHeap() {
        long heap = Runtime.getRuntime().maxMemory();
        int textLength = (int) Math.min(heap / 24, 256 << 20);
        int rowBytes = (int) Math.min(heap / 8, 1 << 30);
        return new ReadLimits(1000, textLength, rowBytes, 150_000, 50_000, 100_000, 500);
    }

    private static void positive(String name, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be positive but is " + value);
        }
    }
}
