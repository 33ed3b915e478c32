package dev.restore.engine.planning;

import dev.restore.backup.Survey;
import dev.restore.backup.Survey.SurveyedTable;
import dev.restore.backup.reading.ChildTable;
import dev.restore.catalog.Catalog;
import dev.restore.catalog.Column;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Key;
import dev.restore.catalog.Table;
import dev.restore.engine.match.ColumnMatcher;
import dev.restore.engine.match.NameMatch;
import dev.restore.engine.match.TableMatcher;
import dev.restore.engine.options.ChildField;
import dev.restore.engine.options.Mapping;
import dev.restore.outcome.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds for each field with rows of another table the tables of the backup that have it, and by the target's foreign key which of
 * their fields the key is that the rows inside get.
 */
public final class ChildTables {

    /** The key of a table that the target does not have. */
    private static final String ID = "id";

    private final Survey survey;
    private final Mapping mapping;
    private final TableMatcher matcher;
    private final List<ChildTable> found = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Set<ChildField> reported = new HashSet<>();

    /**
     * Finds them.
     *
     * @param survey what the backup holds, before or after rows inside of others were read as such
     */
    public ChildTables(Survey survey, Catalog catalog, Mapping mapping) {
        this.survey = survey;
        this.mapping = mapping;
        this.matcher = new TableMatcher(catalog, mapping.tables(), survey.django(), new ArrayList<>());
        Set<ChildField> open = new LinkedHashSet<>(mapping.children());
        while (open.removeIf(this::find)) {
            // The rows that were found may have rows inside that another one speaks of.
        }
        mapping.children().stream()
                .filter(child ->
                        survey.tables().stream().noneMatch(table -> table.name().equals(child.table())))
                .filter(child -> reported.add(child))
                .forEach(child -> problems.add(problem(
                        child,
                        "names a field " + child.field() + " that no row of the backup has, as far as it was read.",
                        "Correct the name; or name the table in front of it, such as " + child.table() + ".field.")));
    }

    /** Returns the tables of rows that stand inside of others. */
    public List<ChildTable> found() {
        return found;
    }

    /** Returns which fields cannot be read as rows, and why. */
    List<Problem> problems() {
        return problems;
    }

    /** Returns whether there are rows with that field, or may be some. */
    private boolean find(ChildField child) {
        int dot = child.field().lastIndexOf('.');
        String field = child.field().substring(dot + 1);
        Set<String> certain = new LinkedHashSet<>();
        Set<String> perhaps = new LinkedHashSet<>();
        for (SurveyedTable table : survey.tables()) {
            if (dot > 0 ? isNamed(child, table.name()) : table.field(field).isPresent()) {
                certain.add(table.name());
            }
        }
        for (ChildTable inside : found) {
            if (dot <= 0) {
                perhaps.add(inside.table());
            } else if (isNamed(child, inside.table())) {
                certain.add(inside.table());
            }
        }
        if (certain.isEmpty() && perhaps.isEmpty()) {
            return false;
        }
        // Only so many are known now; the rows inside may have such a field, too.
        if (dot <= 0) {
            mapping.children().forEach(other -> perhaps.add(other.table()));
        }
        perhaps.removeAll(certain);
        Column column = column(child);
        if (column != null) {
            certain.forEach(parent -> link(child, field, parent, column, true));
            perhaps.forEach(parent -> link(child, field, parent, column, false));
        }
        return true;
    }

    private static boolean isNamed(ChildField child, String table) {
        return table.equalsIgnoreCase(child.field().substring(0, child.field().lastIndexOf('.')));
    }

    /** Returns the column that the key of the row around goes into, or null after noting why there is none. */
    private @Nullable Column column(ChildField child) {
        Table target = matcher.only(child.table()).orElse(null);
        List<Column> columns =
                target == null ? List.of() : NameMatch.find(child.column(), target.columns(), Column::name);
        if (columns.size() == 1) {
            return columns.get(0);
        }
        if (reported.add(child)) {
            problems.add(
                    target == null
                            ? problem(
                                    child,
                                    "names a table " + child.table() + ", which the target does not have.",
                                    "Create it, or name the one that the rows inside go into.")
                            : problem(
                                    child,
                                    "names a column " + child.column() + ", which " + target.name() + " does not have.",
                                    "Name the column of " + target.name() + " that refers to the row around."));
        }
        return null;
    }

    /** @param certain whether the table around is known to have the field */
    private void link(ChildField child, String field, String parent, Column column, boolean certain) {
        Table target = matcher.only(child.table()).orElseThrow();
        Table around = matcher.only(parent).orElse(null);
        Optional<String> key = around == null ? Optional.empty() : key(target, column, around);
        if (around != null && key.isEmpty()) {
            if (certain && reported.add(child)) {
                problems.add(problem(
                        child,
                        "cannot fill " + target.name() + "." + column.name() + ": it has no foreign key to "
                                + around.name() + ", whose primary key is not one column.",
                        "Name the column of " + target.name() + " that refers to " + around.name() + "."));
            }
            return;
        }
        ColumnMatcher own = new ColumnMatcher(child.table(), target, mapping.columns(), survey.django());
        found.add(new ChildTable(
                parent,
                field,
                child.table(),
                child.column(),
                certain,
                around == null ? ID::equalsIgnoreCase : isKey(parent, around, key.orElse(ID)),
                name -> own.match(name).contains(column)));
    }

    private Predicate<String> isKey(String parent, Table around, String key) {
        ColumnMatcher matching = new ColumnMatcher(parent, around, mapping.columns(), survey.django());
        return name -> {
            List<Column> columns = matching.match(name);
            return columns.size() == 1 && columns.get(0).name().equals(key);
        };
    }

    /** Returns the column of the table around that a column refers to, its primary key where there is no foreign key. */
    private static Optional<String> key(Table target, Column column, Table around) {
        for (ForeignKey key : target.foreignKeys()) {
            int place = key.columns().indexOf(column.name());
            if (place >= 0 && key.referencedTable().equals(around.name())) {
                return Optional.of(key.referencedColumns().get(place));
            }
        }
        List<String> primary = around.primaryKey().map(Key::columns).orElse(List.of());
        return primary.size() == 1 ? Optional.of(primary.get(0)) : Optional.empty();
    }

    private static Problem problem(ChildField child, String message, String remedy) {
        return new Problem(
                Problem.Kind.BAD_OPTION, child.field(), "Option children (" + child + ") " + message, remedy);
    }
}
