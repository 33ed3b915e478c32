package dev.restore.engine.reject;

import dev.restore.dialect.RowException;
import dev.restore.engine.batch.Account;
import dev.restore.outcome.LoadException;
import dev.restore.outcome.Redaction;
import dev.restore.outcome.RestoreReport;
import dev.restore.outcome.RowError;
import dev.restore.plan.RowErrors;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts the rejected rows of a run, of all its connections, and ends it when there are too many. Safe to use from any thread. */
public final class RejectBudget {

    private final RowErrors policy;
    private final List<RowError> first = new ArrayList<>();
    private final Map<String, Long> tables = new HashMap<>();
    private long rows;

    RejectBudget(RowErrors policy) {
        this.policy = policy;
    }

    synchronized void count(Account account, RowError error) {
        rows++;
        tables.merge(account.name(), 1L, Long::sum);
        if (first.size() < RestoreReport.MAX_REJECTS) {
            first.add(error);
        }
    }

    /**
     * Checks the limits in rows.
     *
     * @throws LoadException when one is passed
     */
    synchronized void check(Account account, RowError error, @Nullable Throwable cause) {
        if (rows > policy.maxRows()) {
            throw tooMany(error, rows + " rows are rejected, and at most " + policy.maxRows() + " may be", cause);
        }
        long own = tables.getOrDefault(account.name(), 0L);
        if (own > policy.maxRowsPerTable()) {
            throw tooMany(
                    error,
                    own + " rows of table " + error.table() + " are rejected, and at most " + policy.maxRowsPerTable()
                            + " may be",
                    cause);
        }
    }

    /**
     * Checks the limits in percent, when all rows were read.
     *
     * @throws LoadException when one is passed
     */
    synchronized void checkShare(Iterable<Account> accounts) {
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
                    firstOf(""),
                    rows + " of " + read + " rows are rejected, and at most " + policy.maxPercent() + " % may be",
                    null);
        }
    }

    /** Returns a row to name, which is not one of this run where an earlier one has rejected them all. */
    private RowError firstOf(String table) {
        return first.stream()
                .filter(row -> row.table().equals(table))
                .findFirst()
                .or(() -> first.stream().findFirst())
                .orElseGet(() -> new RowError(table, 0, "", -1, null, null, "was rejected by an earlier run"));
    }

    private static LoadException tooMany(RowError row, String limit, @Nullable Throwable cause) {
        return new LoadException(
                row.withReason(row.reason() + " (" + limit + ": everything was rolled back)"),
                false,
                cause == null ? null : without(cause, row));
    }

    /** Returns the exception of a driver without values: it says what the reason of the row says. */
    static Throwable without(Throwable cause, RowError row) {
        Throwable said = cause instanceof RowException alone ? alone.failure() : cause;
        return said instanceof SQLException failure ? Redaction.of(failure, any -> row.reason()) : said;
    }

    /**
     * How many rows were rejected at one moment.
     *
     * @param rows in all
     * @param told how many of them are told one by one
     * @param tables by table, as the report calls them
     */
    public record Mark(long rows, int told, Map<String, Long> tables) {}

    synchronized Mark mark() {
        return new Mark(rows, first.size(), Map.copyOf(tables));
    }

    synchronized void restart(Mark mark) {
        rows = mark.rows();
        tables.clear();
        tables.putAll(mark.tables());
        first.subList(Math.min(mark.told(), first.size()), first.size()).clear();
    }

    synchronized List<RowError> first() {
        return List.copyOf(first);
    }

    synchronized long rows() {
        return rows;
    }
}
