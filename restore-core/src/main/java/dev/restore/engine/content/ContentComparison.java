package dev.restore.engine.content;

import dev.restore.engine.content.ContentSums.Anchor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the sums of one table say when those of the backup are held against those of the database. */
final class ContentComparison {

    private final List<String> different = new ArrayList<>();
    private final Map<String, String> uncompared = new LinkedHashMap<>();
    private final List<ContentSums> stored;
    private final ContentSums found;
    private final @Nullable ContentSums before;
    private final boolean places;

    /**
     * Compares.
     *
     * @param stored the sums of the backup's rows, by the columns that they carry
     * @param found the sums of the rows that are there now, of the columns that all of those carry
     * @param before the sums of the rows that were there before, null for none
     * @param partial columns that only some rows carry
     */
    ContentComparison(List<ContentSums> stored, ContentSums found, @Nullable ContentSums before, Set<String> partial) {
        this.stored = stored;
        this.found = found;
        this.before = before;
        this.places = placesKnown();
        List<String> moved = new ArrayList<>();
        for (String column : found.columns()) {
            if (!known(column)) {
                uncompared.put(column, "only the database can read some of its values");
            } else if (values(column) != found.values(column)) {
                differs(column, different);
            } else if (places && places(column) != found.places(column)) {
                differs(column, moved);
            }
        }
        // Where the key of a row differs, everything in that row seems to have moved.
        if (different.isEmpty()) {
            different.addAll(moved);
        }
        for (String column : partial) {
            uncompared.put(column, "not every row carries it");
        }
    }

    private void differs(String column, List<String> columns) {
        if (found.certain(column)) {
            columns.add(column);
        } else {
            uncompared.put(column, "its values may be written in several ways");
        }
    }

    private boolean placesKnown() {
        Anchor anchor = found.anchor();
        if (anchor == Anchor.NONE
                || (before != null && (anchor != Anchor.KEY || before.anchor() != Anchor.KEY))
                || stored.stream().anyMatch(part -> part.anchor() != anchor)) {
            return false;
        }
        return anchor == Anchor.KEY
                || stored.stream()
                        .allMatch(
                                part -> part.columns().size() == found.columns().size());
    }

    private boolean known(String column) {
        return found.known(column)
                && (before == null || before.known(column))
                && stored.stream().allMatch(part -> part.known(column));
    }

    private long values(String column) {
        long sum = before == null ? 0 : before.values(column);
        for (ContentSums part : stored) {
            sum += part.values(column);
        }
        return sum;
    }

    private long places(String column) {
        long sum = before == null ? 0 : before.places(column);
        for (ContentSums part : stored) {
            sum += part.places(column);
        }
        return sum;
    }

    /** Returns the columns whose values differ, or have changed places between rows. */
    List<String> different() {
        return different;
    }

    /** Returns the columns of which it cannot be said, with the reasons. */
    Map<String, String> uncompared() {
        return uncompared;
    }

    /** Returns how many rows were read. */
    long rows() {
        return found.rows();
    }
}
