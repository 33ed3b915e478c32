package dev.restore.backup.rows;

import dev.restore.backup.ReadLimits;
import dev.restore.backup.json.JsonInput;
import dev.restore.backup.json.RowBuffer;
import dev.restore.backup.json.RowDecoder;
import dev.restore.backup.names.EntryNames;
import dev.restore.backup.reading.ChildTable;
import dev.restore.backup.reading.DamagedRow;
import dev.restore.catalog.ValueKind;
import dev.restore.outcome.BackupFormatException;
import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonFactory;

/**
 * The rows of other tables inside the row at hand, and those inside of these. They come right after the row around them, which
 * loses the fields that they stand in. Memory: one row at a time for each level, beside the record.
 */
final class ChildRows {

    private static final String CUT = "ends in the middle of its JSON text";

    /** The rows in one field. */
    private final class Level {
        private final RowBuffer row = spare.isEmpty() ? new RowBuffer(location, limits) : spare.pop();
        private final RowDecoder decoder;
        private final JsonInput input;
        private final ChildTable rule;
        private final TableTally table;
        private final RowBuffer around;
        private final int start;
        private final int end;
        private final ValueKind kind;
        private boolean started;
        private int key;
        private long length;

        /**
         * Starts.
         *
         * @param around the row that they stand in
         * @param start where their JSON starts in its bytes
         * @param end where it ends
         */
        Level(RowBuffer around, int start, int end, ValueKind kind, ChildTable rule) {
            this.around = around;
            this.rule = rule;
            this.table = tables.get(rule.table());
            this.start = start;
            this.end = end;
            this.kind = kind;
            this.input = new JsonInput(
                    json, new ByteArrayInputStream(around.bytes(), start, end - start), location, limits, 0, CUT);
            this.decoder = new RowDecoder(input, row, false);
        }

        /** Goes to the next row, false after the last one. */
        boolean next() {
            boolean first = !started;
            started = true;
            if (first) {
                key = keyOf(around, rule);
            }
            if (kind != ValueKind.ARRAY && !first) {
                return false;
            }
            if (kind != ValueKind.ARRAY && kind != ValueKind.OBJECT) {
                damaged(notARow(kind.name().toLowerCase(Locale.ROOT)), start, end - start);
                return true;
            }
            if (first && kind == ValueKind.ARRAY) {
                input.requireStart(JsonToken.START_ARRAY);
            }
            JsonToken token = input.parser().nextToken();
            if (token == JsonToken.END_ARRAY) {
                return false;
            }
            long from = input.tokenOffset();
            String reason = token == JsonToken.START_OBJECT ? read() : notARow(JsonInput.kind(token));
            input.parser().skipChildren();
            length = input.offset() - from;
            if (reason == null) {
                row.number(table.next());
            } else {
                damaged(reason, start + (int) from, (int) length);
            }
            return true;
        }

        private void damaged(String reason, int from, int bytes) {
            damaged = new DamagedRow(
                    table.next(),
                    location,
                    around.offset(),
                    bytes,
                    reason,
                    around.offset(),
                    Arrays.copyOfRange(around.bytes(), from, from + bytes));
        }

        private String notARow(String what) {
            return "a JSON " + what + " stands in the field " + EntryNames.printable(rule.field()) + " of "
                    + EntryNames.printable(rule.parent()) + ", where a row would";
        }

        /** Reads the row. Returns why it cannot be one, null where it is. */
        private @Nullable String read() {
            row.begin(around.offset(), false);
            decoder.fields();
            if (key < 0) {
                return "the row around it, of " + EntryNames.printable(rule.parent())
                        + ", has no key that could go into " + EntryNames.printable(rule.column());
            }
            for (int i = 0; i < row.size(); i++) {
                if (rule.reference().test(row.name(i))) {
                    if (row.kind(i) != ValueKind.NULL) {
                        return isKey(i)
                                ? null
                                : "it stands in a row of " + EntryNames.printable(rule.parent()) + " and its "
                                        + EntryNames.printable(rule.column()) + " is not that row's key";
                    }
                    row.remove(i);
                    break;
                }
            }
            row.copy(rule.column(), around, key);
            return null;
        }

        private boolean isKey(int field) {
            return Arrays.equals(
                    row.bytes(), row.start(field), row.end(field), around.bytes(), around.start(key), around.end(key));
        }
    }

    private final List<ChildTable> rules;
    private final TableTally.Register tables;
    private final JsonFactory json;
    private final String location;
    private final ReadLimits limits;
    private final List<Level> open = new ArrayList<>();
    private final Deque<RowBuffer> spare = new ArrayDeque<>();
    private @Nullable Level at;
    private @Nullable DamagedRow damaged;
    private boolean given;

    ChildRows(
            List<ChildTable> rules, TableTally.Register tables, JsonFactory json, String location, ReadLimits limits) {
        this.rules = rules;
        this.tables = tables;
        this.json = json;
        this.location = location;
        this.limits = limits;
    }

    /** Takes the fields with rows of other tables out of a row that was just read. */
    void of(TableTally table, RowBuffer row) {
        given = false;
        take(table, row);
    }

    private void take(TableTally table, RowBuffer row) {
        for (ChildTable rule : rules) {
            if (rule.parent().equals(table.name())) {
                take(rule, row);
            }
        }
    }

    private void take(ChildTable rule, RowBuffer row) {
        for (int i = 0; i < row.size(); i++) {
            if (row.name(i).equals(rule.field())) {
                ValueKind kind = row.kind(i);
                int start = row.start(i);
                int end = row.end(i);
                row.remove(i);
                TableTally inside = tables.get(rule.table());
                inside.certain();
                if (inside.remark() == null) {
                    inside.remark("is read from the field " + rule.field() + " of " + rule.parent()
                            + "; the key of the row around goes into " + rule.column());
                }
                if (kind != ValueKind.NULL && inside.wanted()) {
                    open.add(new Level(row, start, end, kind, rule));
                }
                return;
            }
        }
    }

    /** Goes to the next row inside the one at hand, false after the last one. */
    boolean next() {
        damaged = null;
        while (!open.isEmpty()) {
            Level level = open.get(open.size() - 1);
            try {
                if (level.next()) {
                    given = true;
                    if (damaged == null) {
                        take(level.table, level.row);
                    }
                    if (damaged != null || level.table.given()) {
                        at = level;
                        return true;
                    }
                } else {
                    level.input.close();
                    open.remove(level);
                    spare.push(level.row);
                }
            } catch (JacksonException e) {
                throw level.input.failure(e);
            }
        }
        given = false;
        return false;
    }

    /** Returns whether the row at hand is one inside of another. */
    boolean isGiven() {
        return given;
    }

    @Nullable
    DamagedRow damaged() {
        return damaged;
    }

    BackupFormatException failure() {
        DamagedRow row = damaged;
        if (row == null) {
            throw new IllegalStateException("nothing is damaged");
        }
        return new BackupFormatException(row.reason(), location, row.offset(), null);
    }

    private Level at() {
        if (at == null) {
            throw new IllegalStateException("no row");
        }
        return at;
    }

    TableTally table() {
        return at().table;
    }

    RowBuffer row() {
        return at().row;
    }

    long rowBytes() {
        return at().length;
    }

    private static int keyOf(RowBuffer row, ChildTable rule) {
        for (int i = 0; i < row.size(); i++) {
            if (rule.key().test(row.name(i)) && row.kind(i) != ValueKind.NULL) {
                return i;
            }
        }
        return -1;
    }
}
