package dev.restore.engine.merge;

import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.engine.stage.StagedReference;
import dev.restore.engine.stage.StagedTable;
import dev.restore.plan.MergePlan.Existing;
import dev.restore.plan.MergePlan.Match;
import dev.restore.plan.MergePlan.TypedReference;
import dev.restore.plan.OrphanPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the columns of staged rows are in the end, as expressions of a query whose stage is called {@code s}: those of references are the
 * keys that the rows have to which they lead.
 */
final class FinalValues {

    private final Workspace work;
    private final StagedTable table;
    private final boolean outer;
    private final String prefix;
    private final Map<ForeignKey, Lead> leads = new LinkedHashMap<>();
    private final Map<String, Typed> typed = new LinkedHashMap<>();

    /** What a column that refers to tables that rows name is in the end, and the join that brings it in. */
    private record Typed(String join, String value) {}

    /**
     * How a foreign key is led.
     *
     * @param owner the alias of the map of the rows whose lists these rows come from, null where they come from none
     * @param resolved the alias of what natural keys were resolved to, null where there are none
     * @param map the alias of the map of the table that it refers to, null where its keys stay as they are, or are not what it refers to
     * @param row what columns of the row that it refers to are in the end, by their places in the key: those that are no primary key and do
     *     not stay
     * @param there the alias of the table that it refers to, null where it need not be looked at
     * @param nulls whether a reference that leads nowhere becomes null
     * @param joins brings these in
     */
    record Lead(
            @Nullable String owner,
            @Nullable String resolved,
            @Nullable String map,
            Map<Integer, String> row,
            @Nullable String there,
            boolean nulls,
            String joins) {}

    FinalValues(Workspace work, StagedTable table) {
        this(work, table, true, "");
    }

    /**
     * Creates those of a table or, inside of a query for them, of one that it refers to.
     *
     * @param outer whether columns of other rows may be asked for, which themselves may be those of further rows only by their keys
     * @param prefix what the aliases begin with, other than those of the query around
     */
    private FinalValues(Workspace work, StagedTable table, boolean outer, String prefix) {
        this.work = work;
        this.table = table;
        this.outer = outer;
        this.prefix = prefix;
        for (ForeignKey key : table.target().foreignKeys()) {
            Lead lead = lead(key, leads.size());
            if (lead != null) {
                leads.put(key, lead);
            }
        }
        for (TypedReference reference : table.merge().typed()) {
            Table found = work.typed(reference);
            if (found != null) {
                typed.put(reference.column().name(), typed(reference, found, prefix + "w" + typed.size()));
            }
        }
    }

    private Typed typed(TypedReference reference, Table found, String alias) {
        String value = work.found(alias, 0);
        String plain = work.column("s", reference.column().name());
        return new Typed(
                " LEFT JOIN " + work.quote(found) + " " + alias + " ON " + work.column(alias, Workspace.ROW) + " = "
                        + work.column("s", table.names().row()),
                reference.orphans() == OrphanPolicy.NULL ? value : "COALESCE(" + value + ", " + plain + ")");
    }

    private @Nullable Lead lead(ForeignKey key, int number) {
        StringBuilder joins = new StringBuilder();
        String owner = null;
        String resolved = null;
        String map = null;
        StagedTable referenced = work.stages().tables().get(key.referencedTable());
        Table keys = referenced != null && referenced.holdPrimary(key.referencedColumns())
                ? work.map(key.referencedTable()).orElse(null)
                : null;
        if (table.owner().filter(key::equals).isPresent() && keys != null) {
            owner = prefix + "o" + number;
            joins.append(" LEFT JOIN ")
                    .append(work.quote(keys))
                    .append(' ')
                    .append(owner)
                    .append(" ON ")
                    .append(work.column(owner, Workspace.ROW))
                    .append(" = ")
                    .append(work.column("s", table.names().owner()));
        }
        StagedReference reference = table.reference(key).orElse(null);
        Table found = reference == null ? null : work.resolved(reference);
        if (found != null) {
            resolved = prefix + "r" + number;
            joins.append(" LEFT JOIN ")
                    .append(work.quote(found))
                    .append(' ')
                    .append(resolved)
                    .append(" ON ")
                    .append(work.column(resolved, Workspace.ROW))
                    .append(" = ")
                    .append(work.column("s", table.names().row()));
        }
        if (owner == null && referenced != null && keys != null) {
            String alias = prefix + "m" + number;
            map = alias;
            joins.append(" LEFT JOIN ")
                    .append(work.quote(keys))
                    .append(' ')
                    .append(alias)
                    .append(" ON ");
            List<String> conditions = new ArrayList<>();
            for (int i = 0; i < key.columns().size(); i++) {
                int place = Workspace.place(
                        referenced.target(), key.referencedColumns().get(i));
                if (place >= 0) {
                    conditions.add(work.old(alias, place) + " = "
                            + work.column("s", key.columns().get(i)));
                }
            }
            joins.append(String.join(" AND ", conditions));
        }
        Map<Integer, String> row =
                owner == null && referenced != null && outer ? row(key, referenced, map, number, joins) : Map.of();
        boolean nulls =
                table.merge().orphans(key) == OrphanPolicy.NULL && table.merge().clears(key);
        String there = nulls && owner == null ? there(key, prefix + "y" + number, joins) : null;
        return owner == null && resolved == null && map == null && row.isEmpty() && !nulls
                ? null
                : new Lead(owner, resolved, map, row, there, nulls, joins.toString());
    }

    /** Joins the columns of the row that a key refers to which are references themselves, and so may be others in the end. */
    private Map<Integer, String> row(
            ForeignKey key, StagedTable referenced, @Nullable String map, int number, StringBuilder joins) {
        String alias = prefix + "t" + number;
        FinalValues inner = new FinalValues(work, referenced, false, alias);
        List<String> changed = key.referencedColumns().stream()
                .filter(column -> Workspace.place(referenced.target(), column) < 0 && inner.isLed(column))
                .toList();
        if (changed.isEmpty()) {
            return Map.of();
        }
        Map<Integer, String> values = new HashMap<>();
        List<String> selected = new ArrayList<>();
        List<String> conditions = new ArrayList<>();
        for (int i = 0; i < key.columns().size(); i++) {
            String column = key.referencedColumns().get(i);
            if (changed.contains(column)) {
                selected.add(inner.value(column) + " AS c" + i);
                values.put(i, alias + ".c" + i);
            }
            if (map == null) {
                selected.add(work.column("s", column) + " AS b" + i);
                conditions.add(alias + ".b" + i + " = "
                        + work.column("s", key.columns().get(i)));
            }
        }
        if (map != null) {
            selected.add(work.column("s", referenced.names().row()) + " AS restore_row");
            conditions.add(alias + ".restore_row = " + work.column(map, Workspace.ROW));
        }
        joins.append(" LEFT JOIN (SELECT ")
                .append(String.join(", ", selected))
                .append(" FROM ")
                .append(work.quote(referenced.stage()))
                .append(" s")
                .append(inner.joins(changed))
                .append(") ")
                .append(alias)
                .append(" ON ")
                .append(String.join(" AND ", conditions));
        return values;
    }

    private boolean isLed(String column) {
        return leading(table, column).stream().anyMatch(leads::containsKey);
    }

    /** Joins the table that a key refers to, where its rows may be what the numbers of the backup mean. */
    private @Nullable String there(ForeignKey key, String alias, StringBuilder joins) {
        StagedTable staged = work.stages().tables().get(key.referencedTable());
        Table referenced = staged == null ? work.table(key.referencedTable()) : staged.target();
        boolean other = staged != null && !keepsNumbers(work, staged);
        if (referenced == null || other || !work.holdsRows(referenced)) {
            return null;
        }
        joins.append(" LEFT JOIN ")
                .append(work.staging().from(referenced))
                .append(' ')
                .append(alias)
                .append(" ON ")
                .append(work.referred(alias, key));
        return alias;
    }

    /** Returns how a foreign key is led, null where its values stay as they are. */
    @Nullable
    Lead lead(ForeignKey key) {
        return leads.get(key);
    }

    /** Returns the joins that the values of some columns need. */
    String joins(List<String> columns) {
        return Stream.concat(
                        leads.entrySet().stream()
                                .filter(lead -> lead.getKey().columns().stream().anyMatch(columns::contains))
                                .map(lead -> lead.getValue().joins()),
                        typed.entrySet().stream()
                                .filter(reference -> columns.contains(reference.getKey()))
                                .map(reference -> reference.getValue().join()))
                .collect(Collectors.joining());
    }

    /** Returns what a column is in the end. */
    String value(String column) {
        String plain = work.column("s", column);
        Typed reference = typed.get(column);
        if (reference != null) {
            return reference.value();
        }
        List<ForeignKey> keys =
                leading(table, column).stream().filter(leads::containsKey).toList();
        if (keys.isEmpty()) {
            return plain;
        }
        StringBuilder choice = new StringBuilder();
        for (ForeignKey key : keys.subList(0, keys.size() - 1)) {
            choice.append(" WHEN ").append(given(key)).append(" THEN ").append(value(key, column, plain));
        }
        String last = value(keys.get(keys.size() - 1), column, plain);
        return choice.isEmpty() ? last : "CASE" + choice + " ELSE " + last + " END";
    }

    /**
     * Returns the foreign keys that say what a column is in the end: one of this column alone, if there is one, and otherwise all that it
     * is part of. A reference within the same table that holds the column as it is says nothing.
     */
    static List<ForeignKey> leading(StagedTable table, String column) {
        List<ForeignKey> keys = table.target().foreignKeys().stream()
                .filter(key -> key.columns().contains(column))
                .filter(key -> !key.referencedTable().equals(table.target().name())
                        || !key.referencedColumns()
                                .get(key.columns().indexOf(column))
                                .equals(column))
                .toList();
        return keys.stream()
                .filter(key -> key.columns().size() == 1)
                .findFirst()
                .map(List::of)
                .orElse(keys);
    }

    /** Returns whether a key of the backup that no row of it has means the row of the target with that key. */
    static boolean keepsNumbers(Workspace work, StagedTable table) {
        return keepsNumbers(work, table, new HashSet<>());
    }

    private static boolean keepsNumbers(Workspace work, StagedTable table, Set<TableName> seen) {
        if (table.merge().match() == Match.NATURAL_KEY || table.merge().existing() == Existing.ADD) {
            return false;
        }
        if (!seen.add(table.target().name())) {
            return true;
        }
        return table.primaryKey().stream()
                .flatMap(column -> leading(table, column.name()).stream())
                .map(key -> work.stages().tables().get(key.referencedTable()))
                .filter(Objects::nonNull)
                .allMatch(referenced -> keepsNumbers(work, referenced, seen));
    }

    private String value(ForeignKey key, String column, String plain) {
        Lead lead = leads.get(key);
        int place = key.columns().indexOf(column);
        if (lead == null) {
            return plain;
        }
        List<String> choices = new ArrayList<>();
        int primary = -1;
        StagedTable referenced = work.stages().tables().get(key.referencedTable());
        if (referenced != null) {
            primary =
                    Workspace.place(referenced.target(), key.referencedColumns().get(place));
        }
        if (lead.owner() != null) {
            return work.key(lead.owner(), primary);
        }
        if (lead.resolved() != null) {
            choices.add(work.found(lead.resolved(), place));
        }
        boolean keeps = true;
        if (lead.map() != null && referenced != null && primary >= 0) {
            keeps = keepsNumbers(work, referenced);
            String mapped = work.key(lead.map(), primary);
            choices.add(key.columns().size() == 1 || keeps ? mapped : whole(key, mapped, plain));
        }
        String ofRow = lead.row().get(place);
        if (ofRow != null) {
            choices.add(ofRow);
        }
        if (lead.there() != null) {
            choices.add(work.column(lead.there(), key.referencedColumns().get(place)));
        } else if (keeps && !lead.nulls()) {
            choices.add(plain);
        }
        if (choices.isEmpty()) {
            return "NULL";
        }
        return choices.size() == 1 ? choices.get(0) : "COALESCE(" + String.join(", ", choices) + ")";
    }

    /** A reference of which a part is null leads nowhere, and the rest of it stays. */
    private String whole(ForeignKey key, String mapped, String plain) {
        return "CASE WHEN " + given(key) + " THEN " + mapped + " ELSE " + plain + " END";
    }

    /** Returns the condition under which a reference leads to another key than the one that the backup says; a natural key says none. */
    String led(ForeignKey key) {
        String plain = work.column("s", key.columns().get(0));
        return plain + " IS NOT NULL AND " + value(key.columns().get(0)) + " <> " + plain;
    }

    /** Returns the condition under which a reference that leads nowhere becomes null. */
    String cleared(ForeignKey key) {
        String given = table.reference(key)
                .map(reference -> "(" + given(key) + " OR " + new ReferenceResolver(work).given(reference) + ")")
                .orElseGet(() -> given(key));
        return given + " AND " + value(key.columns().get(0)) + " IS NULL";
    }

    /** Returns the condition under which a row refers to another by its key. */
    String given(ForeignKey key) {
        return "(" + work.notNull(key.columns()) + ")";
    }
}
