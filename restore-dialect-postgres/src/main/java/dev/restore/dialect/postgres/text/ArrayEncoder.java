package dev.restore.dialect.postgres.text;

import dev.restore.catalog.TypeFamily;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.OneCell;
import dev.restore.dialect.Rows;
import dev.restore.dialect.ValueException;
import dev.restore.dialect.postgres.catalog.PgType;
import dev.restore.dialect.value.Cells;
import dev.restore.dialect.value.JsonText;
import java.sql.SQLException;
import java.util.Objects;
import java.util.function.Function;

/** Writes a JSON array as an array literal, each element by the encoder of its own type. */
final class ArrayEncoder implements CellEncoder {

    /** The most that the server has. */
    static final int MAX_DIMENSIONS = 6;

    private static final String NOT_THAT_TYPE = "22018";
    private static final String TOO_MANY = "54000";

    private final PgType type;
    private final PgType elementType;
    private final CellEncoder elements;
    private final LiteralText literal = new LiteralText();

    ArrayEncoder(PgType type, Function<PgType, CellEncoder> encoders) {
        this.type = type;
        this.elementType = Objects.requireNonNull(type.element());
        this.elements = encoders.apply(elementType);
    }

    @Override
    public void encode(TextSink sink, Rows rows, int row, int column) throws SQLException {
        switch (rows.kind(row, column)) {
            case TEXT -> literal(sink, rows, row, column);
            case ARRAY -> {
                JsonText json = new JsonText(rows.bytes(), rows.start(row, column), rows.end(row, column));
                try {
                    array(sink, json, 1);
                } catch (ValueException e) {
                    throw new ValueException(
                            row, column, "an element of the array: " + e.getMessage(), e.getSQLState());
                }
            }
            default ->
                throw Cells.refuse(
                        rows, row, column, "cannot become " + type.name() + ", only an array can", NOT_THAT_TYPE);
        }
    }

    /** Within a literal, too, the server would round, cut and take words such as {@code today}: it is taken apart for that. */
    private void literal(TextSink sink, Rows rows, int row, int column) throws SQLException {
        if (!elementType.isTakenLoosely()) {
            ScalarEncoders.raw(sink, rows, row, column);
            return;
        }
        byte[] bytes = rows.bytes();
        int end = rows.end(row, column);
        int brace = rows.start(row, column);
        while (brace < end && bytes[brace] != '{') {
            brace++;
        }
        byte[] elementsOfIt;
        try {
            elementsOfIt = ArrayLiteral.toJson(bytes, brace, end, elementType.delimiter());
        } catch (ArrayLiteral.Malformed e) {
            throw Cells.refuse(rows, row, column, "is not an array literal", NOT_THAT_TYPE);
        }
        // Subscripts may stand in front.
        sink.text(bytes, rows.start(row, column), brace);
        try {
            array(sink, new JsonText(elementsOfIt, 0, elementsOfIt.length), 1);
        } catch (ValueException e) {
            throw new ValueException(row, column, "an element of the array: " + e.getMessage(), e.getSQLState());
        }
    }

    private void array(TextSink sink, JsonText json, int dimension) throws SQLException {
        if (dimension > MAX_DIMENSIONS) {
            throw new ValueException(
                    0, 0, "is in more than " + MAX_DIMENSIONS + " dimensions, the most of an array", TOO_MANY);
        }
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
                array(sink, json, dimension + 1);
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
