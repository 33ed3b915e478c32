package dev.restore.outcome;

import java.time.Duration;
import java.util.List;

/** Something that happened while a backup is written, in this order: begun, progress (often), finished. */
public sealed interface BackupEvent {

    /**
     * The tables are chosen, and read as they are at this moment.
     *
     * @param tables their names in the order in which they are written
     */
    record Begun(List<String> tables) implements BackupEvent {
        public Begun {
            tables = List.copyOf(tables);
        }
    }

    /**
     * Some rows were written.
     *
     * @param table the table that they belong to
     * @param tableRows rows of that table so far
     * @param rows rows of all tables so far
     * @param elapsed time since the first was read
     */
    record Progress(String table, long tableRows, long rows, Duration elapsed) implements BackupEvent {}

    /**
     * The backup is on the disk and has its name.
     *
     * @param report what was written
     */
    record Finished(BackupReport report) implements BackupEvent {}
}
