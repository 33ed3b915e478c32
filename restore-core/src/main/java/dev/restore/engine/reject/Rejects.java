package dev.restore.engine.reject;

import dev.restore.engine.batch.Account;
import dev.restore.engine.batch.ColumnSet;
import dev.restore.engine.batch.Item;
import dev.restore.engine.batch.OriginalRow;
import dev.restore.engine.batch.RowBatch;
import dev.restore.engine.options.RestoreOptions;
import dev.restore.outcome.LoadException;
import dev.restore.outcome.RowError;
import dev.restore.plan.RestorePlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides what becomes of a bad row, keeps the account of rejected ones, and ends the run when there are too many. */
public final class Rejects implements AutoCloseable {

    private final RestoreOptions options;
    private final RejectBudget budget;
    private final @Nullable RejectWriter writer;

    public Rejects(RestoreOptions options) {
        this(
                options,
                new RejectBudget(options.badRows().policy()),
                writer(options.badRows().directory()));
    }

    private static @Nullable RejectWriter writer(@Nullable Path directory) {
        return directory == null ? null : new RejectWriter(directory);
    }

    private Rejects(RestoreOptions options, RejectBudget budget, @Nullable RejectWriter writer) {
        this.options = options;
        this.budget = budget;
        this.writer = writer;
    }

    /** Learns the tables of the run, of which some are written even if no row of theirs is rejected. */
    public void begin(RestorePlan plan) {
        // A Django dump names its tables row by row, and cannot stand beside a file without rows.
        if (writer != null && !plan.survey().django()) {
            writer.always(NamedTables.of(plan, options));
        }
    }

    /**
     * Takes a bad row.
     *
     * @throws LoadException when bad rows end the run, or this one is one too many
     */
    public void take(ColumnSet set, RowBatch batch, int row, RowError error, Throwable cause) {
        if (!options.badRows().setAside()) {
            throw new LoadException(error, false, RejectBudget.without(cause, error));
        }
        count(set.account(), error);
        write(files -> files.write(set.source(), OriginalRow.json(set, batch.original(), row), error));
        budget.check(set.account(), error, cause);
    }

    /**
     * Takes a record that is in no batch, as it stands in the backup.
     *
     * @throws LoadException when this one is one too many
     */
    public void take(Item.Refused refused) {
        count(refused.account(), refused.error());
        write(files -> files.write(refused.source(), refused.bytes(), refused.error()));
        // Where bad rows end the run, only those come here of which the caller said that they do not.
        if (options.badRows().setAside()) {
            budget.check(refused.account(), refused.error(), null);
        }
    }

    private interface Writing {
        void to(RejectWriter files) throws IOException;
    }

    private void write(Writing writing) {
        if (writer == null) {
            return;
        }
        try {
            writing.to(writer);
        } catch (IOException e) {
            throw new UncheckedIOException("the rejected rows cannot be written: " + e.getMessage(), e);
        }
    }

    private void count(Account account, RowError error) {
        account.countRejected();
        budget.count(account, error);
    }

    /** Makes what was written so far visible to others. */
    public void flush() {
        write(RejectWriter::flush);
    }

    /**
     * Checks the limits in percent, when all rows were read.
     *
     * @throws LoadException when one is passed
     */
    public void checkShare(Iterable<Account> accounts) {
        if (options.badRows().setAside()) {
            budget.checkShare(accounts);
        }
    }

    /**
     * How many rows were rejected at one moment.
     *
     * @param counts how many, and of which tables
     * @param lines in each file
     */
    public record Mark(RejectBudget.Mark counts, Map<String, Long> lines) {}

    /** Returns where it stands. */
    public Mark mark() {
        return new Mark(budget.mark(), writer == null ? Map.of() : writer.lines());
    }

    /** Forgets what came after a moment, of this run or of one before it whose files are there: the rows are read again. */
    public void restart(Mark mark) {
        budget.restart(mark.counts());
        write(files -> files.restart(mark.lines()));
    }

    /**
     * Returns what takes the rejected rows of one portion: counted together with all others, and written into files of their own, as
     * other portions are written and committed meanwhile.
     *
     * @param lines how many rows each of its files had when the portion was last committed; what is after them is cut off
     */
    public Rejects portion(int pass, int number, Map<String, Long> lines) {
        RejectWriter files = writer == null ? null : writer.portion(pass, number);
        Rejects own = new Rejects(options, budget, files);
        own.write(each -> each.restart(lines));
        return own;
    }

    /**
     * Takes over the files of the portions of a pass, in this order. They stay where they are until {@link #forget}.
     *
     * @param portions how many rows each of the files of a portion has, by the portion's number
     */
    public void absorb(int pass, Map<Integer, Map<String, Long>> portions) {
        portions.forEach((number, lines) -> write(files -> files.absorb(pass, number, lines)));
    }

    /** Removes the files of all portions but those of one pass. */
    public void forget(int pass) {
        write(files -> files.forget(pass));
    }

    /** Makes what was written so far outlive a failure of the machine. */
    public void sync() {
        write(RejectWriter::sync);
    }

    /** Returns the first rejected rows. */
    public List<RowError> first() {
        return budget.first();
    }

    /** Returns where rejected rows were written, null when none were. */
    @Nullable
    public String directory() {
        return writer == null || !any() ? null : writer.directory();
    }

    /** Returns how many rows were rejected. */
    public long rows() {
        return budget.rows();
    }

    public boolean any() {
        return budget.rows() > 0;
    }

    @Override
    public void close() {
        write(RejectWriter::close);
    }
}
