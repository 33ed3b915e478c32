package dev.restore.dialect.postgres.text;

import dev.restore.catalog.TypeFamily;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.OneCell;
import dev.restore.dialect.Rows;
import dev.restore.dialect.ValueException;
import dev.restore.dialect.postgres.catalog.PgType;
import dev.restore.dialect.value.Cells;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Writes a range of days or times, or several: each bound by the encoder of its own type, so that the server is not left to guess
 * what a bound means.
 */
final class RangeEncoder implements CellEncoder {

    private static final String STATE = "22018";

    private final CellEncoder bounds;
    private final LiteralText literal = new LiteralText();
    private final ByteArrayOutputStream bound = new ByteArrayOutputStream();

    private RangeEncoder(CellEncoder bounds) {
        this.bounds = bounds;
    }

    /** Returns the encoder of a type of ranges, or null where its bounds are neither days nor times. */
    static @Nullable RangeEncoder of(PgType type, ZoneId zone) {
        TypeFamily family = switch (type.base()) {
            case "daterange", "datemultirange" -> TypeFamily.DATE;
            case "tsrange", "tsmultirange" -> TypeFamily.TIMESTAMP;
            case "tstzrange", "tstzmultirange" -> TypeFamily.TIMESTAMP_WITH_ZONE;
            default -> null;
        };
        return family == null
                ? null
                : new RangeEncoder(new TemporalEncoder(family, family == TypeFamily.DATE ? 0 : 6, zone));
    }

    @Override
    public void encode(TextSink sink, Rows rows, int row, int column) throws SQLException {
        if (rows.kind(row, column) != ValueKind.TEXT) {
            throw Cells.refuse(
                    rows, row, column, "cannot become a range: give it as a text, for instance \"[1,10)\"", STATE);
        }
        byte[] bytes = rows.bytes();
        int end = rows.end(row, column);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            boolean within = false;
            for (int at = rows.start(row, column); at < end; at++) {
                byte b = bytes[at];
                text.write(b);
                if (b == '[' || b == '(' || (b == ',' && within)) {
                    within = b != ',';
                    at = bound(bytes, at + 1, end, text) - 1;
                } else if (b == ']' || b == ')') {
                    within = false;
                }
            }
        } catch (ValueException e) {
            throw new ValueException(row, column, "a bound of the range: " + e.getMessage(), e.getSQLState());
        }
        sink.text(text.toByteArray(), 0, text.size());
    }

    /** Writes a bound and returns where it ends. */
    private int bound(byte[] bytes, int from, int end, ByteArrayOutputStream text) throws SQLException {
        bound.reset();
        boolean quoted = false;
        int at = from;
        while (at < end && (quoted || ",])".indexOf(bytes[at]) < 0)) {
            if (bytes[at] == '"') {
                quoted = !quoted;
            } else {
                bound.write(bytes[at]);
            }
            at++;
        }
        byte[] value = bound.toString(StandardCharsets.UTF_8).strip().getBytes(StandardCharsets.UTF_8);
        if (value.length > 0) {
            literal.reset();
            bounds.encode(literal, OneCell.text(value), 0, 0);
            text.write('"');
            text.writeBytes(literal.collected().getBytes(StandardCharsets.UTF_8));
            text.write('"');
        }
        return at;
    }
}
