package dev.restore.dialect;

import dev.restore.catalog.ValueKind;

/** Rows that are those of another view but for what a subclass overrides. */
public abstract class ForwardingRows implements Rows {

    private final Rows rows;

    /** Creates a view of rows. */
    protected ForwardingRows(Rows rows) {
        this.rows = rows;
    }

    @Override
    public int size() {
        return rows.size();
    }

    @Override
    public int columns() {
        return rows.columns();
    }

    @Override
    public ValueKind kind(int row, int column) {
        return rows.kind(row, column);
    }

    @Override
    public byte[] bytes() {
        return rows.bytes();
    }

    @Override
    public int start(int row, int column) {
        return rows.start(row, column);
    }

    @Override
    public int end(int row, int column) {
        return rows.end(row, column);
    }

    @Override
    public boolean typed() {
        return rows.typed();
    }
}
