package dev.restore.engine;

import dev.restore.catalog.Column;
import dev.restore.catalog.Table;
import dev.restore.dialect.LoadTarget;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One table and one set of its columns: what a batch and a loader are for. Rows that leave a column out are loaded apart
 * from those that carry it, so that an absent field takes the column's default while a null stays a null.
 */
final class ColumnSet {

    private final LoadTarget target;
    private final Account account;

    /** The batch that is being filled, null when there is none. Touched by the reading thread only. */
    @Nullable
    RowBatch open;

    ColumnSet(Table table, List<Column> columns, Account account) {
        this.target = new LoadTarget(table, columns);
        this.account = account;
    }

    LoadTarget target() {
        return target;
    }

    Account account() {
        return account;
    }
}
