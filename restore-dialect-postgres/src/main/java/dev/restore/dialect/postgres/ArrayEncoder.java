package dev.restore.dialect.postgres;

import dev.restore.catalog.TypeFamily;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.Cells;
import dev.restore.dialect.JsonText;
import dev.restore.dialect.OneCell;
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
                    array(sink, json);
                } catch (ValueException e) {
                    throw new ValueException(
                            row, column, "an element of the array: " + e.getMessage(), e.getSQLState());
                }
            }
            default ->
                throw Cells.refuse(rows, row, column, "cannot become " + type.name() + ", only an array can", "22018");
        }
    }

    private void array(TextSink sink, JsonText json) throws SQLException {
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
                array(sink, json);
            } else {
                element(sink, json);
            }
        }
        sink.plain("}");
    }

    private void element(TextSink sink, JsonText json) throws SQLException {
        OneCell cell = json.takeCell();
        if (cell.kind() == ValueKind.NULL) {
            sink.plain("NULL");
            return;
        }
        literal.reset();
        elements.encode(literal, cell, 0, 0);
        sink.text(LiteralText.quoted(literal.collected()));
    }
}
