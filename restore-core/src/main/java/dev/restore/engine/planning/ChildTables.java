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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds for each field with rows of another table the tables of the backup that have it, and by the target's foreign key which of
 * their fields the key is that the rows inside get.
 */
public final class ChildTables {

    /** The key of a table that the target does not have. */
    private static final String ID = "id";

    private final Survey survey;
    private final Catalog catalog;
    private final Mapping mapping;
    private final TableMatcher matcher;
    private final List<ChildTable> found = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    /**
     * Finds them.
     *
     * @param survey what the backup holds, before or after rows inside of others were read as such
     */
    public ChildTables(Survey survey, Catalog catalog, Mapping mapping) {
        this.survey = survey;
        this.catalog = catalog;
        this.mapping = mapping;
        this.matcher = new TableMatcher(catalog, mapping.tables(), survey.django(), new ArrayList<>());
        mapping.children().forEach(this::find);
    }

    /** Returns the tables of rows that stand inside of others. */
    public List<ChildTable> found() {
        return found;
    }

    /** Returns which fields cannot be read as rows, and why. */
    List<Problem> problems() {
        return problems;
    }

    private void find(ChildField child) {
        int dot = child.field().lastIndexOf('.');
        String field = child.field().substring(dot + 1);
        Set<String> parents = new LinkedHashSet<>();
        Set<String> perhaps = new LinkedHashSet<>();
        for (SurveyedTable table : survey.tables()) {
            boolean named =
                    dot > 0 && table.name().equalsIgnoreCase(child.field().substring(0, dot));
            if (named || (dot <= 0 && table.field(field).isPresent())) {
                parents.add(table.name());
            }
        }
        for (ChildField other : mapping.children()) {
            if (dot <= 0 || other.table().equalsIgnoreCase(child.field().substring(0, dot))) {
                perhaps.add(other.table());
            }
        }
        perhaps.removeAll(parents);
        Table target = matcher.only(child.table()).orElse(null);
        if (target == null) {
            problems.add(problem(
                    child,
                    "names a table " + child.table() + ", which the target does not have.",
                    "Create it, or name the one that the rows inside go into."));
            return;
        }
        List<Column> columns = NameMatch.find(child.column(), target.columns(), Column::name);
        if (columns.size() != 1) {
            problems.add(problem(
                    child,
                    "names a column " + child.column() + ", which " + target.name() + " does not have.",
                    "Name the column of " + target.name() + " that refers to the row around."));
            return;
        }
        parents.forEach(parent -> link(child, field, parent, target, columns.get(0), true));
        perhaps.forEach(parent -> link(child, field, parent, target, columns.get(0), false));
        boolean seen = survey.tables().stream().anyMatch(table -> table.name().equals(child.table()));
        if (!seen) {
            problems.add(problem(
                    child,
                    "names a field " + child.field() + " that no row of the backup has, as far as it was read.",
                    "Correct the name; or name the table in front of it, such as " + child.table() + "." + field
                            + "."));
        }
    }

    /** @param certain whether the table around is known to have the field */
    private void link(ChildField child, String field, String parent, Table target, Column column, boolean certain) {
        Table around = matcher.only(parent).orElse(null);
        Optional<String> key = around == null ? Optional.empty() : key(target, column, around);
        if (around != null && key.isEmpty()) {
            if (certain) {
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
