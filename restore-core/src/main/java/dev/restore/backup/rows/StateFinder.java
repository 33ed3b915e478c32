package dev.restore.backup.rows;

import dev.restore.backup.json.RowBuffer;
import dev.restore.backup.names.EntryNames;
import dev.restore.backup.names.NumberedNames;
import dev.restore.backup.reading.EventTable;
import dev.restore.backup.stream.Sha256;
import dev.restore.catalog.ValueKind;
import dev.restore.outcome.BackupFormatException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Finds the last state of each row among the records of tables of changes. A key stands for itself by 128 bits of its SHA-256, so
 * that memory depends on neither their length nor their number: but for one bit for each record, all is kept in sorted runs.
 */
public final class StateFinder implements Closeable {

    /** One table. */
    private static final class Seen {
        private final int place;
        private final List<Predicate<String>> key;
        private final Map<String, Integer> columns = new HashMap<>();
        private final BitSet last = new BitSet();

        Seen(int place, List<Predicate<String>> key) {
            this.place = place;
            this.key = key;
        }

        /** Returns which column of the key a field is, -1 for none. */
        int column(String field) {
            return columns.computeIfAbsent(field, name -> {
                for (int i = 0; i < key.size(); i++) {
                    if (key.get(i).test(name)) {
                        return i;
                    }
                }
                return -1;
            });
        }
    }

    private static final int MAX_RECORDS = Integer.MAX_VALUE - 1;

    private final Map<String, Seen> tables = new HashMap<>();
    private final Map<Integer, Seen> places = new HashMap<>();
    private final MessageDigest digest = Sha256.begin();
    private final Map<String, Integer> files = new HashMap<>();
    private final KeyRuns runs = new KeyRuns();

    /**
     * Starts.
     *
     * @param files the files of the backup, which are one after the other in time by their names
     */
    public StateFinder(List<EventTable> events, Collection<String> files) {
        files.stream().sorted(NumberedNames.ORDER).forEach(file -> this.files.put(file, this.files.size()));
        for (EventTable table : events) {
            Seen seen = new Seen(tables.size(), table.key());
            tables.put(table.table(), seen);
            places.put(seen.place, seen);
        }
    }

    /** Returns whether a table is one of changes. */
    public boolean wants(String table) {
        return tables.containsKey(table);
    }

    /**
     * Takes the next record of a table of changes.
     *
     * @param file the file that it stands in
     * @param deletion whether it says that its row is gone
     */
    public void add(String table, String file, RowBuffer row, boolean deletion) throws IOException {
        Seen seen = tables.get(table);
        if (seen == null) {
            return;
        }
        if (row.number() > MAX_RECORDS) {
            throw error(row, "table " + EntryNames.printable(table) + " has more than " + MAX_RECORDS + " changes");
        }
        digest.update(ByteBuffer.allocate(4).putInt(seen.place).flip());
        for (int column = 0; column < seen.key.size(); column++) {
            int field = field(seen, column, row);
            if (field < 0) {
                throw error(
                        row,
                        "a record of " + EntryNames.printable(table)
                                + " has no value for the primary key of its table, by which the last state of each row is"
                                + " found; take it away, or export the state of the table");
            }
            int length = row.end(field) - row.start(field);
            int kind = row.kind(field).name().hashCode();
            digest.update(ByteBuffer.allocate(8).putInt(kind).putInt(length).flip());
            digest.update(row.bytes(), row.start(field), length);
        }
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        runs.add(hash.getLong(), hash.getLong(), seen.place, files.getOrDefault(file, 0), (int) row.number(), deletion);
    }

    private static int field(Seen seen, int column, RowBuffer row) {
        for (int i = 0; i < row.size(); i++) {
            if (seen.column(row.name(i)) == column && row.kind(i) != ValueKind.NULL) {
                return i;
            }
        }
        return -1;
    }

    private static BackupFormatException error(RowBuffer row, String reason) {
        return new BackupFormatException(reason, row.location(), row.offset(), null);
    }

    /** Returns the last states among the records that were given. Called once. */
    public LastStates find() throws IOException {
        runs.last((place, number) -> {
            Seen seen = places.get(place);
            if (seen != null) {
                seen.last.set(number);
            }
        });
        Map<String, BitSet> last = new HashMap<>();
        tables.forEach((name, seen) -> last.put(name, seen.last));
        return new LastStates(last);
    }

    @Override
    public void close() throws IOException {
        runs.close();
    }
}
