package dev.restore.outcome;

import dev.restore.catalog.ValueKind;
import dev.restore.outcome.Inspection.InspectedField;
import dev.restore.outcome.Inspection.InspectedTable;
import dev.restore.outcome.Inspection.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes what is in a backup for people, for a terminal of 100 columns. */
final class InspectionText {

    private static final int WIDTH = 100;

    private InspectionText() {}

    static String of(Inspection backup) {
        StringBuilder text = new StringBuilder();
        head(text, backup);
        tables(text, backup.tables());
        List<String> remarks = new ArrayList<>(backup.notes());
        Origin origin = backup.origin();
        if (origin != null) {
            origin.notWritten().forEach(what -> remarks.add("not written: " + what));
            if (origin.unfinished()) {
                remarks.add("It was written while a restore into its database was unfinished: rows may be missing.");
            }
        }
        remarks.addAll(LeftOutText.lines(backup.leftOut()));
        if (!remarks.isEmpty()) {
            text.append('\n');
            remarks.forEach(line -> text.append("  ").append(line).append('\n'));
        }
        if (backup.countsStated()) {
            text.append("\n  metadata: ")
                    .append(backup.differences().isEmpty() ? "its row counts agree" : "its row counts do not agree")
                    .append('\n');
            backup.differences()
                    .forEach(line -> text.append("    ").append(line).append('\n'));
        }
        return text.toString().stripTrailing();
    }

    private static void head(StringBuilder text, Inspection backup) {
        text.append(backup.backup()).append('\n');
        text.append("  ").append(backup.format());
        if (backup.bytes() >= 0) {
            text.append(", ").append(bytes(backup.bytes()));
        }
        text.append(String.format(
                Locale.ROOT,
                "%n  %,d rows in %,d tables%n",
                backup.rows(),
                backup.tables().size()));
        if (backup.files() >= 0) {
            text.append(String.format(Locale.ROOT, "  %,d files beside the rows%n", backup.files()));
        }
        Origin origin = backup.origin();
        if (origin != null) {
            text.append("  written ")
                    .append(origin.createdAt())
                    .append(" from ")
                    .append(origin.product())
                    .append(' ')
                    .append(origin.version())
                    .append(origin.schema() == null ? "" : ", schema " + origin.schema())
                    .append('\n');
        }
    }

    private static void tables(StringBuilder text, List<InspectedTable> tables) {
        int width = Math.max(
                5, tables.stream().mapToInt(t -> t.table().length()).max().orElse(0));
        if (!tables.isEmpty()) {
            text.append(String.format("%n  %-" + width + "s  %12s  %10s  %s%n", "table", "rows", "JSON", "fields"));
        }
        for (InspectedTable table : tables) {
            String head = String.format(
                    Locale.ROOT, "  %-" + width + "s  %,12d  %10s", table.table(), table.rows(), bytes(table.bytes()));
            fields(text.append(head), head.length(), table.fields());
        }
    }

    private static void fields(StringBuilder text, int indent, List<InspectedField> fields) {
        int column = indent;
        for (int i = 0; i < fields.size(); i++) {
            InspectedField field = fields.get(i);
            String word = " " + field.field() + " " + kinds(field) + (i < fields.size() - 1 ? "," : "");
            if (i == 0) {
                text.append(' ');
                column++;
            } else if (column + word.length() > WIDTH) {
                text.append('\n').append(" ".repeat(indent + 1));
                column = indent + 1;
            }
            text.append(word);
            column += word.length();
        }
        text.append('\n');
    }

    private static String kinds(InspectedField field) {
        String kinds = field.kinds().stream()
                .filter(kind -> kind != ValueKind.NULL)
                .sorted()
                .map(kind -> kind.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .collect(Collectors.joining("|"));
        boolean nulls = field.kinds().contains(ValueKind.NULL);
        return kinds.isEmpty() ? "null" : kinds + (nulls ? "?" : "");
    }

    private static String bytes(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        double value = bytes / 1000.0;
        String unit = "kB";
        for (String larger : List.of("MB", "GB", "TB")) {
            if (value < 1000) {
                break;
            }
            value /= 1000;
            unit = larger;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, unit);
    }
}
