package dev.restore.engine.planning;

import dev.restore.backup.Survey;
import dev.restore.backup.Survey.SurveyedField;
import dev.restore.backup.Survey.SurveyedTable;
import dev.restore.backup.WrittenForm;
import dev.restore.catalog.Catalog;
import dev.restore.catalog.Column;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Table;
import dev.restore.catalog.ValueKind;
import dev.restore.engine.match.ColumnMatcher;
import dev.restore.engine.match.NameMatch;
import dev.restore.engine.match.TableMatcher;
import dev.restore.engine.options.RestoreOptions;
import dev.restore.engine.value.DecodingPlanner;
import dev.restore.engine.value.DecodingPlanner.Decision;
import dev.restore.engine.value.DjangoValues;
import dev.restore.outcome.Problem;
import dev.restore.plan.Decoding;
import dev.restore.plan.TablePlan;
import dev.restore.plan.TablePlan.Assignment;
import dev.restore.plan.TablePlan.FixedValue;
import dev.restore.plan.TablePlan.ManyToMany;
import dev.restore.plan.UnknownColumns;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Plans one table: which field goes where, and what no field brings. */
final class TablePlanner {

    private final Catalog catalog;
    private final RestoreOptions options;
    private final boolean django;
    private final boolean sameColumns;
    private final SurveyedTable source;
    private final Table target;
    private final ColumnMatcher matcher;
    private final List<Problem> problems;
    private final List<String> notes;
    private final ConflictPlanner conflicts;
    private final DecodingPlanner decodings;
    private final NaturalReferences references;

    private final List<Assignment> assignments = new ArrayList<>();
    private final List<String> ignored = new ArrayList<>();
    private final List<ManyToMany> joins = new ArrayList<>();
    private final Map<Column, SurveyedField> filled = new HashMap<>();

    TablePlanner(
            Catalog catalog,
            RestoreOptions options,
            boolean django,
            boolean sameColumns,
            DecodingPlanner decodings,
            NaturalReferences references,
            SurveyedTable source,
            Table target,
            List<Problem> problems,
            List<String> notes) {
        this.catalog = catalog;
        this.options = options;
        this.django = django;
        this.sameColumns = sameColumns;
        this.source = source;
        this.target = target;
        this.matcher =
                new ColumnMatcher(source.name(), target, options.mapping().columns(), django);
        this.problems = problems;
        this.notes = notes;
        this.decodings = decodings;
        this.references = references;
        this.conflicts = new ConflictPlanner(options.rows(), problems);
    }

    TablePlan plan() {
        source.fields().forEach(this::assign);
        List<FixedValue> fixed = fixedValues();
        requireValues(fixed);
        Set<Column> carried = new HashSet<>(filled.keySet());
        fixed.forEach(value -> carried.add(value.column()));
        long rows = source.complete() ? source.rows() : -1;
        return new TablePlan(
                source.name(),
                target,
                rows,
                assignments,
                fixed,
                ignored,
                joins,
                conflicts.rule(source, target, carried));
    }

    private void assign(SurveyedField field) {
        List<Column> found = matcher.match(field.name());
        if (found.size() > 1) {
            problems.add(new Problem(
                    Problem.Kind.AMBIGUOUS_NAME,
                    source.name() + "." + field.name(),
                    "Field " + field.name() + " of table " + source.name() + " fits several columns of " + target.name()
                            + ": " + found.stream().map(Column::name).collect(Collectors.joining(", ")) + ".",
                    "Name the right one (map, --map) by " + source.name() + "." + field.name() + "=column."));
            return;
        }
        if (found.isEmpty() || (!django && isRelated(field, found.get(0)))) {
            withoutColumn(field);
            return;
        }
        Column column = found.get(0);
        if (!column.insertable()) {
            ignored.add(field.name());
            notes.add(target.name() + "." + column.name()
                    + " is computed by the database; the values of the backup are not loaded.");
            return;
        }
        SurveyedField other = filled.putIfAbsent(column, field);
        if (other != null && matcher.sameKey(other.name(), field.name())) {
            suits(field, column, decide(field, column));
            return;
        }
        if (other != null) {
            problems.add(new Problem(
                    Problem.Kind.AMBIGUOUS_NAME,
                    source.name() + "." + field.name(),
                    "Fields " + other.name() + " and " + field.name() + " of table " + source.name()
                            + " both go into column " + target.name() + "." + column.name() + ".",
                    "Send one of them elsewhere (map, --map) by " + source.name() + ".field=column."));
            return;
        }
        if (!django && matcher.byRelation(field.name(), column)) {
            notes.add("Field " + field.name() + " of table " + source.name() + " goes into " + target.name() + "."
                    + column.name() + ", the column of that reference.");
        }
        Decision decision = decide(field, column);
        if (suits(field, column, decision)) {
            String words = decision.words();
            decodings
                    .otherKinds(field, target, column, decision.decoding(), source.complete())
                    .ifPresent(notes::add);
            if (decision.note() != null) {
                notes.add(decision.note());
            }
            assignments.add(new Assignment(
                    field.name(),
                    column,
                    words == null
                            ? Conversions.describe(field.kinds(), column.type().family())
                            : words,
                    decision.decoding(),
                    decodings.check(column, decision.decoding(), source.complete())));
        }
    }

    /** Returns whether a field with the name of a reference holds the other row, or stands beside the reference's own column. */
    private boolean isRelated(SurveyedField field, Column column) {
        return matcher.byRelation(field.name(), column)
                && (field.kinds().contains(ValueKind.OBJECT)
                        || field.kinds().contains(ValueKind.ARRAY)
                        || source.fields().stream()
                                .anyMatch(other -> !other.equals(field)
                                        && matcher.match(other.name()).contains(column)
                                        && !matcher.byRelation(other.name(), column)));
    }

    /** What a Django dump means follows from the column; elsewhere the values decide. */
    private Decision decide(SurveyedField field, Column column) {
        Decoding known = django ? DjangoValues.decoding(catalog, column, field.kinds()) : Decoding.NONE;
        return known == Decoding.NONE ? decodings.decide(field, target, column) : Decision.of(known);
    }

    private boolean suits(SurveyedField field, Column column, Decision decision) {
        String place = target.name() + "." + column.name();
        Set<ValueKind> kinds = EnumSet.noneOf(ValueKind.class);
        kinds.addAll(field.kinds());
        if (kinds.contains(ValueKind.ARRAY) && matcher.refers(field.name(), column)) {
            Optional<Problem> problem = references.take(source, field, target, column);
            if (problem.isPresent()) {
                problems.add(problem.get());
                return false;
            }
            kinds.remove(ValueKind.ARRAY);
        }
        String unclear = decision.unclear();
        if (unclear != null) {
            problems.add(new Problem(
                    Problem.Kind.UNSUITABLE_VALUE, source.name() + "." + field.name(), unclear, decision.remedy()));
            return false;
        }
        if (decision.decoding() == Decoding.BYTE_OBJECTS || decision.decoding() == Decoding.EXTENDED_JSON) {
            kinds.remove(ValueKind.OBJECT);
        }
        Set<ValueKind> unsuitable = Conversions.unsuitable(kinds, column.type().family());
        if (!unsuitable.isEmpty()) {
            problems.add(new Problem(
                    Problem.Kind.UNSUITABLE_VALUE,
                    source.name() + "." + field.name(),
                    "Field " + field.name() + " of table " + source.name() + " has values of kind "
                            + Conversions.words(unsuitable) + ", which column " + place + " (" + column.type()
                            + ") cannot hold.",
                    "Map the field to another column, or change the column's type."));
            return false;
        }
        return true;
    }

    private void withoutColumn(SurveyedField field) {
        if (django && Survey.isBesideFields(field.name())) {
            besideFields(field.name());
            return;
        }
        Optional<ManyToMany> join = django ? manyToMany(field) : Optional.empty();
        if (join.isPresent()) {
            joins.add(join.get());
            references
                    .takeList(
                            source,
                            field,
                            join.get().joinTable(),
                            join.get().element(),
                            field.forms().any(WrittenForm.LIST_OF_LISTS))
                    .ifPresent(problems::add);
            return;
        }
        if (options.mapping().unknownColumns() == UnknownColumns.IGNORE) {
            ignored.add(field.name());
            notes.add("Field " + field.name() + " of table " + source.name() + " has no column and is left out.");
            return;
        }
        String place = source.name() + "." + field.name();
        String mapped = options.mapping().columns().get(place);
        boolean nested = field.kinds().contains(ValueKind.ARRAY) && !django;
        boolean inside = nested || (!django && field.forms().any(WrittenForm.PLAIN_OBJECT));
        boolean within = !django && field.kinds().equals(Set.of(ValueKind.OBJECT)) && field.rows() == source.rows();
        problems.add(new Problem(
                Problem.Kind.UNKNOWN_COLUMN,
                place,
                "Field " + field.name() + " of table " + source.name()
                        + (mapped == null ? "" : ", mapped to " + mapped + ",") + " has no column in " + target.name()
                        + (isList(field) && mapped == null ? ", and no join table has its name" : "")
                        + (nested ? "; it holds arrays nested inside the rows, which may be rows of another table" : "")
                        + ".",
                (inside
                                ? "If it holds rows of another table, send them there (children, --children " + place
                                        + "=TABLE.COLUMN), where COLUMN is the one that refers to " + target.name()
                                        + ". "
                                : "")
                        + (within
                                ? "If the rows are in this field, say so (shape, --row-field " + field.name() + "). "
                                : "")
                        + (inside ? "Else add" : "Add") + " the column, " + (inside ? "which may hold JSON, " : "")
                        + "name another (map, --map), "
                        + (isList(field)
                                ? "or the join table, with two foreign keys, of a many-to-many field by " + place
                                        + "=table, "
                                : "")
                        + "or leave such fields out (unknownColumns, --unknown-columns ignore)."));
    }

    /** What a program added to the records of a dump: Django does not read it, so that it is not a column's. */
    private void besideFields(String field) {
        String key = Survey.keyOf(field);
        if (options.mapping().unknownColumns() == UnknownColumns.IGNORE || Survey.isNote(field)) {
            ignored.add(field);
            notes.add("Key " + key + " beside the fields of " + source.name() + " is left out.");
            return;
        }
        problems.add(new Problem(
                Problem.Kind.UNKNOWN_COLUMN,
                source.name() + "." + key,
                "Records of " + source.name() + " have a key " + key
                        + " beside model, pk and fields, which Django does not read.",
                "Put it among the fields if it is a column, or leave such keys out (unknownColumns, --unknown-columns"
                        + " ignore)."));
    }

    private boolean isList(SurveyedField field) {
        return django && field.kinds().stream().allMatch(kind -> kind == ValueKind.ARRAY);
    }

    private Optional<ManyToMany> manyToMany(SurveyedField field) {
        if (!isList(field)) {
            return Optional.empty();
        }
        String mapped = options.mapping().columns().get(source.name() + "." + field.name());
        List<Table> found = mapped == null
                ? NameMatch.find(
                        target.name().name() + "_" + field.name(),
                        TableMatcher.inSchema(catalog, target.name().schema()),
                        table -> table.name().name())
                : TableMatcher.find(catalog, mapped);
        return found.size() == 1 && found.get(0).kind().holdsRows()
                ? joinColumns(field, found.get(0))
                : Optional.empty();
    }

    private Optional<ManyToMany> joinColumns(SurveyedField field, Table join) {
        List<ForeignKey> keys = join.foreignKeys().stream()
                .filter(key -> key.columns().size() == 1)
                .toList();
        if (keys.size() != 2) {
            return Optional.empty();
        }
        ForeignKey owner = keys.stream()
                .filter(key -> key.referencedTable().equals(target.name()))
                .filter(key -> !key.columns().get(0).startsWith("to_"))
                .findFirst()
                .orElse(keys.get(0));
        ForeignKey element = owner.equals(keys.get(0)) ? keys.get(1) : keys.get(0);
        Optional<Column> ownerColumn = join.column(owner.columns().get(0));
        Optional<Column> elementColumn = join.column(element.columns().get(0));
        if (ownerColumn.isEmpty() || elementColumn.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ManyToMany(
                field.name(),
                join,
                ownerColumn.get(),
                elementColumn.get(),
                conflicts.rule(join, Set.of(ownerColumn.get(), elementColumn.get()))));
    }

    private List<FixedValue> fixedValues() {
        List<FixedValue> fixed = new ArrayList<>();
        options.mapping().defaultValues().forEach((place, value) -> {
            int dot = place.lastIndexOf('.');
            if (NameMatch.isSpelled(target.name(), place.substring(0, dot))) {
                NameMatch.find(place.substring(dot + 1), target.columns(), Column::name).stream()
                        .findFirst()
                        .ifPresent(column -> fixed.add(new FixedValue(column, value.orElse(null))));
            }
        });
        return fixed;
    }

    private void requireValues(List<FixedValue> fixed) {
        if (source.rows() == 0 || !(source.complete() || sameColumns)) {
            return;
        }
        Set<String> key = django
                ? target.primaryKey()
                        .map(primary -> Set.copyOf(primary.columns()))
                        .orElse(Set.of())
                : Set.of();
        for (Column column : target.columns()) {
            if (key.contains(column.name())) {
                continue;
            }
            boolean given = filled.containsKey(column)
                    || fixed.stream().anyMatch(value -> value.column().equals(column));
            if (column.required() && !given) {
                problems.add(new Problem(
                        Problem.Kind.MISSING_VALUE,
                        target.name() + "." + column.name(),
                        "Column " + target.name() + "." + column.name()
                                + " takes no null and has no default, and no row of the backup carries it.",
                        "Give it a value (defaultValue, --default), or a default in the database."));
            }
        }
    }
}
