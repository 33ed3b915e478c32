package dev.restore.backup.rows;

import dev.restore.backup.Placeholders;
import dev.restore.backup.json.RowBuffer;
import dev.restore.backup.names.EntryNames;
import dev.restore.catalog.ValueKind;
import dev.restore.outcome.BackupFormatException;
import java.nio.charset.StandardCharsets;

/** Puts values for placeholders into rows. */
final class FilledRows {

    private final Placeholders placeholders;

    FilledRows(Placeholders placeholders) {
        this.placeholders = placeholders;
    }

    /**
     * Fills a row that was just read.
     *
     * @throws BackupFormatException when something in it is no placeholder, with its file, table, row and field
     */
    void fill(String table, RowBuffer row) {
        for (int field = 0; field < row.size(); field++) {
            ValueKind kind = row.kind(field);
            boolean text = kind == ValueKind.TEXT;
            if ((text || kind == ValueKind.ARRAY || kind == ValueKind.OBJECT || kind == ValueKind.JSON)
                    && mayHold(row, field)) {
                fill(table, row, field, text);
            }
        }
    }

    private static boolean mayHold(RowBuffer row, int field) {
        byte[] bytes = row.bytes();
        for (int i = row.start(field); i < row.end(field) - 1; i++) {
            if (bytes[i] == '$' && bytes[i + 1] == '{') {
                return true;
            }
        }
        return false;
    }

    private void fill(String table, RowBuffer row, int field, boolean text) {
        int start = row.start(field);
        String written = new String(row.bytes(), start, row.end(field) - start, StandardCharsets.UTF_8);
        try {
            String place = row.location() + "/" + row.offset() + "/" + row.name(field);
            row.replace(field, placeholders.fill(written, place, !text));
        } catch (IllegalArgumentException e) {
            throw new BackupFormatException(
                    "table " + EntryNames.printable(table) + ", row " + row.number() + ", field "
                            + EntryNames.printable(row.name(field)) + ": " + e.getMessage(),
                    row.location(),
                    row.offset(),
                    e);
        }
    }
}
