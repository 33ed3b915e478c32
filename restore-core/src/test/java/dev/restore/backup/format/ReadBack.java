package dev.restore.backup.format;

import dev.restore.backup.BackupSource;
import dev.restore.backup.reading.BackupReader;
import dev.restore.backup.reading.BackupRow;
import dev.restore.catalog.ValueKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows as text, for comparing: table to rows, a row to its fields, a field to kind and text. */
public final class ReadBack {

    private ReadBack() {}

    public static Map<String, List<Map<String, String>>> rows(Path backup) {
        return rows(BackupSource.of(backup));
    }

    public static Map<String, List<Map<String, String>>> rows(BackupSource source) {
        try (BackupReader reader = BackupFormats.open(source)) {
            reader.survey(Long.MAX_VALUE);
            return rows(reader);
        }
    }

    public static Map<String, List<Map<String, String>>> rows(BackupReader reader) {
        Map<String, List<Map<String, String>>> tables = new LinkedHashMap<>();
        reader.read(table -> true, (table, row) -> {
            List<Map<String, String>> rows = tables.computeIfAbsent(table, t -> new ArrayList<>());
            rows.add(fields(row));
            if (row.number() != rows.size()) {
                throw new AssertionError("row number " + row.number() + " instead of " + rows.size());
            }
        });
        return tables;
    }

    public static Map<String, String> fields(BackupRow row) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < row.size(); i++) {
            String text = new String(row.bytes(), row.start(i), row.end(i) - row.start(i), StandardCharsets.UTF_8);
            fields.put(row.name(i), row.kind(i) == ValueKind.NULL ? "NULL" : row.kind(i) + " " + text);
        }
        return fields;
    }
}
