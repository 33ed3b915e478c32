package dev.restore.dialect.postgres.text;

import dev.restore.catalog.TypeFamily;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.OneCell;
import dev.restore.dialect.ReadRows;
import dev.restore.dialect.Rows;
import dev.restore.dialect.ValueException;
import dev.restore.dialect.postgres.catalog.PgType;
import dev.restore.dialect.postgres.read.ArrayDecoder;
import dev.restore.dialect.postgres.read.CellDecoders;
import dev.restore.dialect.value.Cells;
import dev.restore.dialect.value.JsonText;
import java.io.ByteArrayOutputStream;
import java.sql.SQLException;
import java.util.Objects;
import java.util.function.Function;

/** Writes a JSON array as an array literal, each element by the encoder of its own type. */
final class ArrayEncoder implements CellEncoder {

    private final PgType type;
    private final PgType elementType;
    private final CellEncoder elements;
    private final LiteralText literal = new LiteralText();
    private final ArrayDecoder decoder;
    private final ReadRows decoded = new ReadRows(1);

    ArrayEncoder(PgType type, Function<PgType, CellEncoder> encoders) {
        this.type = type;
        this.elementType = Objects.requireNonNull(type.element());
        this.elements = encoders.apply(elementType);
        PgType asText =
                new PgType(elementType.name(), 0, "text", 'b', TypeFamily.TEXT, -1, null, elementType.delimiter());
        this.decoder = new ArrayDecoder(CellDecoders.of(asText), elementType.delimiter());
    }

    @Override
    public void encode(TextSink sink, Rows rows, int row, int column) throws SQLException {
        switch (rows.kind(row, column)) {
            case TEXT -> literal(sink, rows, row, column);
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

    /** Within a literal, too, the server would round, cut and take words such as {@code today}: it is taken apart for that. */
    private void literal(TextSink sink, Rows rows, int row, int column) throws SQLException {
        if (!elementType.isTakenLoosely()) {
            ScalarEncoders.raw(sink, rows, row, column);
            return;
        }
        byte[] text = withoutSpace(rows.bytes(), rows.start(row, column), rows.end(row, column));
        int brace = 0;
        while (brace < text.length && text[brace] != '{') {
            brace++;
        }
        decoded.clear();
        try {
            decoder.decode(text, brace, text.length, decoded);
        } catch (SQLException | RuntimeException e) {
            throw Cells.refuse(rows, row, column, "is not an array literal", "22018");
        }
        try {
            JsonText json = new JsonText(decoded.bytes(), decoded.start(0, 0), decoded.end(0, 0));
            // Subscripts in front are kept: the elements are only looked at then.
            array(brace == 0 ? sink : new LiteralText(), json);
        } catch (ValueException e) {
            throw new ValueException(row, column, "an element of the array: " + e.getMessage(), e.getSQLState());
        }
        if (brace > 0) {
            ScalarEncoders.raw(sink, rows, row, column);
        }
    }

    /** Leaves out the space around elements, which means nothing. */
    private static byte[] withoutSpace(byte[] bytes, int start, int end) {
        ByteArrayOutputStream text = new ByteArrayOutputStream(end - start);
        boolean quoted = false;
        int spaces = 0;
        for (int i = start; i < end; i++) {
            byte b = bytes[i];
            if (b == ' ' && !quoted) {
                spaces++;
                continue;
            }
            boolean border = b == ',' || b == '{' || b == '}' || b == '"';
            byte before = text.size() == 0 ? (byte) '{' : bytes[i - spaces - 1];
            boolean behindBorder = before == ',' || before == '{' || before == '}' || before == '"';
            for (; spaces > 0; spaces--) {
                if (!border && !behindBorder) {
                    text.write(' ');
                }
            }
            quoted ^= b == '"';
            text.write(b);
        }
        return text.toByteArray();
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
