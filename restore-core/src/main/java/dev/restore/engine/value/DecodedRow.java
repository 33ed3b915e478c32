package dev.restore.engine.value;

import dev.restore.backup.reading.BackupRow;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.OneCell;
import dev.restore.dialect.ValueException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A row of which some values were decoded; used for one row after another, which all have the same fields. */
public final class DecodedRow implements BackupRow {

    private final @Nullable CellDecoder[] decoders;
    private final ValueKind[] kinds;
    private final int[] ends;
    private byte[] bytes = new byte[1 << 8];
    private int used;
    private BackupRow row;

    /**
     * Creates a view of rows.
     *
     * @param decoders one for each field of the rows, null for those whose values are what they look like
     */
    public DecodedRow(@Nullable CellDecoder[] decoders, BackupRow first) {
        this.decoders = decoders.clone();
        this.kinds = new ValueKind[decoders.length];
        this.ends = new int[decoders.length];
        this.row = first;
    }

    /**
     * Goes to a row.
     *
     * @throws ValueException when a value cannot be decoded; {@link ValueException#column} is its field
     */
    public DecodedRow of(BackupRow next) throws ValueException {
        row = next;
        used = 0;
        for (int field = 0; field < decoders.length; field++) {
            CellDecoder decoder = decoders[field];
            ValueKind kind = next.kind(field);
            if (decoder == null || kind == ValueKind.NULL || kind.typed()) {
                add(field, kind, next.bytes(), next.start(field), next.end(field));
            } else {
                OneCell cell =
                        decoded(decoder, new OneCell(kind, next.bytes(), next.start(field), next.end(field)), field);
                add(field, cell.kind(), cell.bytes(), cell.start(0, 0), cell.end(0, 0));
            }
        }
        return this;
    }

    private static OneCell decoded(CellDecoder decoder, OneCell value, int field) throws ValueException {
        try {
            return decoder.decode(value);
        } catch (ValueException e) {
            throw new ValueException(0, field, e.getMessage() == null ? "" : e.getMessage(), e.getSQLState());
        }
    }

    private void add(int field, ValueKind kind, byte[] source, int start, int end) {
        int length = end - start;
        if (length > bytes.length - used) {
            bytes = Arrays.copyOf(bytes, Math.max(used + length, bytes.length + (bytes.length >> 1)));
        }
        System.arraycopy(source, start, bytes, used, length);
        used += length;
        kinds[field] = kind;
        ends[field] = used;
    }

    @Override
    public int size() {
        return row.size();
    }

    @Override
    public String name(int field) {
        return row.name(field);
    }

    @Override
    public ValueKind kind(int field) {
        return kinds[field];
    }

    @Override
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public int start(int field) {
        return field == 0 ? 0 : ends[field - 1];
    }

    @Override
    public int end(int field) {
        return ends[field];
    }

    @Override
    public long number() {
        return row.number();
    }

    @Override
    public String location() {
        return row.location();
    }

    @Override
    public long offset() {
        return row.offset();
    }
}
