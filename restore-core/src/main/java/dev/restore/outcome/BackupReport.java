package dev.restore.outcome;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What was written into a backup. Immutable.
 *
 * @param backup where it is
 * @param dialect the dialect by which the database was read
 * @param startedAt when it was begun
 * @param duration how long it took, never negative
 * @param bytes how many bytes the backup has on the disk
 * @param tables the tables in the order in which they were written
 * @param files how many files were written beside the rows, -1 when none were to be
 * @param leftOut what the database holds or shows and the backup does not have, such as views and virtual tables, in words
 * @param warnings what the reader of the report should know before relying on the backup
 */
public record BackupReport(
        String backup,
        String dialect,
        Instant startedAt,
        Duration duration,
        long bytes,
        List<WrittenTable> tables,
        long files,
        List<String> leftOut,
        List<String> warnings) {

    public BackupReport {
        Objects.requireNonNull(backup, "backup");
        Objects.requireNonNull(dialect, "dialect");
        Objects.requireNonNull(startedAt, "startedAt");
        Objects.requireNonNull(duration, "duration");
        tables = List.copyOf(tables);
        leftOut = List.copyOf(leftOut);
        warnings = List.copyOf(warnings);
    }

    /** A report of a backup of rows only. */
    public BackupReport(
            String backup,
            String dialect,
            Instant startedAt,
            Duration duration,
            long bytes,
            List<WrittenTable> tables) {
        this(backup, dialect, startedAt, duration, bytes, tables, -1, List.of(), List.of());
    }

    /**
     * A table that was written.
     *
     * @param table its name
     * @param rows how many rows
     * @param bytes how many bytes its files have in the backup
     * @param parts how many files
     * @param duration how long it took
     */
    public record WrittenTable(String table, long rows, long bytes, int parts, Duration duration) {
        public WrittenTable {
            Objects.requireNonNull(table, "table");
            Objects.requireNonNull(duration, "duration");
        }
    }

    /** Returns how many rows were written in all. */
    public long rows() {
        return tables.stream().mapToLong(WrittenTable::rows).sum();
    }

    /** Returns the report as JSON. */
    public String json() {
        return BackupReportJson.of(this);
    }

    /** Returns the report for people. */
    public String text() {
        StringBuilder text = new StringBuilder()
                .append("Backed up %d tables with %d rows into %s (%d bytes) in %d ms%n"
                        .formatted(tables.size(), rows(), backup, bytes, duration.toMillis()));
        int width =
                tables.stream().mapToInt(table -> table.table().length()).max().orElse(0);
        for (WrittenTable table : tables) {
            String padding = " ".repeat(width - table.table().length());
            text.append(
                    "  %s%s  %12d rows  %14d bytes%n".formatted(table.table(), padding, table.rows(), table.bytes()));
        }
        if (files >= 0) {
            text.append("  %d files beside the rows%n".formatted(files));
        }
        if (!leftOut.isEmpty()) {
            text.append("  left out: %s%n".formatted(String.join(", ", leftOut)));
        }
        warnings.forEach(warning -> text.append("  warning: %s%n".formatted(warning)));
        return text.toString();
    }
}
