package dev.restore.outcome;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a re-initialised database got back of its rows, compared whatever numbers the database has given them. It quotes the natural
 * keys of rows, and no other values. Immutable.
 *
 * @param dialect the id of the dialect
 * @param startedAt when it was begun
 * @param duration how long it took, never negative
 * @param backupPath where the backup of the rows lies, null when it was temporary and everything came back
 * @param plan the plan of the merge in words, with what it found the re-initialised database to be
 * @param tables the tables, parents before children as far as possible
 */
public record ReinitReport(
        String dialect,
        Instant startedAt,
        Duration duration,
        @Nullable String backupPath,
        String plan,
        List<CycledTable> tables) {

    public ReinitReport {
        Objects.requireNonNull(dialect, "dialect");
        Objects.requireNonNull(startedAt, "startedAt");
        Objects.requireNonNull(duration, "duration");
        Objects.requireNonNull(plan, "plan");
        tables = List.copyOf(tables);
    }

    /**
     * A table.
     *
     * @param table its name
     * @param key by what its rows were told apart, with what tells the rows apart that they refer to; empty where all their values
     *     tell them apart
     * @param before how many rows it had
     * @param reinitialised how many rows the re-initialisation left or created
     * @param after how many rows it has in the end
     * @param missing how many of its rows did not come back
     * @param changed how many came back with other values or references
     * @param left how many were left as the re-initialisation has made them because the merge was told to leave such rows alone
     * @param added how many rows of the re-initialisation are there beside those that came back
     * @param unexpected how many rows are there that neither were there nor come from the re-initialisation
     * @param differences the first rows that did not come back as they were, each in words
     * @param notes what was not compared
     */
    public record CycledTable(
            String table,
            String key,
            long before,
            long reinitialised,
            long after,
            long missing,
            long changed,
            long left,
            long added,
            long unexpected,
            List<String> differences,
            List<String> notes) {
        public CycledTable {
            Objects.requireNonNull(table, "table");
            Objects.requireNonNull(key, "key");
            differences = List.copyOf(differences);
            notes = List.copyOf(notes);
        }

        /** Returns whether all of its rows came back as they were, with the right references, and none came twice. */
        public boolean passed() {
            return missing == 0 && changed == 0 && unexpected == 0;
        }
    }

    /** Returns whether every row of every table came back as it was, with the right references, and none came twice. */
    public boolean passed() {
        return tables.stream().allMatch(CycledTable::passed);
    }

    /** Returns where the backup of the rows lies; empty when it was temporary and everything came back. */
    public Optional<String> backup() {
        return Optional.ofNullable(backupPath);
    }

    /** Returns the table of this name, empty when it was not compared. */
    public Optional<CycledTable> table(String name) {
        return tables.stream()
                .filter(table -> table.table().equalsIgnoreCase(name))
                .findFirst();
    }

    /** Returns the report for people: a line for each table, and what did not come back. */
    public String describe() {
        int width =
                tables.stream().mapToInt(table -> table.table().length()).max().orElse(0);
        List<String> lines = new ArrayList<>();
        lines.add(
                passed()
                        ? "Every row came back as it was, with the rows that it refers to (" + tables.size()
                                + " tables, " + duration.toMillis() + " ms)"
                        : "Not everything came back as it was (" + tables.size() + " tables, " + duration.toMillis()
                                + " ms)");
        lines.add("  " + pad("table", width) + "      before  re-initialised   merged");
        for (CycledTable table : tables) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  %s  %,10d  %,14d  %,7d%s",
                    pad(table.table(), width),
                    table.before(),
                    table.reinitialised(),
                    table.after(),
                    remarks(table)));
            table.differences().forEach(difference -> lines.add("      " + difference));
            table.notes().forEach(note -> lines.add("      note: " + note));
        }
        if (backupPath != null) {
            lines.add("  the rows as they were: " + backupPath);
        }
        return String.join(System.lineSeparator(), lines);
    }

    private static String remarks(CycledTable table) {
        StringBuilder remarks = new StringBuilder();
        remark(remarks, table.missing(), "did not come back");
        remark(remarks, table.changed(), "changed");
        remark(remarks, table.unexpected(), "came from nowhere");
        remark(remarks, table.left(), "left as re-initialised");
        remark(remarks, table.added(), "of the re-initialisation beside them");
        return remarks.toString();
    }

    private static void remark(StringBuilder remarks, long count, String what) {
        if (count > 0) {
            remarks.append(remarks.isEmpty() ? "   " : ", ")
                    .append(String.format(Locale.ROOT, "%,d ", count))
                    .append(what);
        }
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
