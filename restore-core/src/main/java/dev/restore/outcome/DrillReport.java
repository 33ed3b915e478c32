package dev.restore.outcome;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The evidence of a restore drill: the backup was restored into a database made for it, every value was compared with the backup by
 * checksums before the commit, and every row was read again and compared after it. Immutable.
 *
 * @param backup the name of the backup
 * @param format its format in words
 * @param database the database that was made for it, with its version
 * @param startedAt when it was begun
 * @param duration how long it took, never negative
 * @param rows how many rows were restored
 * @param tables the tables in the order of the backup
 * @param notes what was not checked, or is otherwise than in the backup's metadata
 */
public record DrillReport(
        String backup,
        String format,
        String database,
        Instant startedAt,
        Duration duration,
        long rows,
        List<DrilledTable> tables,
        List<String> notes) {

    public DrillReport {
        Objects.requireNonNull(backup, "backup");
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(startedAt, "startedAt");
        Objects.requireNonNull(duration, "duration");
        tables = List.copyOf(tables);
        notes = List.copyOf(notes);
    }

    /**
     * A table.
     *
     * @param table its name in the backup
     * @param rows how many rows the backup has
     * @param restored how many rows were in the database, -1 when it was left out
     * @param different how many rows differed
     * @param columns how many columns were compared
     * @param foreignKeys how many of its foreign keys were checked
     * @param notes what was not checked, and why
     */
    public record DrilledTable(
            String table, long rows, long restored, long different, int columns, int foreignKeys, List<String> notes) {
        public DrilledTable {
            Objects.requireNonNull(table, "table");
            notes = List.copyOf(notes);
        }

        /** Returns whether all of its rows came back. */
        public boolean passed() {
            return restored == rows && different == 0;
        }
    }

    /** Returns whether every row of every table came back. */
    public boolean passed() {
        return tables.stream().allMatch(DrilledTable::passed);
    }

    /** Returns the report as one JSON object. */
    public String json() {
        return DrillReportJson.of(this);
    }

    /** Returns the report for people. */
    public String text() {
        StringBuilder text = new StringBuilder();
        line(
                text,
                "%s: %s restored into %s in %d ms, %d tables, %d rows: %s",
                backup,
                format,
                database,
                duration.toMillis(),
                tables.size(),
                rows,
                passed() ? "every row came back" : "rows are missing or differ");
        int width =
                tables.stream().mapToInt(table -> table.table().length()).max().orElse(0);
        for (DrilledTable table : tables) {
            line(
                    text,
                    "  %s%s  %,d of %,d rows, %d columns compared, %d foreign keys checked%s",
                    table.table(),
                    " ".repeat(width - table.table().length()),
                    Math.max(0, table.restored()),
                    table.rows(),
                    table.columns(),
                    table.foreignKeys(),
                    table.different() == 0 ? "" : ", " + table.different() + " rows differ");
            table.notes().forEach(note -> line(text, "    %s", note));
        }
        notes.forEach(note -> line(text, "  %s", note));
        return text.toString();
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }
}
