package dev.restore.engine.intake;

import dev.restore.backup.reading.BackupRow;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.OneCell;
import dev.restore.dialect.ValueException;
import dev.restore.engine.batch.Account;
import dev.restore.engine.batch.ColumnSet;
import dev.restore.engine.batch.OriginalRow;
import dev.restore.engine.batch.RowBatch;
import dev.restore.engine.match.DjangoTables;
import dev.restore.engine.stage.BadRows;
import dev.restore.engine.stage.KeyList;
import dev.restore.engine.stage.StagedList;
import dev.restore.engine.value.CellDecoder;
import dev.restore.engine.value.CellDecoders;
import dev.restore.engine.value.DjangoValues;
import dev.restore.outcome.RowError;
import dev.restore.plan.TablePlan.ManyToMany;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Makes rows of a join table from the lists of keys in another table's rows. Used by the reading thread. */
public final class JoinIntake {

    private static final JsonFactory JSON = new JsonFactory();

    private final ManyToMany join;
    private final ColumnSet set;
    private final @Nullable CellDecoder owners;
    private final @Nullable CellDecoder elements;
    private final @Nullable StagedList staged;

    /**
     * Creates an intake.
     *
     * @param zone the zone of columns that have none
     * @param staged what elements become on their way into a stage, null where they go into the join table at once
     */
    public JoinIntake(ManyToMany join, Account account, ZoneId zone, @Nullable StagedList staged) {
        this.join = join;
        this.staged = staged;
        this.owners = CellDecoders.of(
                        DjangoValues.ofKey(join.owner()), join.owner().type().family(), zone)
                .orElse(null);
        this.elements = CellDecoders.of(
                        DjangoValues.ofKey(join.element()),
                        join.element().type().family(),
                        zone)
                .orElse(null);
        this.set = staged == null
                ? new ColumnSet(
                        join.joinTable(),
                        List.of(join.owner(), join.element()),
                        join.conflict(),
                        account,
                        account.name(),
                        true,
                        List.of(join.owner().name(), join.element().name()))
                : staged.set(join, account);
    }

    String field() {
        return join.field();
    }

    void take(BackupRow row, int field, OpenBatches batches) {
        int owner = owner(row);
        try (JsonParser parser = JSON.createParser(
                ObjectReadContext.empty(), row.bytes(), row.start(field), row.end(field) - row.start(field))) {
            if (row.kind(field) != ValueKind.ARRAY) {
                refuse(
                        row,
                        owner,
                        "the list of keys is not a list",
                        batches,
                        json -> OriginalRow.value(json, row, field));
                return;
            }
            parser.nextToken();
            Set<String> seen = new HashSet<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                // A list of keys is a set to Django; a stage makes it one itself.
                if (staged != null || !parser.currentToken().isScalarValue() || seen.add(parser.getString())) {
                    element(row, owner, parser, batches);
                }
            }
        }
    }

    private void element(BackupRow row, int owner, JsonParser parser, OpenBatches batches) {
        JsonToken token = parser.currentToken();
        boolean key = token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_STRING;
        if (staged != null && (key || token == JsonToken.START_ARRAY)) {
            staged(row, owner, parser, staged, batches);
            return;
        }
        if (!key || owner < 0) {
            String reason = owner < 0
                    ? "the row has a list of keys but no key of its own"
                    : token == JsonToken.START_ARRAY
                            ? "the list refers to its rows by natural key; write the dump without natural keys"
                            : "an element of the list is not a key";
            refuse(row, owner, reason, batches, json -> json.copyCurrentStructure(parser));
            return;
        }
        OneCell first = new OneCell(row.kind(owner), row.bytes(), row.start(owner), row.end(owner));
        OneCell second = scalar(parser);
        try {
            first = owners == null ? first : owners.decode(first);
            second = elements == null ? second : elements.decode(second);
        } catch (ValueException e) {
            refuse(row, owner, String.valueOf(e.getMessage()), batches, json -> json.copyCurrentStructure(parser));
            return;
        }
        RowBatch batch = batches.startRow(set, row);
        add(batch, first);
        add(batch, second);
        batches.endRow(set, batch);
    }

    private static OneCell scalar(JsonParser parser) {
        byte[] element = parser.getString().getBytes(StandardCharsets.UTF_8);
        ValueKind kind = parser.currentToken() == JsonToken.VALUE_STRING ? ValueKind.TEXT : ValueKind.INTEGER;
        return new OneCell(kind, element, 0, element.length);
    }

    private void staged(BackupRow row, int owner, JsonParser parser, StagedList list, OpenBatches batches) {
        List<OneCell> values =
                parser.currentToken() == JsonToken.START_ARRAY ? KeyList.values(parser) : List.of(scalar(parser));
        boolean key = parser.currentToken() == JsonToken.END_ARRAY;
        try {
            OneCell single = key || elements == null ? null : elements.decode(values.get(0));
            List<OneCell> cells = list.cells(key, single == null ? values : List.of(single));
            BadRows.Unfit unfit = list.unfit().orElse(null);
            if (unfit == null) {
                RowBatch batch = batches.startRow(set, row);
                cells.forEach(cell -> add(batch, cell));
                batches.endRow(set, batch);
            } else {
                refuse(row, owner, unfit.reason(), unfit.setAside(), batches, json -> write(json, key, values));
            }
        } catch (ValueException e) {
            refuse(row, owner, String.valueOf(e.getMessage()), batches, json -> write(json, key, values));
        }
    }

    private static void write(JsonGenerator json, boolean key, List<OneCell> values) {
        if (key) {
            json.writeStartArray();
        }
        for (OneCell value : values) {
            String text = new String(
                    value.bytes(), value.start(0, 0), value.end(0, 0) - value.start(0, 0), StandardCharsets.UTF_8);
            if (value.kind() == ValueKind.TEXT) {
                json.writeString(text);
            } else if (value.kind() == ValueKind.NULL) {
                json.writeNull();
            } else {
                json.writeRawValue(text);
            }
        }
        if (key) {
            json.writeEndArray();
        }
    }

    private static void add(RowBatch batch, OneCell cell) {
        batch.cell(cell.kind(), cell.bytes(), cell.start(0, 0), cell.end(0, 0));
    }

    private static int owner(BackupRow row) {
        for (int i = 0; i < row.size(); i++) {
            if (row.name(i).equals(DjangoTables.KEY)) {
                return i;
            }
        }
        return -1;
    }

    private void refuse(BackupRow row, int owner, String reason, OpenBatches batches, Consumer<JsonGenerator> element) {
        refuse(row, owner, reason, false, batches, element);
    }

    private void refuse(
            BackupRow row,
            int owner,
            String reason,
            boolean setAside,
            OpenBatches batches,
            Consumer<JsonGenerator> element) {
        RowError error = new RowError(
                set.account().name(),
                row.number(),
                row.location(),
                row.offset(),
                join.element().name(),
                null,
                reason);
        if (setAside) {
            batches.refuse(set.account(), set.source(), error, true, () -> json(row, owner, element));
        } else {
            batches.refuse(set.account(), set.source(), error, () -> json(row, owner, element));
        }
    }

    /** Returns the row of the join table that a list stands for, with the element as the list has it. */
    private byte[] json(BackupRow row, int owner, Consumer<JsonGenerator> element) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = OriginalRow.generator(out)) {
            json.writeStartObject();
            OriginalRow.startRecord(json, set.source());
            json.writeObjectPropertyStart("fields");
            json.writeName(join.owner().name());
            if (owner < 0) {
                json.writeNull();
            } else {
                OriginalRow.value(json, row, owner);
            }
            json.writeName(join.element().name());
            element.accept(json);
            json.writeEndObject();
            json.writeEndObject();
        }
        return out.toByteArray();
    }
}
