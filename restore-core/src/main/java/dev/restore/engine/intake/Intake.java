package dev.restore.engine.intake;

import dev.restore.backup.reading.BackupReader;
import dev.restore.backup.reading.BackupRow;
import dev.restore.backup.reading.DamagedRow;
import dev.restore.backup.reading.RowSink;
import dev.restore.catalog.TableName;
import dev.restore.dialect.LoadTarget;
import dev.restore.dialect.RowsEncoder;
import dev.restore.engine.batch.Item;
import dev.restore.engine.batch.Outlet;
import dev.restore.engine.options.Loading;
import dev.restore.engine.options.RestoreOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Hands each row to what takes the rows of its table apart, and says where a resumable restore may commit. Used by the reading thread. */
public final class Intake implements RowSink<RuntimeException> {

    /** After how many full batches a resumable restore commits: each commit costs a write to disk. */
    private static final int BARRIER_BATCHES = 4;

    private final BackupReader reader;
    private final RestoreOptions options;
    private final Outlet out;
    private final OpenBatches batches;
    private final Map<String, TableIntake> tables = new HashMap<>();
    private final @Nullable Supplier<Map<TableName, Long>> read;
    private long weightAtBarrier;
    private long rowsSinceBarrier;
    private @Nullable String lastName;
    private @Nullable TableIntake lastTable;

    /**
     * Creates an intake for one pass.
     *
     * @param encoders encode full batches ahead of their loaders
     * @param positionBefore what earlier passes have read
     * @param read tells how many rows were read for each table, where the restore is to be resumable; null otherwise
     */
    public Intake(
            BackupReader reader,
            RestoreOptions options,
            Outlet out,
            Function<LoadTarget, Optional<RowsEncoder>> encoders,
            long positionBefore,
            @Nullable Supplier<Map<TableName, Long>> read) {
        this.reader = reader;
        this.options = options;
        this.out = out;
        this.batches = new OpenBatches(reader, options, out, encoders, positionBefore);
        this.read = read;
    }

    public void add(String source, TableIntake table) {
        tables.put(source, table);
    }

    /** Hands over everything that is open. */
    public void flush() {
        batches.flush();
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the reader gives the same name as a rule; a different one is looked up
    public void row(String name, BackupRow row) {
        barrierWhenDue();
        TableIntake table = lastTable;
        if (name != lastName || table == null) {
            table = tables.get(name);
            lastName = name;
            lastTable = table;
        }
        if (table != null) {
            table.take(row, batches);
        }
    }

    /** Empties all open batches now and then, so that there is a place before which everything is in and after which nothing. */
    private void barrierWhenDue() {
        if (read == null) {
            return;
        }
        Loading loading = options.loading();
        boolean due = batches.weight() - weightAtBarrier >= (long) BARRIER_BATCHES * loading.batchBytesEach()
                || rowsSinceBarrier >= (long) BARRIER_BATCHES * loading.batchRows();
        if (due && !reader.isInside()) {
            batches.flush();
            out.put(new Item.Barrier(reader.here(), read.get()));
            weightAtBarrier = batches.weight();
            rowsSinceBarrier = 0;
        }
        rowsSinceBarrier++;
    }

    /** A record that cannot be read is a bad row like any other, where bad rows may be set aside. */
    @Override
    public boolean damaged(String name, DamagedRow row) {
        barrierWhenDue();
        TableIntake table = tables.get(name);
        if (!options.badRows().setAside()) {
            return false;
        }
        if (table != null) {
            table.damaged(row, batches);
        }
        return true;
    }
}
