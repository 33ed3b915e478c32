package dev.restore.engine.intake;

import dev.restore.backup.reading.BackupReader;
import dev.restore.backup.reading.BackupRow;
import dev.restore.dialect.LoadTarget;
import dev.restore.dialect.RowsEncoder;
import dev.restore.engine.batch.Account;
import dev.restore.engine.batch.ColumnSet;
import dev.restore.engine.batch.Item;
import dev.restore.engine.batch.Outlet;
import dev.restore.engine.batch.RowBatch;
import dev.restore.engine.options.Loading;
import dev.restore.engine.options.RestoreOptions;
import dev.restore.outcome.LoadException;
import dev.restore.outcome.RowError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The batches that are being filled, one for each set of columns; those that are full are handed over. All of them together stay
 * under one bound; when it is reached the fullest goes first, so that rows are never sent one by one because tables or fields
 * alternate. Used by the reading thread.
 */
final class OpenBatches {

    /** How many full batches all open ones may weigh together. */
    private static final int OPEN_BATCHES = 2;

    private final BackupReader reader;
    private final RestoreOptions options;
    private final Outlet out;
    private final Function<LoadTarget, Optional<RowsEncoder>> encoders;
    private final long positionBefore;
    private final List<ColumnSet> openSets = new ArrayList<>();
    private long openWeight;
    private long sentWeight;

    /**
     * Creates one for one reading of the backup.
     *
     * @param encoders encode full batches ahead of their loaders
     * @param positionBefore what earlier passes have read
     */
    OpenBatches(
            BackupReader reader,
            RestoreOptions options,
            Outlet out,
            Function<LoadTarget, Optional<RowsEncoder>> encoders,
            long positionBefore) {
        this.reader = reader;
        this.options = options;
        this.out = out;
        this.encoders = encoders;
        this.positionBefore = positionBefore;
    }

    /** Returns the weight of all batches since the beginning, those that are open included. */
    long weight() {
        return sentWeight + openWeight;
    }

    /**
     * Takes a row whose fields do not fit its table.
     *
     * @param json writes it as it stands in the backup
     * @throws LoadException when bad rows end the run
     */
    void refuse(Account account, String source, RowError error, Supplier<byte[]> json) {
        refuse(account, source, error, options.badRows().setAside(), json);
    }

    /**
     * Takes a row whose fields do not fit its table.
     *
     * @param setAside whether it is set aside; otherwise it ends the run
     * @throws LoadException when it ends the run
     */
    void refuse(Account account, String source, RowError error, boolean setAside, Supplier<byte[]> json) {
        if (!setAside) {
            throw new LoadException(error, false, null);
        }
        account.countRead();
        out.put(new Item.Refused(account, source, error, json.get()));
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
        Loading loading = options.loading();
        if (batch.size() >= loading.batchRows() || weight >= loading.batchBytesEach()) {
            send(set, batch);
        } else if (openWeight > (long) OPEN_BATCHES * loading.batchBytesEach()) {
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
        out.put(new Item.Parcel(set, batch, positionBefore + safePosition()));
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
