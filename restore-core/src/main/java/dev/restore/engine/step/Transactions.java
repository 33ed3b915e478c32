package dev.restore.engine.step;

import dev.restore.outcome.MappedKeys;
import dev.restore.outcome.TableReport;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Empties, loads, checks and commits, in one transaction or many. */
public interface Transactions {

    /**
     * Does it all. When it throws, what is not committed is rolled back.
     *
     * @return the accounts of the tables, and what the user should know
     */
    Result run() throws SQLException;

    /** Returns what of a run that failed is in the target for good, null when nothing is. */
    @Nullable
    Committed committed();

    /** Returns the path of the safety backup that was written, by this run or the one that it goes on with; null when there is none. */
    @Nullable
    String safetyBackup();

    /** Returns how many rows an earlier run has loaded, with which this one goes on; 0 where it goes on with none. */
    long rowsEarlier();

    /**
     * How it ended.
     *
     * @param tables the accounts of all tables
     * @param warnings what the user should know, which may be added to
     * @param keys what became of keys, none where they are not mapped
     */
    record Result(List<TableReport> tables, List<String> warnings, List<MappedKeys> keys) {}
}
