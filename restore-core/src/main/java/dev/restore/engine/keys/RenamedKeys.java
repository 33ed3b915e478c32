package dev.restore.engine.keys;

import dev.restore.dialect.OneCell;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of the backup are in the database under another key: for each key that others refer to, what it is in the backup and
 * what it is there. Rows whose key is the same take no room. Learned while rows are loaded, over one reading of the backup or
 * several, of which each may correct the one before.
 *
 * <p>Takes some 60 bytes of heap for a key that is a number, and an eighth of the heap at most. Used by the loading thread.
 */
final class RenamedKeys {

    /** No text of a key, which holds no such character in any database that has keys of characters. */
    private static final String LOST = "\0";

    /** What a text in a set takes besides its characters. */
    private static final int TEXT_BYTES = 100;

    private static final long LEAST_ROOM = 4L << 20;

    private final long room;
    private final Map<KeySpace, KeyTable> spaces = new HashMap<>();
    private final Map<KeySpace, Set<String>> folded = new HashMap<>();
    private long foldedBytes;
    private int reading;
    private boolean changed;

    /** Creates a memory that takes an eighth of this heap at most. */
    RenamedKeys() {
        this(Math.max(LEAST_ROOM, Runtime.getRuntime().maxMemory() / 8));
    }

    /**
     * Creates a memory.
     *
     * @param room how many bytes of heap it takes at most, apart from those of one key
     */
    RenamedKeys(long room) {
        this.room = room;
    }

    /** Begins another reading of the backup. */
    void begin() {
        reading++;
        changed = false;
    }

    boolean isEmpty(KeySpace space) {
        return !spaces.containsKey(space);
    }

    /** Returns how many keys of a table are others in the database. */
    long count(KeySpace space) {
        KeyTable keys = spaces.get(space);
        return keys == null ? 0 : keys.count(keys::hasCells);
    }

    /**
     * Returns the cells that a key of the backup has in the database, null where they are the same; none where the row is not in the
     * database.
     */
    @Nullable
    List<OneCell> find(KeySpace space, String key) {
        KeyTable keys = spaces.get(space);
        int place = keys == null ? -1 : keys.find(key);
        return keys == null || place < 0 ? null : keys.cells(place);
    }

    /** Returns whether a key that is not the same text may be the same for the database, under its collation. */
    boolean hasSimilar(KeySpace space, String key) {
        return folded.getOrDefault(space, Set.of()).contains(KeyText.folded(key));
    }

    /**
     * Notes that a row of the backup is in the database under its own key.
     *
     * @return false when the same key of the backup stands for another row as well
     */
    boolean keep(KeySpace space, String key) {
        KeyTable keys = spaces.get(space);
        int place = keys == null ? -1 : keys.find(key);
        if (keys == null || place < 0) {
            return true;
        }
        keys.setKept(place, reading);
        return keys.found(place) != reading || keys.text(place).equals(LOST);
    }

    /**
     * Notes that a row of the backup is in the database under another key.
     *
     * @param text the other key, in the one way of {@link KeyText}
     * @param cells its cells
     * @param collates whether the database may take keys for equal that are not the same text
     * @return false when the same key of the backup stands for another row as well
     */
    boolean rename(KeySpace space, String key, String text, List<OneCell> cells, boolean collates) {
        KeyTable keys = spaces.computeIfAbsent(space, any -> new KeyTable());
        int place = keys.find(key);
        boolean same = place >= 0 && keys.text(place).equals(text);
        if (place >= 0 && (keys.kept(place) == reading || (keys.found(place) == reading && !same))) {
            return keys.text(place).equals(LOST) && keys.kept(place) != reading;
        }
        if (!same) {
            changed = true;
            place = keys.put(key, text, cells);
            if (collates) {
                fold(space, key);
            }
        }
        keys.setFound(place, reading);
        return true;
    }

    private void fold(KeySpace space, String key) {
        String text = KeyText.folded(key);
        if (folded.computeIfAbsent(space, any -> new HashSet<>()).add(text)) {
            foldedBytes += TEXT_BYTES + text.length();
        }
    }

    /** Notes that a row of the backup is not in the database, unless another one with the same key is. */
    void lose(KeySpace space, String key, boolean collates) {
        rename(space, key, LOST, List.of(), collates);
    }

    /** Returns whether there is no room for another key. */
    boolean full() {
        long taken = foldedBytes;
        for (KeyTable keys : spaces.values()) {
            taken += keys.bytes();
        }
        return taken >= room;
    }

    /** Returns how many keys are held. */
    long held() {
        return spaces.values().stream().mapToLong(KeyTable::size).sum();
    }

    /** Returns whether this reading has found something that was not known when it began. */
    boolean changed() {
        return changed;
    }

    /**
     * Ends a reading that came to the end, and forgets what it has not found again.
     *
     * @return whether anything is not as it was when the reading began
     */
    boolean settle() {
        boolean different = changed;
        for (KeyTable keys : spaces.values()) {
            int before = keys.size();
            keys.retain(place -> keys.found(place) == reading);
            different |= keys.size() != before;
        }
        return different;
    }

    /** Returns the keys of which any are others in the database. */
    Set<KeySpace> spaces() {
        return spaces.keySet();
    }
}
