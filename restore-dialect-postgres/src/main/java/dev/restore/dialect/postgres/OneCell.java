package dev.restore.dialect.postgres;

import dev.restore.catalog.ValueKind;
import dev.restore.dialect.Rows;

/** One value out of a larger one, as an encoder wants to see it. */
final class OneCell implements Rows {

    private final ValueKind kind;
    private final byte[] bytes;
    private final int from;
    private final int to;

    OneCell(ValueKind kind, byte[] bytes, int from, int to) {
        this.kind = kind;
        this.bytes = bytes;
        this.from = from;
        this.to = to;
    }

    static OneCell text(byte[] characters) {
        return new OneCell(ValueKind.TEXT, characters, 0, characters.length);
    }

    ValueKind kind() {
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
