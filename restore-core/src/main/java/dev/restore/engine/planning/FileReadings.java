package dev.restore.engine.planning;

import dev.restore.backup.Survey;
import dev.restore.backup.Survey.SurveyedField;
import dev.restore.backup.Survey.Undecided;
import dev.restore.catalog.Catalog;
import dev.restore.catalog.Table;
import dev.restore.catalog.ValueKind;
import dev.restore.engine.match.ColumnMatcher;
import dev.restore.engine.match.TableMatcher;
import dev.restore.outcome.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Decides by the catalog what a file with one object is: one row of the table that it is called after, whose array is a column,
 * an object of tables, or an answer with rows of that table inside. Where one row and tables both could be, neither is taken.
 */
public final class FileReadings {

    private final TableMatcher matcher;
    private final Map<String, String> columnNames;
    private final Predicate<String> wanted;
    private final Set<String> rows = new LinkedHashSet<>();
    private final Set<String> envelopes = new LinkedHashSet<>();

    /** The tables of which rows are found elsewhere, too. */
    private final Set<String> taken = new HashSet<>();

    private final List<Problem> problems = new ArrayList<>();

    /**
     * Decides.
     *
     * @param tableNames other names of tables, by those of the backup
     * @param columnNames other names of columns, by {@code table.field} of the backup
     * @param wanted which tables of the backup are wanted
     */
    public FileReadings(
            Survey survey,
            Catalog catalog,
            Map<String, String> tableNames,
            Map<String, String> columnNames,
            Predicate<String> wanted) {
        this.matcher = new TableMatcher(catalog, tableNames, survey.django(), new ArrayList<>());
        this.columnNames = columnNames;
        this.wanted = wanted;
        survey.tables().forEach(table -> taken.add(table.name()));
        survey.undecided().forEach(this::decide);
    }

    /** Returns the files that are one row each. */
    public Set<String> rows() {
        return rows;
    }

    /** Returns the files that hold rows of the table that they are named after, in a field that is no table of the target. */
    public Set<String> envelopes() {
        return envelopes;
    }

    /** Returns which files could be both. */
    List<Problem> problems() {
        return problems;
    }

    private void decide(Undecided file) {
        Table target = matcher.only(file.table()).orElse(null);
        if (target == null) {
            return;
        }
        List<String> tables =
                file.tables().stream().filter(wanted).filter(matcher::knows).toList();
        String rows = file.envelope();
        boolean envelope = rows != null
                && tables.isEmpty()
                && wanted.test(rows)
                && new ColumnMatcher(file.table(), target, columnNames, false)
                        .match(rows)
                        .isEmpty();
        if (envelope) {
            if (taken.add(file.table())) {
                envelopes.add(file.file());
            }
        } else if (!file.fields().isEmpty()) {
            row(file, target, tables);
        }
    }

    private void row(Undecided file, Table target, List<String> tables) {
        ColumnMatcher columns = new ColumnMatcher(file.table(), target, columnNames, false);
        boolean all = true;
        boolean values = false;
        for (SurveyedField field : file.fields()) {
            boolean fits = !columns.match(field.name()).isEmpty();
            all &= fits;
            values |= fits && field.kinds().stream().allMatch(FileReadings::isValue);
        }
        if (all ? values || tables.isEmpty() : values && tables.isEmpty()) {
            rows.add(file.file());
        } else if ((all || values) && wanted.test(file.table())) {
            problems.add(both(file, target, tables));
        } else if (all || values) {
            rows.add(file.file());
        }
    }

    private static boolean isValue(ValueKind kind) {
        return kind != ValueKind.ARRAY && kind != ValueKind.OBJECT;
    }

    private static Problem both(Undecided file, Table target, List<String> tables) {
        return new Problem(
                Problem.Kind.AMBIGUOUS_NAME,
                file.file(),
                "File " + file.file() + " holds one object, which could be a row of " + target.name()
                        + " or an object of tables (" + String.join(", ", tables) + ").",
                "If it is a row, write it as an array of one; if it holds tables, give the file another name; or leave it"
                        + " out (except, --except) by " + file.table() + ".");
    }
}
