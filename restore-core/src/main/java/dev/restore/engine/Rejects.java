package dev.restore.engine;

import dev.restore.outcome.LoadException;
import dev.restore.outcome.RestoreReport;
import dev.restore.outcome.RowError;
import dev.restore.plan.RestoreOptions;
import dev.restore.plan.RestorePlan;
import dev.restore.plan.RowErrors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides what becomes of a bad row, keeps the account of rejected ones, and ends the run when there are too many. */
final class Rejects implements AutoCloseable {

    private final RestoreOptions options;
    private final RowErrors policy;
    private final @Nullable RejectWriter writer;
    private final List<RowError> first = new ArrayList<>();
    private long rows;

    Rejects(RestoreOptions options) {
        this.options = options;
        this.policy = options.rowErrors();
        this.writer = options.rejectsDir() == null ? null : new RejectWriter(options.rejectsDir());
    }

    /** Learns the tables of the run, of which some are written even if no row of theirs is rejected. */
    void begin(RestorePlan plan) {
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
    void take(ColumnSet set, RowBatch batch, int row, RowError error, Throwable cause) {
        if (!policy.rejects()) {
            throw new LoadException(error, false, cause);
        }
        count(set.account(), error);
        write(files -> files.write(set.source(), OriginalRow.json(set, batch, row), error));
        checkLimits(set.account(), error, cause);
    }

    /**
     * Takes a record that is in no batch, as it stands in the backup.
     *
     * @throws LoadException when this one is one too many
     */
    void take(ReadAhead.Refused refused) {
        count(refused.account(), refused.error());
        write(files -> files.write(refused.source(), refused.bytes(), refused.error()));
        checkLimits(refused.account(), refused.error(), null);
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
        rows++;
        account.countRejected();
        if (first.size() < RestoreReport.MAX_REJECTS) {
            first.add(error);
        }
    }

    private void checkLimits(Account account, RowError error, @Nullable Throwable cause) {
        if (rows > policy.maxRows()) {
            throw tooMany(error, rows + " rows are rejected, and at most " + policy.maxRows() + " may be", cause);
        }
        if (account.rejected() > policy.maxRowsPerTable()) {
            throw tooMany(
                    error,
                    account.rejected() + " rows of table " + error.table() + " are rejected, and at most "
                            + policy.maxRowsPerTable() + " may be",
                    cause);
        }
    }

    /** Makes what was written so far visible to others. */
    void flush() {
        write(RejectWriter::flush);
    }

    /**
     * Checks the limits in percent, when all rows were read.
     *
     * @throws LoadException when one is passed
     */
    void checkShare(Iterable<Account> accounts) {
        long read = 0;
        for (Account account : accounts) {
            read += account.read();
            if (account.rejected() > account.read() * policy.maxPercentPerTable() / 100) {
                throw tooMany(
                        firstOf(account.name()),
                        account.rejected() + " of " + account.read() + " rows of table " + account.name()
                                + " are rejected, and at most " + policy.maxPercentPerTable() + " % may be",
                        null);
            }
        }
        if (rows > read * policy.maxPercent() / 100) {
            throw tooMany(
                    first.get(0),
                    rows + " of " + read + " rows are rejected, and at most " + policy.maxPercent() + " % may be",
                    null);
        }
    }

    private RowError firstOf(String table) {
        return first.stream()
                .filter(row -> row.table().equals(table))
                .findFirst()
                .orElse(first.get(0));
    }

    private static LoadException tooMany(RowError row, String limit, @Nullable Throwable cause) {
        return new LoadException(
                row.withReason(row.reason() + " (" + limit + ": everything was rolled back)"), false, cause);
    }

    /**
     * How many rows were rejected at one moment.
     *
     * @param rows in all
     * @param told how many of them are told one by one
     * @param lines in each file
     */
    record Mark(long rows, int told, Map<String, Long> lines) {}

    /** Returns where it stands. */
    Mark mark() {
        return new Mark(rows, first.size(), writer == null ? Map.of() : writer.lines());
    }

    /** Forgets what came after a moment, of this run or of one before it whose files are there: the rows are read again. */
    void restart(Mark mark) {
        rows = mark.rows();
        first.subList(Math.min(mark.told(), first.size()), first.size()).clear();
        write(files -> files.restart(mark.lines()));
    }

    /** Makes what was written so far outlive a failure of the machine. */
    void sync() {
        write(RejectWriter::sync);
    }

    /** Returns the first rejected rows. */
    List<RowError> first() {
        return List.copyOf(first);
    }

    /** Returns where rejected rows were written, null when none were. */
    @Nullable
    String directory() {
        return writer == null || rows == 0 ? null : writer.directory();
    }

    boolean any() {
        return rows > 0;
    }

    @Override
    public void close() {
        write(RejectWriter::close);
    }
}
