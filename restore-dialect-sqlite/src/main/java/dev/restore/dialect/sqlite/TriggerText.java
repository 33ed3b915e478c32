package dev.restore.dialect.sqlite;

import dev.restore.dialect.WrittenTable;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What the text of a trigger says about what it does. */
final class TriggerText {

    private static final Pattern RAISE = Pattern.compile("\\bRAISE\\s*\\(", Pattern.CASE_INSENSITIVE);

    private TriggerText() {}

    /**
     * Returns whether a trigger does nothing but write to virtual tables, as those do that keep a full-text index in step with a table.
     *
     * @param virtual whether a table of this name is virtual
     */
    static boolean keepsAnIndex(String sql, Predicate<String> virtual) {
        List<WrittenTable> written = WrittenTable.in(sql);
        return !written.isEmpty()
                && !RAISE.matcher(sql).find()
                && written.stream().allMatch(table -> virtual.test(table.name()));
    }
}
