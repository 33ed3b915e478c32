package dev.restore.examples.cli;

import dev.restore.backup.LeftOut;
import dev.restore.backup.Manifest;
import dev.restore.backup.Survey;
import dev.restore.backup.Survey.SurveyedField;
import dev.restore.backup.Survey.SurveyedTable;
import dev.restore.backup.Survey.Undecided;
import dev.restore.catalog.ValueKind;
import dev.restore.outcome.LeftOutText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes what is in a backup for people, for a terminal of 100 columns. */
final class SurveyText {

    private static final int WIDTH = 100;

    private SurveyText() {}

    static String of(String backup, Survey survey, @Nullable Manifest manifest, int files) {
        StringBuilder text = new StringBuilder();
        long rows = survey.tables().stream().mapToLong(SurveyedTable::rows).sum();
        text.append(backup).append('\n');
        text.append("  ").append(survey.format());
        if (survey.bytes() >= 0) {
            text.append(", ").append(bytes(survey.bytes()));
        }
        text.append(String.format(
                Locale.ROOT,
                "%n  %,d rows in %,d tables%n",
                rows,
                survey.tables().size()));
        if (files >= 0) {
            text.append(String.format(Locale.ROOT, "  %,d files beside the rows%n", files));
        }
        if (manifest != null) {
            Manifest.Source source = manifest.source();
            text.append("  written ")
                    .append(manifest.createdAt())
                    .append(" from ")
                    .append(source.product());
            text.append(' ').append(source.version());
            text.append(source.schema() == null ? "" : ", schema " + source.schema())
                    .append('\n');
        }
        int width = Math.max(
                5,
                survey.tables().stream().mapToInt(t -> t.name().length()).max().orElse(0));
        if (!survey.tables().isEmpty()) {
            text.append(String.format("%n  %-" + width + "s  %12s  %10s  %s%n", "table", "rows", "JSON", "fields"));
        }
        for (SurveyedTable table : survey.tables()) {
            String head = String.format(
                    Locale.ROOT, "  %-" + width + "s  %,12d  %10s", table.name(), table.rows(), bytes(table.bytes()));
            fields(text.append(head), head.length(), table.fields());
        }
        List<String> remarks = new ArrayList<>();
        survey.tables().forEach(table -> table.reading().ifPresent(how -> remarks.add(table.name() + " " + how)));
        for (Undecided file : survey.undecided()) {
            remarks.add(file.file() + " is read as an object of tables, and as one row of " + file.table()
                    + " if the target has a table of that name with such columns");
        }
        if (manifest != null) {
            manifest.leftOut().forEach(what -> remarks.add("not written: " + what));
            if (manifest.unfinished()) {
                remarks.add("It was written while a restore into its database was unfinished: rows may be missing.");
            }
        }
        remarks.addAll(LeftOutText.lines(
                survey.leftOut().stream().map(LeftOut::describe).toList()));
        if (!remarks.isEmpty()) {
            text.append('\n');
            remarks.forEach(line -> text.append("  ").append(line).append('\n'));
        }
        if (!survey.expectedRows().isEmpty()) {
            List<String> differences = Counts.differences(survey);
            text.append("\n  metadata: ")
                    .append(differences.isEmpty() ? "its row counts agree" : "its row counts do not agree")
                    .append('\n');
            differences.forEach(line -> text.append("    ").append(line).append('\n'));
        }
        return text.toString().stripTrailing();
    }

    private static void fields(StringBuilder text, int indent, List<SurveyedField> fields) {
        int column = indent;
        for (int i = 0; i < fields.size(); i++) {
            SurveyedField field = fields.get(i);
            String word = " " + field.name() + " " + kinds(field) + (i < fields.size() - 1 ? "," : "");
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

    private static String kinds(SurveyedField field) {
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
