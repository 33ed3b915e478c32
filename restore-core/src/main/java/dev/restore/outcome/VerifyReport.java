package dev.restore.outcome;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the verification of a backup found: every checksum was right and every row could be read, or there would be an exception.
 * Immutable.
 *
 * @param backup the name of the backup
 * @param format its format in words
 * @param dialect the dialect of the database that it was held against, or null when there was none
 * @param startedAt when it was begun
 * @param duration how long it took, never negative
 * @param differences what does not agree with what the backup says about itself
 * @param tables the tables in the order of the backup
 * @param files how many files stand beside the rows, all of them read; -1 where there are none
 * @param leftOut what else the backup holds, which was not read
 * @param warnings what the reader of the report should know of the run itself, such as a history that could not be written
 */
public record VerifyReport(
        String backup,
        String format,
        @Nullable String dialect,
        Instant startedAt,
        Duration duration,
        List<String> differences,
        List<VerifiedTable> tables,
        long files,
        List<String> leftOut,
        List<String> warnings) {

    public VerifyReport {
        Objects.requireNonNull(backup, "backup");
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(startedAt, "startedAt");
        Objects.requireNonNull(duration, "duration");
        differences = List.copyOf(differences);
        tables = List.copyOf(tables);
        leftOut = List.copyOf(leftOut);
        warnings = List.copyOf(warnings);
    }

    /** A report about a backup of rows only. */
    public VerifyReport(
            String backup,
            String format,
            @Nullable String dialect,
            Instant startedAt,
            Duration duration,
            List<String> differences,
            List<VerifiedTable> tables) {
        this(backup, format, dialect, startedAt, duration, differences, tables, -1, List.of(), List.of());
    }

    /**
     * A table.
     *
     * @param table its name in the backup
     * @param rows how many rows the backup has
     * @param databaseRows how many rows the database has, -1 when there is no database
     * @param different how many rows differ at least, those that are missing on one side among them
     * @param examples the first of them by their keys, and in which columns they differ
     * @param notes what was not compared, and why
     */
    public record VerifiedTable(
            String table, long rows, long databaseRows, long different, List<String> examples, List<String> notes) {
        public VerifiedTable {
            Objects.requireNonNull(table, "table");
            examples = List.copyOf(examples);
            notes = List.copyOf(notes);
        }
    }

    /** Returns whether everything agrees: the backup with itself and, if there was one, the database with it. */
    public boolean agrees() {
        return differences.isEmpty() && tables.stream().allMatch(table -> table.different() == 0);
    }

    /** Returns this report with more {@link #warnings}. */
    public VerifyReport warned(List<String> more) {
        List<String> all = new ArrayList<>(warnings);
        all.addAll(more);
        return new VerifyReport(backup, format, dialect, startedAt, duration, differences, tables, files, leftOut, all);
    }

    /** Returns how many rows the backup has. */
    public long rows() {
        return tables.stream().mapToLong(VerifiedTable::rows).sum();
    }

    /** Returns the report as JSON. */
    public String json() {
        return VerifyReportJson.of(this);
    }

    /** Returns the report for people. */
    public String text() {
        StringBuilder text = new StringBuilder()
                .append("%s: %s, %d tables, %d rows%s: %s%n"
                        .formatted(
                                backup,
                                format,
                                tables.size(),
                                rows(),
                                files < 0 ? "" : ", " + files + " files",
                                verdict()));
        differences.forEach(difference -> text.append("  ").append(difference).append(System.lineSeparator()));
        LeftOutText.lines(leftOut)
                .forEach(line -> text.append("  ").append(line).append(System.lineSeparator()));
        warnings.forEach(warning -> text.append("  warning: %s%n".formatted(warning)));
        for (VerifiedTable table : tables) {
            if (table.different() > 0) {
                text.append("  %s: at least %d rows differ (%d in the backup, %d in the database)%n"
                        .formatted(table.table(), table.different(), table.rows(), table.databaseRows()));
            }
            table.examples().forEach(row -> text.append("    ").append(row).append(System.lineSeparator()));
            table.notes()
                    .forEach(note -> text.append("  ")
                            .append(table.table())
                            .append(": ")
                            .append(note)
                            .append(System.lineSeparator()));
        }
        return text.toString();
    }

    private String verdict() {
        if (!agrees()) {
            return "there are differences";
        }
        return dialect == null ? "whole" : "whole, and the same as the database";
    }
}
