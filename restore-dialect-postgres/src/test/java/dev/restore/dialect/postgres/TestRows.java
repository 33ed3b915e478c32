package dev.restore.dialect.postgres;

import dev.restore.catalog.ValueKind;
import dev.restore.dialect.Rows;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows out of Java values: String, Boolean, Integer, Long, BigDecimal, null, and {@link #json} for the rest. */
final class TestRows implements Rows {

    /** A piece of JSON as it stands in a backup: a number's digits, an array or an object. */
    record Json(String text) {}

    /** A value of any kind, whose bytes are written as these characters, each one byte. */
    record Typed(ValueKind kind, String latin1) {}

    private record Cell(ValueKind kind, int start, int end) {}

    private final int columns;
    private final List<Cell> cells = new ArrayList<>();
    private final ByteArrayOutputStream arena = new ByteArrayOutputStream();

    TestRows(int columns) {
        this.columns = columns;
        // So that nobody takes an offset of 0 for granted.
        arena.writeBytes(new byte[] {'?', '?', '?'});
    }

    static Json json(String text) {
        return new Json(text);
    }

    TestRows row(@Nullable Object... values) {
        for (Object value : values) {
            int start = arena.size();
            arena.writeBytes(
                    value instanceof Typed typed
                            ? typed.latin1().getBytes(StandardCharsets.ISO_8859_1)
                            : text(value).getBytes(StandardCharsets.UTF_8));
            cells.add(new Cell(kind(value), start, arena.size()));
        }
        return this;
    }

    private static String text(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        return value instanceof Json json ? json.text() : value.toString();
    }

    private static ValueKind kind(@Nullable Object value) {
        if (value == null) {
            return ValueKind.NULL;
        }
        if (value instanceof Typed typed) {
            return typed.kind();
        }
        if (value instanceof Boolean) {
            return ValueKind.BOOLEAN;
        }
        if (value instanceof Integer || value instanceof Long) {
            return ValueKind.INTEGER;
        }
        if (value instanceof BigDecimal) {
            return ValueKind.DECIMAL;
        }
        if (value instanceof Json json) {
            return switch (json.text().charAt(0)) {
                case '[' -> ValueKind.ARRAY;
                case '{' -> ValueKind.OBJECT;
                default -> json.text().matches("-?\\d+") ? ValueKind.INTEGER : ValueKind.DECIMAL;
            };
        }
        return ValueKind.TEXT;
    }

    @Override
    public int size() {
        return columns == 0 ? 2 : cells.size() / columns;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public ValueKind kind(int row, int column) {
        return cells.get(row * columns + column).kind();
    }

    @Override
    public byte[] bytes() {
        return arena.toByteArray();
    }

    @Override
    public int start(int row, int column) {
        return cells.get(row * columns + column).start();
    }

    @Override
    public int end(int row, int column) {
        return cells.get(row * columns + column).end();
    }
}
