package dev.restore.testing;

import dev.restore.catalog.ValueKind;
import dev.restore.dialect.Rows;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows for tests, built from Java values: strings, integers, decimals, booleans, null, {@link Json} and {@link Typed}. */
public final class CellRows implements Rows {

    private final List<ValueKind> kinds = new ArrayList<>();
    private final List<Integer> ends = new ArrayList<>();
    private final int columns;
    private byte[] bytes = new byte[0];

    private CellRows(int columns) {
        this.columns = columns;
    }

    /** JSON text of an array or object. */
    public record Json(String text) {}

    /** A value of any kind, as its bytes. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Typed(ValueKind kind, byte[] bytes) {

        /** Returns a value whose bytes are written as these characters, each one byte. */
        public static Typed of(ValueKind kind, String latin1) {
            return new Typed(kind, latin1.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    /** Returns rows with these values. */
    public static CellRows of(@Nullable Object[]... rows) {
        CellRows cells = new CellRows(rows.length == 0 ? 0 : rows[0].length);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (@Nullable Object[] row : rows) {
            for (Object value : row) {
                all.writeBytes(
                        value instanceof Typed typed
                                ? cells.add(typed)
                                : cells.add(value).getBytes(StandardCharsets.UTF_8));
                cells.ends.add(all.size());
            }
        }
        cells.bytes = all.toByteArray();
        return cells;
    }

    /** Returns one row with one value. */
    public static CellRows cell(@Nullable Object value) {
        return of(new @Nullable Object[] {value});
    }

    /** Returns one row. */
    public static @Nullable Object[] row(@Nullable Object... values) {
        return values;
    }

    private byte[] add(Typed value) {
        kinds.add(value.kind());
        return value.bytes();
    }

    private String add(@Nullable Object value) {
        if (value == null) {
            kinds.add(ValueKind.NULL);
            return "";
        }
        if (value instanceof Json json) {
            kinds.add(json.text().startsWith("[") ? ValueKind.ARRAY : ValueKind.OBJECT);
            return json.text();
        }
        if (value instanceof String) {
            kinds.add(ValueKind.TEXT);
        } else if (value instanceof Boolean) {
            kinds.add(ValueKind.BOOLEAN);
        } else {
            boolean decimal = value instanceof BigDecimal || value instanceof Double;
            kinds.add(decimal ? ValueKind.DECIMAL : ValueKind.INTEGER);
        }
        return value.toString();
    }

    @Override
    public int size() {
        return columns == 0 ? 0 : kinds.size() / columns;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public ValueKind kind(int row, int column) {
        return kinds.get(row * columns + column);
    }

    @Override
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public int start(int row, int column) {
        int cell = row * columns + column;
        return cell == 0 ? 0 : ends.get(cell - 1);
    }

    @Override
    public int end(int row, int column) {
        return ends.get(row * columns + column);
    }
}
