package dev.restore.dialect.standard;

import dev.restore.dialect.Loaded;
import dev.restore.dialect.OtherKeys;
import dev.restore.dialect.ReadRows;
import dev.restore.dialect.Rows;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of rows that were loaded one after the other. */
final class LoadedSum {

    private final List<Integer> places = new ArrayList<>();
    private @Nullable ReadRows keys;
    private long inserted;
    private long updated;
    private long unchanged;

    /**
     * Adds what became of one row.
     *
     * @param place its place among those of the call
     */
    void add(int place, Loaded row) {
        inserted += row.inserted();
        updated += row.updated();
        unchanged += row.unchanged();
        OtherKeys others = row.others();
        if (others != null) {
            meets(place, others.keys(), others.keys().columns());
        }
    }

    /**
     * Adds a row that was there.
     *
     * @param changes 1 if it was changed, 0 if not
     */
    void found(long changes) {
        updated += changes;
        unchanged += 1 - changes;
    }

    /**
     * Says that a row is there under other keys.
     *
     * @param place its place among those of the call
     * @param found the row that is there, whose first cells are these keys
     * @param columns how many keys there are
     */
    void meets(int place, Rows found, int columns) {
        ReadRows known = keys;
        if (known == null) {
            known = new ReadRows(columns);
            keys = known;
        }
        places.add(place);
        for (int i = 0; i < columns; i++) {
            known.add(found.kind(0, i), found.bytes(), found.start(0, i), found.end(0, i));
        }
    }

    Loaded loaded() {
        ReadRows known = keys;
        return new Loaded(inserted, updated, unchanged, known == null ? null : new OtherKeys(places, known));
    }
}
