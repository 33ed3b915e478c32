package dev.restore.dialect.standard;

import dev.restore.dialect.Loaded;
import dev.restore.dialect.Rows;
import dev.restore.dialect.TableLoader;
import dev.restore.dialect.value.Cells;
import java.sql.SQLException;

/** Refuses nulls in columns where the database would store another value in their place. */
public final class NullRefusingLoader implements TableLoader {

    private static final String NULL_NOT_ALLOWED = "23502";

    private final TableLoader loader;
    private final int[] cells;

    /**
     * Creates a loader, which closes the one it is given.
     *
     * @param cells which cells must not be null
     */
    public NullRefusingLoader(TableLoader loader, int[] cells) {
        this.loader = loader;
        this.cells = cells.clone();
    }

    @Override
    public Loaded load(Rows rows, int from, int to) throws SQLException {
        for (int row = from; row < to; row++) {
            for (int cell : cells) {
                if (Cells.isNull(rows, row, cell)) {
                    throw Cells.refuse(
                            rows,
                            row,
                            cell,
                            "would become the column's default (DEFAULT ON NULL); leave the field out where that is meant",
                            NULL_NOT_ALLOWED);
                }
            }
        }
        return loader.load(rows, from, to);
    }

    @Override
    public String strategy() {
        return loader.strategy();
    }

    @Override
    public void close() throws SQLException {
        loader.close();
    }
}
