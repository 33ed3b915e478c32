package dev.restore.engine.batch;

import dev.restore.catalog.Column;
import dev.restore.catalog.Table;
import dev.restore.dialect.LoadTarget;
import dev.restore.dialect.RowsEncoder;
import dev.restore.plan.TablePlan.ConflictRule;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One table and one set of its columns: what a batch and a loader are for. Rows that leave a column out are loaded apart
 * from those that carry it, so that an absent field takes the column's default while a null stays a null.
 */
public final class ColumnSet {

    private final LoadTarget target;
    private final Account account;
    private final String source;
    private final boolean django;
    private final List<String> fields;

    /** The batch that is being filled, null when there is none. Touched by the reading thread only. */
    @Nullable
    public RowBatch open;

    /** Encodes its batches ahead, null where nothing does. Touched by the reading thread only. */
    private @Nullable RowsEncoder encoder;

    private boolean encoderKnown;

    /**
     * Creates a set.
     *
     * @param conflict what happens to a row whose key is taken, null when it is an error
     * @param source the table's name in the backup
     * @param django whether its rows are records of a Django dump
     * @param fields the fields that fill the columns, empty texts for columns that no field fills
     */
    public ColumnSet(
            Table table,
            List<Column> columns,
            @Nullable ConflictRule conflict,
            Account account,
            String source,
            boolean django,
            List<String> fields) {
        this.target = new LoadTarget(table, columns, conflict == null ? null : conflict.on(columns));
        this.account = account;
        this.source = source;
        this.django = django;
        this.fields = List.copyOf(fields);
    }

    /** Encodes a batch ahead where its database can be served that way. Used by the reading thread. */
    public void encode(RowBatch batch, Function<LoadTarget, Optional<RowsEncoder>> encoders) {
        if (!encoderKnown) {
            encoder = encoders.apply(target).orElse(null);
            encoderKnown = true;
        }
        if (encoder != null) {
            batch.encode(encoder);
        }
    }

    public LoadTarget target() {
        return target;
    }

    /** Returns the table's name in the backup. */
    public String source() {
        return source;
    }

    /** Returns the model where the rows are records of a Django dump, null where they are plain ones. */
    @Nullable
    String model() {
        return django ? source : null;
    }

    /** Returns the fields that fill the columns, empty texts for columns that no field fills. */
    List<String> fields() {
        return fields;
    }

    public Account account() {
        return account;
    }
}
