package dev.restore.engine.stage;

import dev.restore.backup.reading.BackupRow;
import dev.restore.catalog.ValueKind;

/** Sees whether the keys of rows are whole numbers that ascend as they come, so that no two are the same. Used by the reading thread. */
final class KeyOrder {

    /** So many digits fit into 64 bits whatever they are. */
    private static final int DIGITS = 18;

    private long last = Long.MIN_VALUE;
    private volatile boolean ascending = true;

    /** Says that the order of the keys of some rows is not known. */
    void lost() {
        ascending = false;
    }

    /** Sees the key of the next row. */
    void next(BackupRow row, int field) {
        ValueKind kind = row.kind(field);
        if (!ascending || kind == ValueKind.NULL) {
            return;
        }
        int from = row.start(field);
        int to = row.end(field);
        if (kind != ValueKind.INTEGER || to - from > DIGITS) {
            ascending = false;
            return;
        }
        byte[] digits = row.bytes();
        long number = 0;
        for (int i = from; i < to; i++) {
            int digit = digits[i] - '0';
            if (digit < 0 || digit > 9) {
                ascending = false;
                return;
            }
            number = number * 10 + digit;
        }
        ascending = number > last;
        last = number;
    }

    /** Returns whether every key that came was larger than the one before. */
    boolean isAscending() {
        return ascending;
    }
}
