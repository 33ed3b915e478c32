package dev.restore.engine.verify;

import dev.restore.catalog.Column;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.CellForm;
import dev.restore.dialect.CellHash;
import dev.restore.dialect.Rows;
import dev.restore.dialect.value.Cells;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Finds the rows of one table that differ between a backup and a database, in whatever order either gives them. A first reading of
 * both adds up their rows in buckets by the hash of the key; what adds up to something else is looked at in a second reading, row
 * by row. Memory: the buckets, and the rows of at most {@link #MAX_BUCKETS} of them.
 */
final class TableComparison {

    private static final int MAX_BUCKETS = 64;
    private static final int MAX_EXAMPLES = 10;
    private static final int ROWS_IN_BUCKET = 16;
    private static final int MAX_SUMS = 1 << 16;

    private final TablePairing pairing;
    private final List<Column> columns;
    private final CellForm[] forms;
    private final int[] key;
    private final boolean named;
    private final long[] sums;
    private final long[] hashes;
    private final CellValues values = new CellValues();
    private final Set<Integer> chosen = new LinkedHashSet<>();
    private final Map<List<Long>, Kept> rows = new HashMap<>();
    private final Map<List<Long>, Integer> extra = new HashMap<>();
    private final List<String> examples = new ArrayList<>();
    private int buckets;
    private long backupRows;
    private long databaseRows;
    private long different;

    /** A row of the backup: the hashes of its values, and its key. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, copied or shown
    private record Kept(long[] hashes, List<String> name) {}

    /**
     * Creates a comparison. Where the rows do not have the whole primary key, all columns together tell them apart, and they are not
     * named.
     *
     * @param expectedRows how many rows are expected
     */
    TableComparison(TablePairing pairing, long expectedRows) {
        this.pairing = pairing;
        this.columns = pairing.columns();
        this.forms = pairing.forms().toArray(CellForm[]::new);
        int[] primary = pairing.primaryKey();
        this.named = primary.length > 0;
        this.key = named ? primary : IntStream.range(0, columns.size()).toArray();
        this.hashes = new long[columns.size()];
        long size = Long.highestOneBit(Math.max(ROWS_IN_BUCKET, expectedRows / ROWS_IN_BUCKET));
        this.sums = new long[(int) Math.min(size, MAX_SUMS)];
    }

    TablePairing pairing() {
        return pairing;
    }

    /** Adds a row of the backup in the first reading. */
    void addBackup(Rows batch, int row) {
        backupRows++;
        int bucket = bucket(batch, row);
        sums[bucket] += whole();
    }

    /** Takes a row of the database off in the first reading. */
    void addDatabase(Rows batch, int row) {
        databaseRows++;
        int bucket = bucket(batch, row);
        sums[bucket] -= whole();
    }

    /** Ends the first reading and returns whether a second is needed. */
    boolean differs() {
        for (int i = 0; i < sums.length; i++) {
            if (sums[i] != 0) {
                buckets++;
                if (chosen.size() < MAX_BUCKETS) {
                    chosen.add(i);
                }
            }
        }
        return buckets > 0;
    }

    /** Keeps a row of the backup in the second reading if it is in question. */
    void keepBackup(Rows batch, int row) {
        if (chosen.contains(bucket(batch, row))) {
            if (rows.putIfAbsent(id(), new Kept(hashes.clone(), name(batch, row))) != null) {
                extra.merge(id(), 1, Integer::sum);
            }
        }
    }

    /** Holds a row of the database in the second reading against that of the backup. */
    void matchDatabase(Rows batch, int row) {
        if (!chosen.contains(bucket(batch, row))) {
            return;
        }
        Integer more = extra.get(id());
        if (more != null) {
            if (more == 1) {
                extra.remove(id());
            } else {
                extra.put(id(), more - 1);
            }
            return;
        }
        Kept expected = rows.remove(id());
        List<String> name = name(batch, row);
        if (expected == null) {
            differs(name, "is in the database only");
            return;
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; i < hashes.length; i++) {
            if (hashes[i] != expected.hashes[i]) {
                names.add(columns.get(i).name());
            }
        }
        if (!names.isEmpty()) {
            differs(name, "differs in " + String.join(", ", names));
        }
    }

    /** Ends the second reading: what was not met in the database is in the backup only. */
    void end() {
        rows.values().forEach(row -> differs(row.name, "is in the backup only"));
        extra.values().forEach(count -> different += count);
        rows.clear();
        different = Math.max(different, buckets);
    }

    private void differs(List<String> name, String how) {
        different++;
        if (named && examples.size() < MAX_EXAMPLES) {
            List<String> parts = new ArrayList<>();
            for (int i = 0; i < key.length; i++) {
                parts.add(columns.get(key[i]).name() + "=" + name.get(i));
            }
            examples.add("row (" + String.join(", ", parts) + ") " + how);
        }
    }

    long backupRows() {
        return backupRows;
    }

    long databaseRows() {
        return databaseRows;
    }

    /** Returns how many rows differ at least. */
    long different() {
        return different;
    }

    List<String> examples() {
        return examples;
    }

    private int bucket(Rows batch, int row) {
        for (int i = 0; i < forms.length; i++) {
            hashes[i] = values.of(forms[i], batch, row, i, i + 1L);
        }
        long place = 0;
        for (int column : key) {
            place = CellHash.mix(place * 31 + hashes[column]);
        }
        return (int) (CellHash.mix(place) & (sums.length - 1));
    }

    private long whole() {
        long all = 1;
        for (long value : hashes) {
            all = CellHash.mix(all * 31 + value);
        }
        return all;
    }

    /** Returns what tells the row apart whose values were just hashed. */
    private List<Long> id() {
        return Arrays.stream(key).mapToObj(column -> hashes[column]).toList();
    }

    private List<String> name(Rows batch, int row) {
        List<String> name = new ArrayList<>(key.length);
        for (int column : key) {
            boolean none = batch.kind(row, column) == ValueKind.NULL;
            name.add(none ? "null" : Cells.characters(batch, row, column));
        }
        return name;
    }
}
