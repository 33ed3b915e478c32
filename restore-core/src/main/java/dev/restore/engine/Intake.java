package dev.restore.engine;

import dev.restore.backup.BackupReader;
import dev.restore.backup.BackupRow;
import dev.restore.backup.DamagedRow;
import dev.restore.backup.RowSink;
import dev.restore.catalog.TableName;
import dev.restore.dialect.LoadTarget;
import dev.restore.dialect.RowsEncoder;
import dev.restore.outcome.LoadException;
import dev.restore.outcome.RowError;
import dev.restore.plan.RestoreOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sorts rows into batches, one open batch for each set of columns, and hands over those that are full. All open batches
 * together stay under one bound; when it is reached the fullest goes first, so that rows are never sent one by one because
 * tables or fields alternate. Used by the reading thread.
 */
final class Intake implements RowSink<RuntimeException> {

    /** How many full batches all open ones may weigh together. */
    private static final int OPEN_BATCHES = 2;

    /** After how many full batches a resumable restore commits: each commit costs a write to disk. */
    private static final int BARRIER_BATCHES = 4;

    private final BackupReader reader;
    private final RestoreOptions options;
    private final Outlet out;
    private final Function<LoadTarget, Optional<RowsEncoder>> encoders;
    private final Map<String, TableIntake> tables = new HashMap<>();
    private final List<ColumnSet> openSets = new ArrayList<>();
    private final long positionBefore;
    private final @Nullable Supplier<Map<TableName, Long>> read;
    private long openWeight;
    private long sentWeight;
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
    Intake(
            BackupReader reader,
            RestoreOptions options,
            Outlet out,
            Function<LoadTarget, Optional<RowsEncoder>> encoders,
            long positionBefore,
            @Nullable Supplier<Map<TableName, Long>> read) {
        this.reader = reader;
        this.options = options;
        this.out = out;
        this.encoders = encoders;
        this.positionBefore = positionBefore;
        this.read = read;
    }

    void add(String source, TableIntake table) {
        tables.put(source, table);
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
            table.take(row, this);
        }
    }

    /** Empties all open batches now and then, so that there is a place before which everything is in and behind which nothing. */
    private void barrierWhenDue() {
        if (read == null) {
            return;
        }
        boolean due = sentWeight + openWeight >= (long) BARRIER_BATCHES * options.batchBytesEach()
                || rowsSinceBarrier >= (long) BARRIER_BATCHES * options.batchRows();
        if (due) {
            flush();
            out.put(new ReadAhead.Barrier(reader.here(), read.get()));
            sentWeight = 0;
            rowsSinceBarrier = 0;
        }
        rowsSinceBarrier++;
    }

    /**
     * Takes a row whose fields do not fit its table.
     *
     * @param json writes it as it stands in the backup
     * @throws LoadException when bad rows end the run
     */
    void refuse(Account account, String source, RowError error, Supplier<byte[]> json) {
        if (!options.rowErrors().rejects()) {
            throw new LoadException(error, false, null);
        }
        account.countRead();
        out.put(new ReadAhead.Refused(account, source, error, json.get()));
    }

    /** A record that cannot be read is a bad row like any other, where bad rows may be set aside. */
    @Override
    public boolean damaged(String name, DamagedRow row) {
        barrierWhenDue();
        TableIntake table = tables.get(name);
        if (!options.rowErrors().rejects()) {
            return false;
        }
        if (table != null) {
            table.damaged(row, this);
        }
        return true;
    }

    /** Starts a row in the open batch of a column set. */
    RowBatch startRow(ColumnSet set, BackupRow row) {
        RowBatch batch = set.open;
        if (batch == null) {
            batch = out.takeEmpty();
            batch.reset(set.target().columns().size());
            set.open = batch;
            openSets.add(set);
        }
        openWeight -= batch.weight();
        batch.startRow(row, reader.position());
        return batch;
    }

    /** Ends the row that was started in the open batch of a column set. */
    void endRow(ColumnSet set, RowBatch batch) {
        batch.endRow();
        set.account().countRead();
        long weight = batch.weight();
        openWeight += weight;
        if (batch.size() >= options.batchRows() || weight >= options.batchBytesEach()) {
            send(set, batch);
        } else if (openWeight > (long) OPEN_BATCHES * options.batchBytesEach()) {
            sendFullest();
        }
    }

    /** Hands over everything that is open. */
    void flush() {
        for (ColumnSet set : List.copyOf(openSets)) {
            RowBatch batch = set.open;
            if (batch != null) {
                send(set, batch);
            }
        }
    }

    private void sendFullest() {
        ColumnSet fullest = null;
        RowBatch heaviest = null;
        for (ColumnSet set : openSets) {
            RowBatch batch = set.open;
            if (batch != null && (heaviest == null || batch.weight() > heaviest.weight())) {
                fullest = set;
                heaviest = batch;
            }
        }
        if (fullest != null && heaviest != null) {
            send(fullest, heaviest);
        }
    }

    private void send(ColumnSet set, RowBatch batch) {
        set.open = null;
        openSets.remove(set);
        openWeight -= batch.weight();
        sentWeight += batch.weight();
        set.encode(batch, encoders);
        out.put(new ReadAhead.Parcel(set, batch, positionBefore + safePosition()));
    }

    /** Returns how far the backup was read when the oldest row came that is not handed over yet. */
    private long safePosition() {
        long position = reader.position();
        for (ColumnSet set : openSets) {
            RowBatch batch = set.open;
            if (batch != null) {
                position = Math.min(position, batch.firstPosition());
            }
        }
        return position;
    }
}
