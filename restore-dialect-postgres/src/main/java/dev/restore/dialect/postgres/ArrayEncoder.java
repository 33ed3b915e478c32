package dev.restore.dialect.postgres;

import dev.restore.catalog.TypeFamily;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.Cells;
import dev.restore.dialect.Rows;
import dev.restore.dialect.ValueException;
import java.sql.SQLException;
import java.util.Objects;

/** Writes a JSON array as an array literal, each element by the encoder of its own type. */
final class ArrayEncoder implements CellEncoder {

    private final PgType type;
    private final PgType elementType;
    private final CellEncoder elements;
    private final LiteralText literal = new LiteralText();

    ArrayEncoder(PgType type, CellEncoders encoders) {
        this.type = type;
        this.elementType = Objects.requireNonNull(type.element());
        this.elements = encoders.of(elementType);
    }

    @Override
    public void encode(TextSink sink, Rows rows, int row, int column) throws SQLException {
        switch (rows.kind(row, column)) {
            case TEXT -> CellEncoders.raw(sink, rows, row, column);
            case ARRAY -> {
                JsonText json = new JsonText(rows.bytes(), rows.start(row, column), rows.end(row, column));
                try {
                    array(sink, json, rows.bytes());
                } catch (ValueException e) {
                    throw new ValueException(
                            row, column, "an element of the array: " + e.getMessage(), e.getSQLState());
                }
            }
            default ->
                throw Cells.refuse(rows, row, column, "cannot become " + type.name() + ", only an array can", "22018");
        }
    }

    private void array(TextSink sink, JsonText json, byte[] bytes) throws SQLException {
        json.take('[');
        sink.plain("{");
        boolean first = true;
        while (!json.take(']')) {
            if (!first) {
                json.take(',');
                sink.plain(String.valueOf(elementType.delimiter()));
            }
            first = false;
            if (json.peek() == '[' && elementType.family() != TypeFamily.JSON) {
                array(sink, json, bytes);
            } else {
                element(sink, json, bytes);
            }
        }
        sink.plain("}");
    }

    private void element(TextSink sink, JsonText json, byte[] bytes) throws SQLException {
        OneCell cell = cell(json, bytes);
        if (cell.kind() == ValueKind.NULL) {
            sink.plain("NULL");
            return;
        }
        literal.reset();
        elements.encode(literal, cell, 0, 0);
        sink.text(LiteralText.quoted(literal.collected()));
    }

    /** Takes the next element, which is not an array to go into. */
    static OneCell cell(JsonText json, byte[] bytes) throws ValueException {
        int next = json.peek();
        byte[] characters = json.takeString();
        if (characters != null) {
            return OneCell.text(characters);
        }
        int start = json.position();
        if (!json.skipValue()) {
            throw new ValueException(0, 0, "is not valid JSON", "22032");
        }
        int end = json.position();
        ValueKind kind = switch (next) {
            case 'n' -> ValueKind.NULL;
            case 't', 'f' -> ValueKind.BOOLEAN;
            case '{' -> ValueKind.OBJECT;
            case '[' -> ValueKind.ARRAY;
            default -> isWhole(bytes, start, end) ? ValueKind.INTEGER : ValueKind.DECIMAL;
        };
        return new OneCell(kind, bytes, start, end);
    }

    private static boolean isWhole(byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            if (bytes[i] == '.' || (bytes[i] | 0x20) == 'e') {
                return false;
            }
        }
        return true;
    }
}
