package dev.restore.engine.merge;

import dev.restore.catalog.Column;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Table;
import dev.restore.catalog.TypeFamily;
import dev.restore.dialect.Staging.Draft;
import dev.restore.engine.stage.StagedTable;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.Problem;
import dev.restore.plan.MergePlan.TypePart;
import dev.restore.plan.MergePlan.TypedReference;
import dev.restore.plan.OrphanPolicy;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the rows that columns refer to whose tables each row names. */
final class TypedReferences {

    /** A backup with more types has taken something else for them. */
    private static final int MAX_TYPES = 10_000;

    private final Workspace work;

    TypedReferences(Workspace work) {
        this.work = work;
    }

    /** Resolves those of a table that are not resolved yet. The maps of the tables that they lead to must be filled. */
    void resolve(StagedTable table) throws SQLException {
        for (TypedReference reference : table.merge().typed()) {
            if (work.typed(reference) == null) {
                resolve(table, reference);
            }
        }
    }

    private void resolve(StagedTable table, TypedReference reference) throws SQLException {
        Table found = work.create(
                List.of(Draft.row(Workspace.ROW), Draft.like("v0", table.target(), reference.column())),
                List.of(List.of(Workspace.ROW)));
        Type type = type(table, reference);
        for (Map.Entry<Table, String> named : conditions(table, reference, type).entrySet()) {
            lead(table, reference, named.getKey(), type.joins() + " WHERE (" + named.getValue() + ")", found);
        }
        work.typed(reference, found);
    }

    /**
     * How the type of a staged row is found.
     *
     * @param values the values that make its name
     * @param joins brings in what they need
     */
    private record Type(List<String> values, String joins) {}

    /** A row's type is what the row says that its reference leads to in the end, be that one of the backup or of the target. */
    private Type type(StagedTable table, TypedReference reference) {
        FinalValues values = new FinalValues(work, table);
        List<String> expressions = new ArrayList<>();
        Set<String> joins = new LinkedHashSet<>();
        Map<ForeignKey, Integer> numbers = new LinkedHashMap<>();
        for (TypePart part : reference.type()) {
            ForeignKey through = part.through();
            if (through == null) {
                joins.add(values.joins(List.of(part.column().name())));
                expressions.add(values.value(part.column().name()));
                continue;
            }
            int number = numbers.computeIfAbsent(through, key -> numbers.size());
            joins.add(values.joins(through.columns()));
            expressions.add(of(
                    through,
                    part.column(),
                    number,
                    values.value(through.columns().get(0)),
                    joins));
        }
        return new Type(expressions, String.join("", joins));
    }

    private String of(ForeignKey through, Column column, int number, String key, Set<String> joins) {
        List<String> choices = new ArrayList<>();
        StagedTable staged = work.stages().tables().get(through.referencedTable());
        Table map = work.map(through.referencedTable()).orElse(null);
        if (staged != null && map != null && staged.isPrimary(through.referencedColumns())) {
            String mapped = "tm" + number;
            String row = "ts" + number;
            joins.add(" LEFT JOIN " + work.quote(map) + " " + mapped + " ON " + work.key(mapped, 0) + " = " + key
                    + " LEFT JOIN " + work.quote(staged.stage()) + " " + row + " ON "
                    + work.column(row, staged.names().row()) + " = " + work.column(mapped, Workspace.ROW));
            choices.add(work.column(row, column.name()));
        }
        Table target = work.table(through.referencedTable());
        if (target != null && work.holdsRows(target)) {
            String there = "tt" + number;
            joins.add(" LEFT JOIN " + work.staging().from(target) + " " + there + " ON "
                    + work.column(there, through.referencedColumns().get(0)) + " = " + key);
            choices.add(work.column(there, column.name()));
        }
        return choices.isEmpty()
                ? "NULL"
                : choices.size() == 1 ? choices.get(0) : "COALESCE(" + String.join(", ", choices) + ")";
    }

    /** Returns which rows of the stage refer to each table; those of types that name none are in no condition. */
    private Map<Table, String> conditions(StagedTable table, TypedReference reference, Type type) throws SQLException {
        List<List<@Nullable String>> types = work.staging()
                .texts(
                        "SELECT DISTINCT " + String.join(", ", type.values()) + " FROM " + work.quote(table.stage())
                                + " s" + type.joins() + " WHERE "
                                + work.column("s", reference.column().name()) + " IS NOT NULL",
                        type.values().size(),
                        MAX_TYPES + 1);
        if (types.size() > MAX_TYPES) {
            String place =
                    table.target().name().name() + "." + reference.column().name();
            throw new PlanException(List.of(new Problem(
                    Problem.Kind.BAD_OPTION,
                    place,
                    "The rule for generic references of " + place + " finds more than " + MAX_TYPES
                            + " types of rows by " + reference.describe() + ".",
                    "Name the columns that name the type (reference, --generic-reference). Nothing was changed.")));
        }
        Map<Table, String> conditions = new LinkedHashMap<>();
        for (List<@Nullable String> values : types) {
            if (values.stream().anyMatch(Objects::isNull)) {
                continue;
            }
            String name = String.join("_", values.stream().map(String::valueOf).toList());
            Table named =
                    work.named(reference.tables().getOrDefault(name, name)).orElse(null);
            if (named == null || !isReferable(named, reference.column())) {
                continue;
            }
            List<String> equal = new ArrayList<>();
            for (int i = 0; i < values.size(); i++) {
                equal.add(type.values().get(i) + " = " + Workspace.text(String.valueOf(values.get(i))));
            }
            conditions.merge(named, "(" + String.join(" AND ", equal) + ")", (one, other) -> one + " OR " + other);
        }
        return conditions;
    }

    private static boolean isReferable(Table table, Column column) {
        List<String> primary = table.primaryKey().map(key -> key.columns()).orElse(List.of());
        if (primary.size() != 1) {
            return false;
        }
        TypeFamily family = table.column(primary.get(0)).orElseThrow().type().family();
        TypeFamily own = column.type().family();
        return own == TypeFamily.TEXT || own == family || (isNumber(own) && isNumber(family));
    }

    private static boolean isNumber(TypeFamily family) {
        return family == TypeFamily.INTEGER || family == TypeFamily.DECIMAL;
    }

    /** Keys are compared in the form of the column that refers to them, which may be one of texts. */
    private void lead(StagedTable table, TypedReference reference, Table referenced, String where, Table found)
            throws SQLException {
        Table map = work.map(referenced.name()).orElse(null);
        StagedTable staged = work.stages().tables().get(referenced.name());
        if (staged != null && map != null) {
            lead(
                    table,
                    reference,
                    "SELECT " + work.column("m", Workspace.ROW) + ", " + work.old("m", 0) + ", " + work.key("m", 0)
                            + " FROM " + work.quote(map) + " m WHERE " + work.key("m", 0) + " IS NOT NULL",
                    where,
                    found);
        }
        if (work.holdsRows(referenced) && (staged == null || FinalValues.keepsNumbers(work, staged))) {
            String key = work.column(
                    "x", referenced.primaryKey().orElseThrow().columns().get(0));
            lead(
                    table,
                    reference,
                    "SELECT ROW_NUMBER() OVER (ORDER BY " + key + "), " + key + ", " + key + " FROM "
                            + work.staging().from(referenced) + " x",
                    where + " AND "
                            + work.notIn(found, work.column("s", table.names().row())),
                    found);
        }
    }

    private void lead(StagedTable table, TypedReference reference, String keys, String where, Table found)
            throws SQLException {
        Table texts = work.create(
                List.of(
                        Draft.row(Workspace.ROW),
                        Draft.like("v0", table.target(), reference.column()),
                        Draft.like("v1", table.target(), reference.column())),
                List.of(List.of(Workspace.ROW), List.of("v0")));
        work.staging().insert(texts, texts.columns(), keys);
        work.staging().filled(texts);
        work.staging()
                .insert(
                        found,
                        found.columns(),
                        "SELECT " + work.column("s", table.names().row()) + ", " + work.found("k", 1) + " FROM "
                                + work.quote(table.stage()) + " s JOIN " + work.quote(texts) + " k ON "
                                + work.found("k", 0) + " = "
                                + work.column("s", reference.column().name()) + where);
        work.staging().filled(found);
    }

    /** Returns the condition under which a staged row has such a reference that leads nowhere. */
    String nowhere(StagedTable table, TypedReference reference) {
        Table found = Objects.requireNonNull(work.typed(reference));
        return work.column("s", reference.column().name()) + " IS NOT NULL AND "
                + work.notIn(found, work.column("s", table.names().row()));
    }

    /** Counts the references of a table that lead to another key than the backup says. */
    long led(StagedTable table) throws SQLException {
        long led = 0;
        for (TypedReference reference : table.merge().typed()) {
            Table found = Objects.requireNonNull(work.typed(reference));
            led += work.staging()
                    .number("SELECT COUNT(*) FROM " + work.quote(table.stage()) + " s JOIN " + work.quote(found)
                            + " y ON " + work.column("y", Workspace.ROW) + " = "
                            + work.column("s", table.names().row()) + " WHERE " + work.found("y", 0) + " <> "
                            + work.column("s", reference.column().name()));
        }
        return led;
    }

    /** Counts the references of a table that lead nowhere and become null. */
    long cleared(StagedTable table) throws SQLException {
        long cleared = 0;
        for (TypedReference reference : table.merge().typed()) {
            if (reference.orphans() == OrphanPolicy.NULL) {
                cleared += work.staging()
                        .number("SELECT COUNT(*) FROM " + work.quote(table.stage()) + " s WHERE "
                                + nowhere(table, reference));
            }
        }
        return cleared;
    }

    /** Returns what is to be said of references that stay as they are although they lead nowhere. */
    List<String> notes() throws SQLException {
        List<String> notes = new ArrayList<>();
        for (StagedTable table : work.stages().inOrder()) {
            for (TypedReference reference : table.merge().typed()) {
                long rows = reference.orphans() != null
                        ? 0
                        : work.staging()
                                .number("SELECT COUNT(*) FROM " + work.quote(table.stage()) + " s WHERE "
                                        + nowhere(table, reference));
                if (rows > 0) {
                    String place = table.target().name().name() + "."
                            + reference.column().name();
                    notes.add(place + " stays as it is in " + rows + (rows == 1 ? " row" : " rows")
                            + ": the type (" + reference.describe()
                            + ") names no table, or the row that is meant is neither in the backup nor in the target.");
                }
            }
        }
        return notes;
    }
}
