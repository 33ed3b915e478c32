package dev.restore.engine.keys;

import dev.restore.catalog.ValueKind;
import dev.restore.dialect.OneCell;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * What keys of the backup are in the database, one entry after the other in one array of bytes: there may be many, and objects would
 * take ten times the room. An entry is known by its place, which {@link #retain} changes. Not thread-safe.
 */
final class KeyTable {

    private static final int FIRST_BYTES = 1 << 10;
    private static final int MAX_BYTES = Integer.MAX_VALUE - 16;
    private static final int FIRST_SLOTS = 1 << 6;
    private static final List<ValueKind> KINDS = List.of(ValueKind.values());

    /** In front of an entry stand when it was found and kept, and the lengths of its key, its text and its cells. */
    private static final int FOUND = 0;

    private static final int KEPT = 4;
    private static final int KEY_LENGTH = 8;
    private static final int TEXT_LENGTH = 12;
    private static final int CELLS_LENGTH = 16;
    private static final int HEAD = 20;

    private static final int CELL_HEAD = 5;

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private byte[] entries = new byte[FIRST_BYTES];
    private int end;
    private int[] slots = emptySlots(FIRST_SLOTS);
    private int size;

    private static int[] emptySlots(int count) {
        int[] slots = new int[count];
        Arrays.fill(slots, -1);
        return slots;
    }

    /** Returns how many keys are held. */
    int size() {
        return size;
    }

    /** Returns how many bytes are taken; while it grows the heap holds three times as many. */
    long bytes() {
        return end + 4L * slots.length;
    }

    /** Returns the place of the entry of a key, or -1. */
    int find(String key) {
        byte[] wanted = key.getBytes(StandardCharsets.UTF_8);
        return slots[slot(wanted)];
    }

    /** Puts a key in, in the place of the entry that it may have, and returns the place of the new one. */
    int put(String key, String text, List<OneCell> cells) {
        byte[] wanted = key.getBytes(StandardCharsets.UTF_8);
        byte[] textBytes = text.getBytes(StandardCharsets.UTF_8);
        int cellBytes = cells.stream()
                .mapToInt(cell -> CELL_HEAD + cell.end(0, 0) - cell.start(0, 0))
                .sum();
        reserve(Math.addExact(Math.addExact(HEAD + wanted.length, textBytes.length), cellBytes));
        int place = end;
        setInt(place + FOUND, 0);
        setInt(place + KEPT, 0);
        setInt(place + KEY_LENGTH, wanted.length);
        setInt(place + TEXT_LENGTH, textBytes.length);
        setInt(place + CELLS_LENGTH, cellBytes);
        end += HEAD;
        append(wanted, 0, wanted.length);
        append(textBytes, 0, textBytes.length);
        for (OneCell cell : cells) {
            int length = cell.end(0, 0) - cell.start(0, 0);
            entries[end] = (byte) KINDS.indexOf(cell.kind());
            setInt(end + 1, length);
            end += CELL_HEAD;
            append(cell.bytes(), cell.start(0, 0), length);
        }
        int slot = slot(wanted);
        size += slots[slot] < 0 ? 1 : 0;
        slots[slot] = place;
        if (size > slots.length / 2) {
            spread(2 * slots.length);
        }
        return place;
    }

    private void reserve(int length) {
        int needed = Math.addExact(end, length);
        if (needed > entries.length) {
            long doubled = Math.min(2L * entries.length, MAX_BYTES);
            entries = Arrays.copyOf(entries, (int) Math.max(needed, doubled));
        }
    }

    private void append(byte[] bytes, int from, int length) {
        System.arraycopy(bytes, from, entries, end, length);
        end += length;
    }

    private int getInt(int at) {
        return (int) INTS.get(entries, at);
    }

    private void setInt(int at, int value) {
        INTS.set(entries, at, value);
    }

    /** Returns the slot of a key: where it is, or where it would be. */
    private int slot(byte[] key) {
        int slot = place(Arrays.hashCode(key));
        while (slots[slot] >= 0 && !isKey(slots[slot], key)) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    private int place(int hash) {
        int mixed = hash * 0x9e3779b9;
        return (mixed ^ (mixed >>> 15)) & (slots.length - 1);
    }

    private boolean isKey(int place, byte[] key) {
        int length = getInt(place + KEY_LENGTH);
        return Arrays.equals(entries, place + HEAD, place + HEAD + length, key, 0, key.length);
    }

    private byte[] key(int place) {
        int length = getInt(place + KEY_LENGTH);
        return Arrays.copyOfRange(entries, place + HEAD, place + HEAD + length);
    }

    private void spread(int count) {
        int[] old = slots;
        slots = emptySlots(count);
        for (int place : old) {
            if (place >= 0) {
                slots[slot(key(place))] = place;
            }
        }
    }

    /** Returns the text of an entry. */
    String text(int place) {
        int from = place + HEAD + getInt(place + KEY_LENGTH);
        return new String(entries, from, getInt(place + TEXT_LENGTH), StandardCharsets.UTF_8);
    }

    /** Returns whether an entry has cells. */
    boolean hasCells(int place) {
        return getInt(place + CELLS_LENGTH) > 0;
    }

    /** Returns the cells of an entry. */
    List<OneCell> cells(int place) {
        int at = place + HEAD + getInt(place + KEY_LENGTH) + getInt(place + TEXT_LENGTH);
        int stop = at + getInt(place + CELLS_LENGTH);
        List<OneCell> cells = new ArrayList<>(1);
        while (at < stop) {
            ValueKind kind = KINDS.get(entries[at]);
            int from = at + CELL_HEAD;
            at = from + getInt(at + 1);
            cells.add(new OneCell(kind, Arrays.copyOfRange(entries, from, at), 0, at - from));
        }
        return cells;
    }

    /** Returns in which reading an entry was last found, 0 for none. */
    int found(int place) {
        return getInt(place + FOUND);
    }

    void setFound(int place, int reading) {
        setInt(place + FOUND, reading);
    }

    /** Returns in which reading an entry was last kept, 0 for none. */
    int kept(int place) {
        return getInt(place + KEPT);
    }

    void setKept(int place, int reading) {
        setInt(place + KEPT, reading);
    }

    /** Returns how many entries are such. */
    int count(IntPredicate such) {
        return (int)
                Arrays.stream(slots).filter(place -> place >= 0).filter(such).count();
    }

    /** Forgets all entries that are not such, and gives their room back. */
    void retain(IntPredicate such) {
        int[] places = Arrays.stream(slots)
                .filter(place -> place >= 0)
                .filter(such)
                .sorted()
                .toArray();
        end = 0;
        for (int i = 0; i < places.length; i++) {
            int length = length(places[i]);
            System.arraycopy(entries, places[i], entries, end, length);
            places[i] = end;
            end += length;
        }
        size = places.length;
        slots = emptySlots(Math.max(FIRST_SLOTS, Integer.highestOneBit(size) << 2));
        for (int place : places) {
            slots[slot(key(place))] = place;
        }
    }

    private int length(int place) {
        return HEAD + getInt(place + KEY_LENGTH) + getInt(place + TEXT_LENGTH) + getInt(place + CELLS_LENGTH);
    }
}
