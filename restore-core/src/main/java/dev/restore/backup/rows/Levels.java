package dev.restore.backup.rows;

import dev.restore.backup.RowShape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The objects and arrays of a document that are open, from the outermost one to where its rows are looked for. */
final class Levels {

    /** Paths lead to one of the first elements, not to one of thousands. */
    private static final int MAX_PASSED = 1000;

    /** An object or array on the way to the rows, and the place in it. */
    static final class Level {
        final boolean array;

        /** The field or the index of the element that was come to. */
        String key = "";

        /** The table that the object names. */
        @Nullable
        String named;

        private long index = -1;

        private Level(boolean array) {
            this.array = array;
        }

        /** Goes to the next element. */
        void element() {
            key = Long.toString(++index);
        }
    }

    private final List<Level> open = new ArrayList<>();

    void open(boolean array) {
        open.add(new Level(array));
    }

    /** Ends the innermost one. */
    void close() {
        open.remove(open.size() - 1);
    }

    int depth() {
        return open.size();
    }

    Level innermost() {
        return open.get(open.size() - 1);
    }

    /** Returns the field or index that was come to at a depth. */
    String key(int depth) {
        return open.get(depth).key;
    }

    /** Returns the place that was come to, as a path. */
    String place() {
        return String.join(".", open.stream().map(level -> level.key).toList());
    }

    /**
     * Returns where to go on with the rows of the array that was come to.
     *
     * @param path the path to the rows
     * @param tableField the field in which an object names its table, null where none does
     * @param table the table of the rows, null where each names its own
     */
    ResumePoint resumePoint(
            long offset, boolean first, List<String> path, @Nullable String tableField, @Nullable String table) {
        StringBuilder opening = new StringBuilder();
        StringBuilder closing = new StringBuilder();
        for (int i = 0; i < open.size(); i++) {
            Level level = open.get(i);
            if (level.array) {
                boolean counts = !path.get(i).equals(RowShape.EVERY);
                opening.append('[').append(counts ? "null,".repeat((int) Math.min(level.index, MAX_PASSED)) : "");
                closing.append(']');
            } else {
                opening.append('{');
                if (level.named != null && tableField != null) {
                    opening.append(ResumePoint.quoted(tableField))
                            .append(':')
                            .append(ResumePoint.quoted(level.named))
                            .append(',');
                }
                opening.append(ResumePoint.quoted(level.key)).append(':');
                closing.append('}');
            }
        }
        // Everything was opened from the outside, and is closed from the inside.
        String inward = "]" + closing.reverse();
        return new ResumePoint(offset, first, table, opening.append('[').toString(), inward);
    }
}
