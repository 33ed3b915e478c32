package dev.restore.engine.verify;

import dev.restore.catalog.Column;
import dev.restore.catalog.Key;
import dev.restore.catalog.Table;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.CellForm;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.Rows;
import dev.restore.dialect.TableReader;
import dev.restore.dialect.value.Cells;
import dev.restore.engine.references.KeyedReference;
import dev.restore.engine.verify.TableDifferences.Change;
import dev.restore.engine.verify.TableDifferences.Kind;
import dev.restore.engine.verify.TableDifferences.RowDifference;
import dev.restore.engine.verify.TableDifferences.Value;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The rows that files expect in one table, in memory, and how the table differs from them. Used once by one thread. */
final class ExpectedTable {

    private static final String NULL = "null";

    private final Table table;
    private final String name;
    private final Map<Column, Integer> places = new HashMap<>();
    private final Map<Column, CellForm> forms = new HashMap<>();
    private final Set<KeyedReference> keyed = new LinkedHashSet<>();
    private final CellValues values = new CellValues();
    private final List<HeldRow> expected = new ArrayList<>();
    private final List<HeldRow> actual = new ArrayList<>();

    /**
     * Creates one that expects no row.
     *
     * @param name its name for people
     */
    ExpectedTable(Table table, String name) {
        this.table = table;
        this.name = name;
        for (int place = 0; place < table.columns().size(); place++) {
            places.put(table.columns().get(place), place);
        }
    }

    Table table() {
        return table;
    }

    /** Makes the columns of a file those that are compared, beside those of files before. */
    void compare(TablePairing pairing) {
        for (int i = 0; i < pairing.columns().size(); i++) {
            forms.putIfAbsent(pairing.columns().get(i), pairing.forms().get(i));
        }
        keyed.addAll(pairing.keyed());
    }

    /** Expects a row. */
    void expect(TablePairing pairing, BackupRowCells row) {
        HeldRow held = HeldRow.of(table.columns().size());
        for (int cell = 0; cell < pairing.columns().size(); cell++) {
            if (row.carries(cell)) {
                hold(held, pairing.columns().get(cell), row, 0, cell);
            }
        }
        expected.add(held);
    }

    /** Reads the rows of the table, in the order of its key where that counts. */
    void read(Dialect.Session session, boolean inKeyOrder) throws SQLException {
        for (String column : table.primaryKey().map(Key::columns).orElse(List.of())) {
            Column shown = table.column(column).orElseThrow();
            if (!forms.containsKey(shown)) {
                forms.put(shown, session.reading().form(table, shown));
            }
        }
        List<Column> columns =
                table.columns().stream().filter(forms::containsKey).toList();
        if (columns.isEmpty()) {
            long rows = session.reading().count(table);
            for (long i = 0; i < rows; i++) {
                actual.add(HeldRow.of(table.columns().size()));
            }
            return;
        }
        TablePairing all =
                new TablePairing(table, columns, List.copyOf(keyed), List.of(), List.of(), List.of(), List.of());
        try (TableReader reader = all.reader(session, inKeyOrder)) {
            for (Rows batch = reader.next(); batch != null; batch = reader.next()) {
                for (int row = 0; row < batch.size(); row++) {
                    HeldRow held = HeldRow.of(table.columns().size());
                    for (int cell = 0; cell < columns.size(); cell++) {
                        hold(held, columns.get(cell), batch, row, cell);
                    }
                    actual.add(held);
                }
            }
        }
    }

    private void hold(HeldRow held, Column column, Rows batch, int row, int cell) {
        int place = Objects.requireNonNull(places.get(column));
        ValueKind kind = batch.kind(row, cell);
        held.carried().set(place);
        held.nulls().set(place, kind == ValueKind.NULL);
        held.hashes()[place] = values.of(Objects.requireNonNull(forms.get(column)), batch, row, cell, 0);
        String text = Cells.characters(batch, row, cell);
        held.texts()[place] = kind == ValueKind.NULL ? NULL : kind == ValueKind.TEXT ? '"' + text + '"' : text;
    }

    /**
     * Compares.
     *
     * @param inKeyOrder whether the rows were read in the order of the key, in which they are expected
     * @param more whether there may be rows beside the expected ones
     */
    TableDifferences compare(boolean inKeyOrder, boolean more) {
        RowMatching matching = new RowMatching(expected, actual);
        Optional<BitSet> key = key();
        if (key.isPresent()) {
            matching.byKey(key.get());
        } else {
            matching.byValues();
            matching.bySimilarity();
        }
        List<RowDifference> different = new ArrayList<>();
        for (int row = 0; row < expected.size(); row++) {
            difference(expected.get(row), matching.found(row), key).ifPresent(different::add);
        }
        for (int row = 0; row < actual.size() && !more; row++) {
            if (!matching.isExpected(row)) {
                HeldRow unexpected = actual.get(row);
                BitSet named = key.orElseGet(this::primaryKey);
                different.add(new RowDifference(
                        Kind.UNEXPECTED, values(unexpected, named), others(unexpected, named), List.of()));
            }
        }
        int moved = inKeyOrder && different.isEmpty() ? matching.firstMoved() : -1;
        if (moved >= 0) {
            HeldRow row = expected.get(moved);
            BitSet named = key.orElse(row.carried());
            String place = Integer.toString(matching.found(moved) + 1);
            different.add(new RowDifference(
                    Kind.MOVED,
                    values(row, named),
                    List.of(),
                    List.of(new Change("", Integer.toString(moved + 1), place))));
        }
        return new TableDifferences(name, expected.size(), actual.size(), different);
    }

    private Optional<RowDifference> difference(HeldRow row, int found, Optional<BitSet> key) {
        BitSet named = key.orElse(row.carried());
        if (found < 0) {
            return Optional.of(new RowDifference(Kind.MISSING, values(row, named), others(row, named), List.of()));
        }
        HeldRow there = actual.get(found);
        List<Change> changes = row.carried().stream()
                .filter(column -> row.hashes()[column] != there.hashes()[column])
                .mapToObj(column ->
                        new Change(table.columns().get(column).name(), row.texts()[column], there.texts()[column]))
                .toList();
        return changes.isEmpty()
                ? Optional.empty()
                : Optional.of(new RowDifference(
                        key.isPresent() ? Kind.CHANGED : Kind.SIMILAR, values(row, named), List.of(), changes));
    }

    /** Returns the columns of the first key that every expected row has, the primary one before others. */
    private Optional<BitSet> key() {
        return table.keys().stream()
                .map(key -> places(key.columns()))
                .filter(key -> !expected.isEmpty() && expected.stream().allMatch(row -> has(row, key)))
                .findFirst();
    }

    private BitSet primaryKey() {
        return places(table.primaryKey().map(Key::columns).orElse(List.of()));
    }

    private BitSet places(List<String> columns) {
        BitSet places = new BitSet();
        for (int i = 0; i < table.columns().size(); i++) {
            places.set(i, columns.contains(table.columns().get(i).name()));
        }
        return places;
    }

    private static boolean has(HeldRow row, BitSet key) {
        return key.stream()
                .allMatch(column -> row.carried().get(column) && !row.nulls().get(column));
    }

    private List<Value> values(HeldRow row, BitSet columns) {
        return columns.stream()
                .filter(row.carried()::get)
                .mapToObj(column -> new Value(table.columns().get(column).name(), row.texts()[column]))
                .toList();
    }

    private List<Value> others(HeldRow row, BitSet named) {
        BitSet others = new BitSet();
        others.or(row.carried());
        others.andNot(named);
        return values(row, others);
    }
}
