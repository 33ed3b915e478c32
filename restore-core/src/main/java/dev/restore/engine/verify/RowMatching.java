package dev.restore.engine.verify;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds for each row that is expected in a table the row that it is: each row of the table is that of one at most. Used once by one
 * thread.
 */
final class RowMatching {

    private static final int NONE = -1;

    /** How many pairs of rows are looked at for similar ones at most. */
    private static final long MAX_PAIRS = 250_000;

    private final List<HeldRow> expected;
    private final List<HeldRow> actual;
    private final int[] found;
    private final int[] owners;

    RowMatching(List<HeldRow> expected, List<HeldRow> actual) {
        this.expected = expected;
        this.actual = actual;
        this.found = new int[expected.size()];
        this.owners = new int[actual.size()];
        Arrays.fill(found, NONE);
        Arrays.fill(owners, NONE);
    }

    /** Returns the place of the row that an expected one is, -1 for none. */
    int found(int row) {
        return found[row];
    }

    /** Returns whether a row of the table is an expected one. */
    boolean isExpected(int row) {
        return owners[row] != NONE;
    }

    /** Returns the first expected row that does not stand in the order of the table after those before it, -1 for none. */
    int firstMoved() {
        int next = 0;
        for (int row = 0; row < expected.size(); row++) {
            while (next < actual.size() && !expected.get(row).agrees(actual.get(next))) {
                next++;
            }
            if (next == actual.size()) {
                return row;
            }
            next++;
        }
        return NONE;
    }

    /** Matches rows by the columns of a key, which all of them have. */
    void byKey(BitSet key) {
        Map<List<Long>, Deque<Integer>> rows = index(key);
        for (int row = 0; row < expected.size(); row++) {
            take(row, rows.get(values(expected.get(row), key)));
        }
    }

    /**
     * Matches as many rows as possible by all values that the expected ones have. Where these have values in different columns, one may
     * have to leave a row to another that fits nothing else.
     */
    void byValues() {
        Map<BitSet, Map<List<Long>, Deque<Integer>>> indexes = new HashMap<>();
        expected.forEach(row -> indexes.computeIfAbsent(row.carried(), this::index));
        if (indexes.size() <= 1) {
            for (int row = 0; row < expected.size(); row++) {
                take(row, candidates(indexes, row));
            }
            return;
        }
        IntStream.range(0, expected.size())
                .boxed()
                .sorted(Comparator.comparingInt(
                        row -> -expected.get(row).carried().cardinality()))
                .forEach(row -> augment(row, indexes));
    }

    private void augment(int start, Map<BitSet, Map<List<Long>, Deque<Integer>>> indexes) {
        Map<Integer, Integer> reachedFrom = new HashMap<>();
        Deque<Integer> open = new ArrayDeque<>(List.of(start));
        while (!open.isEmpty()) {
            int row = open.remove();
            for (int candidate : candidates(indexes, row)) {
                if (reachedFrom.putIfAbsent(candidate, row) == null) {
                    if (owners[candidate] == NONE) {
                        turn(candidate, reachedFrom);
                        return;
                    }
                    open.add(owners[candidate]);
                }
            }
        }
    }

    /** Gives each row on the way the one that it was reached from, and that one's to the row before. */
    private void turn(int free, Map<Integer, Integer> reachedFrom) {
        int place = free;
        while (place != NONE) {
            int row = reachedFrom.getOrDefault(place, NONE);
            int before = found[row];
            found[row] = place;
            owners[place] = row;
            place = before;
        }
    }

    private Deque<Integer> candidates(Map<BitSet, Map<List<Long>, Deque<Integer>>> indexes, int row) {
        HeldRow of = expected.get(row);
        return indexes.getOrDefault(of.carried(), Map.of()).getOrDefault(values(of, of.carried()), new ArrayDeque<>());
    }

    /** Matches rows that are left by the likeness of their values: at least half of them. */
    void bySimilarity() {
        List<Integer> left = IntStream.range(0, expected.size())
                .filter(row -> found[row] == NONE)
                .boxed()
                .toList();
        List<Integer> free = IntStream.range(0, actual.size())
                .filter(row -> owners[row] == NONE)
                .boxed()
                .toList();
        if ((long) left.size() * free.size() > MAX_PAIRS) {
            return;
        }
        record Pair(int row, int place, int alike) {}
        List<Pair> pairs = new ArrayList<>();
        for (int row : left) {
            HeldRow of = expected.get(row);
            for (int place : free) {
                int alike = of.alike(actual.get(place));
                if (alike > 0 && alike * 2 >= of.carried().cardinality()) {
                    pairs.add(new Pair(row, place, alike));
                }
            }
        }
        pairs.sort(Comparator.comparingInt(pair -> -pair.alike()));
        for (Pair pair : pairs) {
            if (found[pair.row()] == NONE && owners[pair.place()] == NONE) {
                found[pair.row()] = pair.place();
                owners[pair.place()] = pair.row();
            }
        }
    }

    private void take(int row, @Nullable Deque<Integer> places) {
        Integer place = places == null ? null : places.poll();
        if (place != null) {
            found[row] = place;
            owners[place] = row;
        }
    }

    private Map<List<Long>, Deque<Integer>> index(BitSet columns) {
        Map<List<Long>, Deque<Integer>> index = new HashMap<>();
        for (int row = 0; row < actual.size(); row++) {
            index.computeIfAbsent(values(actual.get(row), columns), key -> new ArrayDeque<>())
                    .add(row);
        }
        return index;
    }

    private static List<Long> values(HeldRow row, BitSet columns) {
        return columns.stream().mapToObj(column -> row.hashes()[column]).toList();
    }
}
