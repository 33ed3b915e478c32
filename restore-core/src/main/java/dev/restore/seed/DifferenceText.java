package dev.restore.seed;

import dev.restore.engine.verify.TableDifferences;
import dev.restore.engine.verify.TableDifferences.Change;
import dev.restore.engine.verify.TableDifferences.RowDifference;
import dev.restore.engine.verify.TableDifferences.Value;
import java.util.List;
import java.util.stream.Collectors;

/** Says how tables differ from what is expected, for people. */
final class DifferenceText {

    private static final int MAX_ROWS = 20;
    private static final int MAX_LENGTH = 120;

    /** How much of two long values is shown before the place where they differ. */
    private static final int BEFORE = 20;

    private final StringBuilder text = new StringBuilder();

    private DifferenceText() {}

    /**
     * Says it.
     *
     * @param title the first line
     */
    static String of(String title, List<TableDifferences> tables) {
        DifferenceText text = new DifferenceText();
        text.text.append(title).append(':');
        tables.forEach(text::table);
        return text.text.toString();
    }

    private void line(String indent, String content) {
        text.append(System.lineSeparator()).append(indent).append(content);
    }

    private void table(TableDifferences table) {
        line("", "");
        line(
                "",
                table.table() + ": " + table.expectedRows()
                        + (table.expectedRows() == 1 ? " row expected, " : " rows expected, ") + table.rows()
                        + " found");
        table.different().stream().limit(MAX_ROWS).forEach(this::row);
        int more = table.different().size() - MAX_ROWS;
        if (more > 0) {
            line("  ", "and " + more + " more rows");
        }
    }

    private void row(RowDifference row) {
        String named = values(row.name());
        switch (row.kind()) {
            case MISSING -> line("  ", "missing: " + whole(row));
            case UNEXPECTED -> line("  ", "unexpected: " + whole(row));
            case CHANGED -> {
                line("  ", named);
                row.changes().forEach(this::change);
            }
            case SIMILAR -> {
                line("  ", "missing: " + named + "; the most similar row has");
                row.changes().forEach(this::change);
            }
            case MOVED -> {
                Change place = row.changes().get(0);
                line(
                        "  ",
                        named + " is row " + place.expected() + " of the files, and row " + place.actual()
                                + " in the order of the key");
            }
        }
    }

    private static String whole(RowDifference row) {
        String named = values(row.name());
        String others = values(row.values());
        if (others.isEmpty()) {
            return named.isEmpty() ? "a row" : named;
        }
        return named.isEmpty() ? others : named + " (" + others + ")";
    }

    private static String values(List<Value> values) {
        return values.stream()
                .map(value -> value.column() + "=" + cut(value.text(), 0))
                .collect(Collectors.joining(", "));
    }

    private void change(Change change) {
        int from = Math.max(0, differenceOf(change) - BEFORE);
        line(
                "    ",
                change.column() + ": expected " + cut(change.expected(), from) + ", but was "
                        + cut(change.actual(), from));
    }

    /** Returns where two values begin to differ, 0 if they are short enough to be shown whole. */
    private static int differenceOf(Change change) {
        String expected = change.expected();
        String actual = change.actual();
        if (expected.length() <= MAX_LENGTH && actual.length() <= MAX_LENGTH) {
            return 0;
        }
        int same = 0;
        while (same < Math.min(expected.length(), actual.length()) && expected.charAt(same) == actual.charAt(same)) {
            same++;
        }
        return same;
    }

    private static String cut(String value, int from) {
        if (from == 0 && value.length() <= MAX_LENGTH) {
            return value;
        }
        int begin = Math.min(from, value.length());
        int end = Math.min(value.length(), begin + MAX_LENGTH);
        return (begin > 0 ? "..." : "") + value.substring(begin, end) + (end < value.length() ? "..." : "") + " ("
                + value.length() + " characters)";
    }
}
