package dev.restore.dialect;

import dev.restore.catalog.ValueKind;

/** One value out of a larger one, an element of an array for instance, as rows of a single cell. Immutable. */
public final class OneCell implements Rows {

    private static final OneCell NONE = new OneCell(ValueKind.NULL, new byte[0], 0, 0);

    private final ValueKind kind;
    private final byte[] bytes;
    private final int from;
    private final int to;

    /** Creates a cell of these bytes, which are not copied; {@code to} is exclusive. */
    public OneCell(ValueKind kind, byte[] bytes, int from, int to) {
        this.kind = kind;
        this.bytes = bytes;
        this.from = from;
        this.to = to;
    }

    /** Returns a cell without a value. */
    public static OneCell none() {
        return NONE;
    }

    /** Returns a text of these UTF-8 characters. */
    public static OneCell text(byte[] characters) {
        return new OneCell(ValueKind.TEXT, characters, 0, characters.length);
    }

    /** Returns the kind of the cell. */
    public ValueKind kind() {
        return kind;
    }

    @Override
    public int size() {
        return 1;
    }

    @Override
    public int columns() {
        return 1;
    }

    @Override
    public ValueKind kind(int row, int column) {
        return kind;
    }

    @Override
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public int start(int row, int column) {
        return from;
    }

    @Override
    public int end(int row, int column) {
        return to;
    }
}
