package dev.restore.engine.cycle;

import dev.restore.engine.cycle.SortedRows.Cursor;
import dev.restore.outcome.ReinitReport.CycledTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares the rows of one table before a re-initialisation, after it and after the merge: goes through all three in the order of the
 * key, and holds the rows of one key only. Used once.
 */
final class CycleComparison {

    private static final int MAX_DIFFERENCES = 10;

    private final ComparedTable table;
    private final boolean leavesAlone;
    private final List<String> differences = new ArrayList<>();
    private long missing;
    private long changed;
    private long left;
    private long added;
    private long unexpected;

    /**
     * Creates a comparison.
     *
     * @param leavesAlone whether rows of the re-initialisation stay as they are although the backup has them otherwise
     */
    CycleComparison(ComparedTable table, boolean leavesAlone) {
        this.table = table;
        this.leavesAlone = leavesAlone;
    }

    /** Compares. */
    CycledTable compare(String name, SortedRows before, SortedRows reinitialised, SortedRows after) throws IOException {
        try (Cursor first = before.read();
                Cursor second = reinitialised.read();
                Cursor third = after.read()) {
            for (ComparedRow key = least(first, second, third); key != null; key = least(first, second, third)) {
                compare(rows(first, key), rows(second, key), rows(third, key));
            }
        }
        return new CycledTable(
                name,
                table.key(),
                before.rows(),
                reinitialised.rows(),
                after.rows(),
                missing,
                changed,
                left,
                added,
                unexpected,
                differences,
                table.notes());
    }

    private @Nullable ComparedRow least(Cursor... cursors) {
        ComparedRow least = null;
        for (Cursor cursor : cursors) {
            ComparedRow row = cursor.peek();
            if (row != null && (least == null || compare(row, least) < 0)) {
                least = row;
            }
        }
        return least;
    }

    private int compare(ComparedRow one, ComparedRow other) {
        return ComparedRow.compare(one, other, table.keyColumns());
    }

    private List<ComparedRow> rows(Cursor cursor, ComparedRow key) throws IOException {
        List<ComparedRow> rows = new ArrayList<>();
        for (ComparedRow row = cursor.peek(); row != null && compare(row, key) == 0; row = cursor.peek()) {
            rows.add(cursor.next());
        }
        return rows;
    }

    /** Compares the rows of one key, which are several only where nothing tells them apart. */
    private void compare(List<ComparedRow> before, List<ComparedRow> reinitialised, List<ComparedRow> after) {
        List<ComparedRow> lost = without(before, after);
        List<ComparedRow> more = without(after, before);
        int pairs = Math.min(lost.size(), more.size());
        for (int i = 0; i < pairs; i++) {
            if (leavesAlone && reinitialised.contains(more.get(i))) {
                left++;
            } else {
                changed++;
                differs(lost.get(i), "has other values in " + String.join(", ", differing(lost.get(i), more.get(i))));
            }
        }
        for (ComparedRow row : lost.subList(pairs, lost.size())) {
            missing++;
            differs(row, "did not come back");
        }
        List<ComparedRow> others = more.subList(pairs, more.size());
        List<ComparedRow> strange = without(others, reinitialised);
        added += others.size() - strange.size();
        for (ComparedRow row : strange) {
            unexpected++;
            differs(row, "comes neither from the backup nor from the re-initialisation");
        }
    }

    /** Returns the rows that are left when each of the others has taken one equal to itself. */
    private static List<ComparedRow> without(List<ComparedRow> rows, List<ComparedRow> others) {
        if (rows.equals(others)) {
            return List.of();
        }
        List<ComparedRow> left = new ArrayList<>(rows);
        others.forEach(left::remove);
        return left;
    }

    private List<String> differing(ComparedRow one, ComparedRow other) {
        List<String> labels = new ArrayList<>();
        for (int i = table.keyColumns(); i < table.labels().size(); i++) {
            String mine = one.values().get(i);
            String its = other.values().get(i);
            if (mine == null ? its != null : !mine.equals(its)) {
                labels.add(table.labels().get(i));
            }
        }
        return labels;
    }

    private void differs(ComparedRow row, String how) {
        if (differences.size() == MAX_DIFFERENCES) {
            return;
        }
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < table.labels().size(); i++) {
            if (table.keyed() ? i < table.keyColumns() : table.led().contains(i)) {
                String value = row.values().get(i);
                parts.add(table.labels().get(i) + "=" + (value == null ? "null" : value));
            }
        }
        differences.add((parts.isEmpty() ? "a row" : "row (" + String.join(", ", parts) + ")") + " " + how);
    }
}
