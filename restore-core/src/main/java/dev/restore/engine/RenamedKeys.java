package dev.restore.engine;

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
 * <p>Takes about 200 bytes of heap for each key, and holds {@value #MOST} at most. Used by the loading thread.
 */
final class RenamedKeys {

    /** How many keys are held at most. */
    static final int MOST = 100_000;

    /** No text of a key, which holds no such character in any database that has keys of characters. */
    private static final String LOST = "\0";

    private final Map<KeySpace, Map<String, Renamed>> spaces = new HashMap<>();
    private final Map<KeySpace, Set<String>> folded = new HashMap<>();
    private int reading;
    private int held;
    private boolean changed;

    /** What a key of the backup is in the database. */
    private static final class Renamed {

        final String text;
        final List<OneCell> cells;

        /** In which reading a row of the backup with the key was last found under the other one. */
        int found;

        /** In which reading a row of the backup with the key was last put in under that key. */
        int kept;

        Renamed(String text, List<OneCell> cells) {
            this.text = text;
            this.cells = cells;
        }
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
        return spaces.getOrDefault(space, Map.of()).values().stream()
                .filter(renamed -> !renamed.cells.isEmpty())
                .count();
    }

    /**
     * Returns the cells that a key of the backup has in the database, null where they are the same; none where the row is not in the
     * database.
     */
    @Nullable
    List<OneCell> find(KeySpace space, String key) {
        Renamed renamed = spaces.getOrDefault(space, Map.of()).get(key);
        return renamed == null ? null : renamed.cells;
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
        Renamed renamed = spaces.getOrDefault(space, Map.of()).get(key);
        if (renamed == null) {
            return true;
        }
        renamed.kept = reading;
        return renamed.found != reading || renamed.text.equals(LOST);
    }

    /**
     * Notes that a row of the backup is in the database under another key.
     *
     * @param text the other key, in the one way of {@link KeyText}
     * @param cells its cells
     * @return false when the same key of the backup stands for another row as well
     */
    boolean rename(KeySpace space, String key, String text, List<OneCell> cells) {
        Map<String, Renamed> keys = spaces.computeIfAbsent(space, any -> new HashMap<>());
        Renamed known = keys.get(key);
        if (known != null && (known.kept == reading || (known.found == reading && !known.text.equals(text)))) {
            return known.text.equals(LOST) && known.kept != reading;
        }
        if (known == null || !known.text.equals(text)) {
            changed = true;
            held += known == null ? 1 : 0;
            known = new Renamed(text, List.copyOf(cells));
            keys.put(key, known);
            folded.computeIfAbsent(space, any -> new HashSet<>()).add(KeyText.folded(key));
        }
        known.found = reading;
        return true;
    }

    /** Notes that a row of the backup is not in the database, unless another one with the same key is. */
    void lose(KeySpace space, String key) {
        rename(space, key, LOST, List.of());
    }

    /** Returns whether there is no room for another key. */
    boolean full() {
        return held >= MOST;
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
        for (Map<String, Renamed> keys : spaces.values()) {
            int before = keys.size();
            keys.values().removeIf(renamed -> renamed.found != reading);
            held -= before - keys.size();
            different |= keys.size() != before;
        }
        return different;
    }

    /** Returns the keys of which any are others in the database. */
    Set<KeySpace> spaces() {
        return spaces.keySet();
    }
}
