package dev.restore.dialect.h2;

import dev.restore.dialect.Rows;
import dev.restore.dialect.ValueException;
import dev.restore.dialect.value.Cells;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The enumerations of H2, which takes another spelling for a label: {@code A} or {@code "a "} for {@code a}. */
final class H2Enum {

    private static final String NAME = "ENUM";

    private static final Pattern LABEL = Pattern.compile("'((?:[^']|'')*+)'");

    private H2Enum() {}

    /** Returns whether a type, as the catalog names it here, is an enumeration, for instance {@code ENUM('a', 'b')}. */
    static boolean is(String type) {
        return type.startsWith(NAME);
    }

    /** Returns the name of an enumeration with these labels. */
    static String name(List<String> labels) {
        return labels.isEmpty()
                ? NAME
                : labels.stream()
                        .map(label -> "'" + label.replace("'", "''") + "'")
                        .collect(Collectors.joining(", ", NAME + "(", ")"));
    }

    /** Returns the labels in the name of an enumeration; none when they are not known. */
    static Set<String> labels(String type) {
        Set<String> labels = new LinkedHashSet<>();
        Matcher label = LABEL.matcher(type);
        while (label.find()) {
            labels.add(label.group(1).replace("''", "'"));
        }
        return labels;
    }

    /**
     * Refuses what is not spelled as a label is.
     *
     * @throws ValueException when it is another text, although H2 might take it
     */
    static String label(Set<String> labels, Rows rows, int row, int column) throws ValueException {
        String text = Cells.characters(rows, row, column);
        if (!labels.isEmpty() && !labels.contains(text)) {
            throw Cells.refuse(
                    rows,
                    row,
                    column,
                    "is not spelled as one of the labels of the column is, in letter case and blanks",
                    "22030");
        }
        return text;
    }
}
