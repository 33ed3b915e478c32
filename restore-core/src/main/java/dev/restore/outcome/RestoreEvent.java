package dev.restore.outcome;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** Something that happened in a run, in this order: opened, planned, saved, cleared, progress and checkpointed (often), verified, committed, finished. */
public sealed interface RestoreEvent {

    /**
     * The backup was recognised and the database reached.
     *
     * @param backup the backup's name
     * @param format its format in words
     * @param dialect the dialect's id
     */
    record Opened(String backup, String format, String dialect) implements RestoreEvent {}

    /** The plan stands; nothing has been changed yet. */
    final class Planned implements RestoreEvent {

        private final List<String> tables;
        private final long rows;
        private final Supplier<String> words;

        /**
         * Creates the event.
         *
         * @param tables the tables that will get rows, in load order
         * @param rows how many rows are expected, -1 when that is not known
         * @param words says the plan in words, each time the same
         */
        public Planned(List<String> tables, long rows, Supplier<String> words) {
            this.tables = List.copyOf(tables);
            this.rows = rows;
            this.words = Objects.requireNonNull(words, "words");
        }

        /** Returns the tables that will get rows, in load order. */
        public List<String> tables() {
            return tables;
        }

        /** Returns how many rows are expected, -1 when that is not known. */
        public long rows() {
            return rows;
        }

        /** Returns the plan in words, which are only made when somebody asks for them. */
        public String plan() {
            return words.get();
        }

        @Override
        public String toString() {
            return "Planned[tables=" + tables + ", rows=" + rows + "]";
        }
    }

    /**
     * The safety backup is on the disk, and nothing has been changed yet. Told only where one was asked for.
     *
     * @param path where it is
     * @param rows how many rows it holds
     */
    record Saved(String path, long rows) implements RestoreEvent {}

    /**
     * The tables were emptied within the transaction.
     *
     * @param tables which
     */
    record Cleared(List<String> tables) implements RestoreEvent {}

    /**
     * A batch is in. Bytes and rows are those of the rows that are loaded, never ahead of them; rejected rows are not
     * counted. In one transaction, where rejected rows take others along, and after {@link StartedOver}, the backup is read again, and
     * the counts begin anew. A resumable restore counts all its steps, whatever connection takes them, and what earlier runs have done:
     * its bytes and its fraction never go back.
     *
     * @param table the table of the batch
     * @param tableRows rows loaded into that table so far
     * @param rows rows loaded in all so far
     * @param bytesRead bytes of the backup, as it is stored, that these rows took
     * @param bytesTotal how many bytes there are in all, -1 when that is not known
     * @param elapsed time since loading began in this run
     * @param rowsEarlier how many of the rows an earlier run has loaded
     * @param bytesEarlier how many of the bytes these took
     */
    record Progress(
            String table,
            long tableRows,
            long rows,
            long bytesRead,
            long bytesTotal,
            Duration elapsed,
            long rowsEarlier,
            long bytesEarlier)
            implements RestoreEvent {

        /** Creates the progress of a load that goes on with none. */
        public Progress(String table, long tableRows, long rows, long bytesRead, long bytesTotal, Duration elapsed) {
            this(table, tableRows, rows, bytesRead, bytesTotal, elapsed, 0, 0);
        }

        /** Returns the rows that this run has loaded per second so far, 0 at the very beginning. */
        public double rowsPerSecond() {
            return pace().rowsPerSecond();
        }

        /** Returns how much is done, from 0 to 1; empty when the size is not known. */
        public Optional<Double> fraction() {
            return pace().fraction();
        }

        /** Returns an estimate of the time that is left; empty when the size is not known or nothing is done yet. */
        public Optional<Duration> remaining() {
            return pace().remaining();
        }

        private Pace pace() {
            return new Pace(rows, rowsEarlier, bytesRead, bytesEarlier, bytesTotal, elapsed);
        }
    }

    /**
     * What was done so far is rolled back, because the rows defeat the optimistic strategy, which counts on good ones. The tables
     * are emptied and the backup is read again with the safe strategy: cleared and progress are told anew.
     *
     * @param reason why, one clause, without values of rows
     */
    record StartedOver(String reason) implements RestoreEvent {}

    /**
     * Foreign keys and counts were checked; sequences are moved past the rows and the commit comes next.
     *
     * @param rows how many rows are in
     */
    record Verified(long rows) implements RestoreEvent {}

    /**
     * A resumable restore has committed what it has loaded so far, with the place where it goes on.
     *
     * @param rows how many rows are in for good
     */
    record Checkpointed(long rows) implements RestoreEvent {}

    /** The transaction was committed. Not told when the restore joined a transaction of the caller's. */
    record Committed() implements RestoreEvent {}

    /**
     * The run is over, however it ended. When it failed, the exception follows.
     *
     * @param report its report
     */
    record Finished(RestoreReport report) implements RestoreEvent {}
}
