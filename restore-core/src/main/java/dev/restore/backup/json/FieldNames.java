package dev.restore.backup.json;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * The names of the fields of objects that come one after the other, to find a name that comes twice in one of them. An object
 * whose fields come in the order of the one before costs a comparison a field, and none an allocation.
 */
final class FieldNames {

    /** Past so many names those that somebody chose to collide would cost too much to look through. */
    static final int FEW = 256;

    private static final int SLOTS = 4 * FEW;

    /** The names of the object at hand, and after them those that followed these in an object before; all different. */
    private String[] names = new String[16];

    private int count;
    private int known;
    private boolean alike = true;

    /** A hash table of the names at hand where the stamp is the current one, so that it need not be emptied. */
    private String[] slots = {};

    private int[] stamps = {};
    private int stamp;
    private Set<String> many = Set.of();

    /** Starts an object. */
    void begin() {
        count = 0;
        alike = true;
    }

    /** Returns how many names the object has so far. */
    int count() {
        return count;
    }

    /** Adds the name of a field if the fields up to it are those of the object before. Otherwise does nothing and returns false. */
    boolean follows(String name) {
        if (!alike || count >= known || !name.equals(names[count])) {
            return false;
        }
        count++;
        return true;
    }

    /** Adds the name of a field. Returns false when the object has it already. */
    boolean add(String name) {
        if (follows(name)) {
            return true;
        }
        if (alike) {
            depart();
        }
        if (!(count < FEW ? few(name) : many(name))) {
            return false;
        }
        if (count == names.length) {
            names = Arrays.copyOf(names, count * 2);
        }
        names[count++] = name;
        known = count;
        return true;
    }

    /** From here on the object is another than the one before. */
    private void depart() {
        alike = false;
        known = count;
        many = Set.of();
        if (slots.length == 0) {
            slots = new String[SLOTS];
            stamps = new int[SLOTS];
        }
        stamp++;
        if (stamp == 0) {
            Arrays.fill(stamps, 0);
            stamp = 1;
        }
        for (int i = 0; i < Math.min(count, FEW); i++) {
            few(names[i]);
        }
    }

    private boolean few(String name) {
        int hash = name.hashCode();
        int slot = (hash ^ hash >>> 16) & SLOTS - 1;
        while (stamps[slot] == stamp) {
            if (name.equals(slots[slot])) {
                return false;
            }
            slot = (slot + 1) & SLOTS - 1;
        }
        stamps[slot] = stamp;
        slots[slot] = name;
        return true;
    }

    private boolean many(String name) {
        if (many.isEmpty()) {
            many = new HashSet<>(Arrays.asList(names).subList(0, count));
        }
        return many.add(name);
    }
}
