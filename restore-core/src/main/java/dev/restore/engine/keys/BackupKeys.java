package dev.restore.engine.keys;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Which keys the rows of the backup have, for telling references to them from references to rows that the backup does not hold. A
 * key is 64 bits of its text, 11 to 32 bytes of heap, and all of them take a sixteenth of the heap at most. Used by the loading
 * thread.
 */
final class BackupKeys {

    private static final long LEAST_ROOM = 2L << 20;

    private static final int FIRST_SLOTS = 1024;

    private final long room;
    private final Map<KeySpace, Slots> spaces = new HashMap<>();
    private boolean full;

    /** Creates a memory that takes a sixteenth of this heap at most. */
    BackupKeys() {
        this(Math.max(LEAST_ROOM, Runtime.getRuntime().maxMemory() / 16));
    }

    /**
     * Creates a memory.
     *
     * @param room how many bytes of heap it takes at most
     */
    BackupKeys(long room) {
        this.room = room;
    }

    /** Adds the key of a row, unless there is no room for it. */
    void add(KeySpace space, String key) {
        if (full) {
            return;
        }
        Slots slots = spaces.computeIfAbsent(space, any -> new Slots());
        if (slots.isCrowded()) {
            long bytes = spaces.values().stream().mapToLong(Slots::bytes).sum();
            if (bytes + 2 * slots.bytes() > room) {
                full = true;
                spaces.clear();
                return;
            }
            slots.grow();
        }
        slots.add(hash(key));
    }

    /** Returns whether a key was added. Means nothing when there was no room for all. */
    boolean contains(KeySpace space, String key) {
        Slots slots = spaces.get(space);
        return slots != null && slots.contains(hash(key));
    }

    /** Returns whether there was no room for all keys. */
    boolean full() {
        return full;
    }

    /** FNV-1a, mixed once more, so that numbers in a row lie apart. Never 0, which is an empty slot. */
    private static long hash(String key) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < key.length(); i++) {
            hash = (hash ^ key.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash ^= hash >>> 29;
        return hash == 0 ? 1 : hash;
    }

    /** A set of numbers. */
    private static final class Slots {

        private long[] slots = new long[FIRST_SLOTS];
        private int size;

        boolean isCrowded() {
            return size >= slots.length / 4 * 3;
        }

        long bytes() {
            return 8L * slots.length;
        }

        void grow() {
            long[] before = slots;
            slots = new long[2 * before.length];
            size = 0;
            Arrays.stream(before).filter(hash -> hash != 0).forEach(this::add);
        }

        void add(long hash) {
            int at = find(hash);
            if (slots[at] == 0) {
                slots[at] = hash;
                size++;
            }
        }

        boolean contains(long hash) {
            return slots[find(hash)] != 0;
        }

        private int find(long hash) {
            int at = (int) hash & (slots.length - 1);
            while (slots[at] != 0 && slots[at] != hash) {
                at = (at + 1) & (slots.length - 1);
            }
            return at;
        }
    }
}
