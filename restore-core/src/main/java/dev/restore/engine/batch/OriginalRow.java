package dev.restore.engine.batch;

import dev.restore.backup.TypedForm;
import dev.restore.backup.reading.BackupRow;
import dev.restore.catalog.ValueKind;
import dev.restore.engine.match.DjangoTables;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes rows back as they stood in the backup, so that rejected ones are a backup of their own. */
public final class OriginalRow {

    private static final JsonFactory JSON = new JsonFactory();

    private OriginalRow() {}

    /**
     * Returns a row as JSON on one line.
     *
     * @param model the model where the row is a record of a Django dump, null where it is a plain one
     * @param wanted which of its fields to write
     */
    public static byte[] json(BackupRow row, @Nullable String model, IntPredicate wanted) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = generator(out)) {
            json.writeStartObject();
            if (model == null) {
                boolean typed = isTyped(row, wanted);
                if (typed) {
                    json.writeNumberProperty(TypedForm.MARK, TypedForm.VERSION);
                }
                fields(json, row, wanted, typed);
            } else {
                startRecord(json, model);
                for (int i = 0; i < row.size(); i++) {
                    if (row.name(i).equals(DjangoTables.KEY)) {
                        json.writeName(DjangoTables.KEY);
                        value(json, row, i);
                    }
                }
                json.writeObjectPropertyStart("fields");
                fields(json, row, i -> wanted.test(i) && !row.name(i).equals(DjangoTables.KEY), false);
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    /** Returns a row of a batch as JSON on one line. */
    public static byte[] json(ColumnSet set, RowBatch batch, int row) {
        byte[] original = batch.original(row);
        if (original != null) {
            return original;
        }
        return json(
                new OfBatch(set, batch, row),
                set.model(),
                i -> !set.fields().get(i).isEmpty());
    }

    public static JsonGenerator generator(ByteArrayOutputStream out) {
        return JSON.createGenerator(ObjectWriteContext.empty(), out, JsonEncoding.UTF8);
    }

    /** Begins a record of a Django dump after its brace. */
    public static void startRecord(JsonGenerator json, String model) {
        json.writeStringProperty("model", model);
    }

    private static boolean isTyped(BackupRow row, IntPredicate wanted) {
        for (int i = 0; i < row.size(); i++) {
            if (wanted.test(i) && row.kind(i).typed()) {
                return true;
            }
        }
        return false;
    }

    private static void fields(JsonGenerator json, BackupRow row, IntPredicate wanted, boolean typed) {
        for (int i = 0; i < row.size(); i++) {
            if (wanted.test(i)) {
                json.writeName(row.name(i));
                boolean looksTyped =
                        row.kind(i) == ValueKind.OBJECT && TypedForm.looksTyped(row.bytes(), row.start(i), row.end(i));
                if (typed && (row.kind(i).typed() || looksTyped)) {
                    typed(json, row, i);
                } else {
                    value(json, row, i);
                }
            }
        }
    }

    private static void typed(JsonGenerator json, BackupRow row, int field) {
        int start = row.start(field);
        int length = row.end(field) - start;
        TypedForm form = TypedForm.of(row.kind(field), row.bytes(), start, row.end(field));
        json.writeStartObject();
        json.writeName(form.field());
        if (form.base64()) {
            json.writeBinary(row.bytes(), start, length);
        } else {
            json.writeUTF8String(row.bytes(), start, length);
        }
        json.writeEndObject();
    }

    /** Writes the value of a field as plain JSON has it. */
    public static void value(JsonGenerator json, BackupRow row, int field) {
        int start = row.start(field);
        int length = row.end(field) - start;
        ValueKind kind = row.kind(field);
        switch (kind) {
            case NULL -> json.writeNull();
            case TEXT, RAW_TEXT, REAL -> json.writeUTF8String(row.bytes(), start, length);
            case BYTES -> json.writeBinary(row.bytes(), start, length);
            default -> json.writeRawValue(new String(row.bytes(), start, length, StandardCharsets.UTF_8));
        }
    }

    /** A row of a batch under the names that its cells have in the backup. */
    private record OfBatch(ColumnSet set, RowBatch batch, int row) implements BackupRow {

        @Override
        public int size() {
            return batch.columns();
        }

        @Override
        public String name(int field) {
            return set.fields().get(field);
        }

        @Override
        public ValueKind kind(int field) {
            return batch.kind(row, field);
        }

        @Override
        public byte[] bytes() {
            return batch.bytes();
        }

        @Override
        public int start(int field) {
            return batch.start(row, field);
        }

        @Override
        public int end(int field) {
            return batch.end(row, field);
        }

        @Override
        public long number() {
            return batch.number(row);
        }

        @Override
        public String location() {
            return batch.location(row);
        }

        @Override
        public long offset() {
            return batch.offset(row);
        }
    }
}
