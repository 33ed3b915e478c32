package dev.restore.engine.keys;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Column;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Key;
import dev.restore.catalog.LoadOrder;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.catalog.TypeFamily;
import dev.restore.dialect.LoadTarget;
import dev.restore.dialect.OnConflict;
import dev.restore.plan.RestorePlan;
import dev.restore.plan.TablePlan;
import dev.restore.plan.TablePlan.ConflictRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The keys to which foreign keys refer and which may not be the same in the backup and in the database, because rows are told apart
 * by another one: references to them are led to the row that is there. That goes for the rows whose own keys hold such a
 * reference as well. Immutable.
 */
public final class FollowedKeys {

    private final Catalog catalog;
    private final Map<TableName, Loaded> loaded = new LinkedHashMap<>();
    private final Map<TableName, Set<KeySpace>> held = new LinkedHashMap<>();
    private final Map<TableName, List<ForeignKey>> references = new LinkedHashMap<>();
    private final Set<TableName> matched = new LinkedHashSet<>();

    private record Loaded(
            Table table, Set<Column> carried, @Nullable ConflictRule rule) {}

    private FollowedKeys(Catalog catalog) {
        this.catalog = catalog;
    }

    public static FollowedKeys of(RestorePlan plan) {
        return of(plan.scope().catalog(), plan.tables());
    }

    public static FollowedKeys of(Catalog catalog, List<TablePlan> tables) {
        FollowedKeys keys = new FollowedKeys(catalog);
        for (TablePlan table : tables) {
            Set<Column> carried = new HashSet<>();
            table.columns().forEach(assigned -> carried.add(assigned.column()));
            table.fixed().forEach(fixed -> carried.add(fixed.column()));
            keys.add(table.target(), carried, table.conflict());
            table.joins()
                    .forEach(join -> keys.add(join.joinTable(), Set.of(join.owner(), join.element()), join.conflict()));
        }
        keys.find();
        return keys;
    }

    private void add(Table table, Set<Column> carried, @Nullable ConflictRule rule) {
        loaded.put(table.name(), new Loaded(table, carried, rule));
    }

    private void find() {
        if (loaded.values().stream().allMatch(each -> each.rule() == null)) {
            return;
        }
        Map<TableName, List<ForeignKey>> all = new LinkedHashMap<>();
        loaded.forEach((name, each) -> all.put(name, foreignKeys(each.table())));
        Set<KeySpace> referenced = new LinkedHashSet<>();
        all.values().forEach(keys -> keys.forEach(key -> referenced.add(space(key))));
        for (KeySpace space : referenced) {
            loaded.forEach((name, each) -> {
                if (holds(each.table(), space) && mayDiffer(each, space.columns())) {
                    held.computeIfAbsent(name, any -> new LinkedHashSet<>()).add(space);
                    matched.add(name);
                }
            });
        }
        while (inherit(all, referenced)) {
            // Until no key holds a reference that is not followed yet.
        }
        all.forEach((name, keys) -> {
            List<ForeignKey> followed = keys.stream().filter(this::leads).toList();
            List<ForeignKey> sharing = keys.stream()
                    .filter(key ->
                            followed.stream().anyMatch(each -> !Collections.disjoint(each.columns(), key.columns())))
                    .toList();
            if (!sharing.isEmpty()) {
                references.put(name, sharing);
            }
        });
    }

    /** A key that holds a reference to a followed one changes with it. */
    private boolean inherit(Map<TableName, List<ForeignKey>> all, Set<KeySpace> referenced) {
        boolean added = false;
        for (Map.Entry<TableName, List<ForeignKey>> table : all.entrySet()) {
            for (KeySpace own : referenced) {
                boolean changes = holds(loadedTable(table.getKey()).table(), own)
                        && table.getValue().stream()
                                .anyMatch(key -> leads(key) && !Collections.disjoint(key.columns(), own.columns()));
                if (changes) {
                    added |= held.computeIfAbsent(table.getKey(), any -> new LinkedHashSet<>())
                            .add(own);
                }
            }
        }
        return added;
    }

    private Loaded loadedTable(TableName name) {
        Loaded found = loaded.get(name);
        if (found == null) {
            throw new IllegalArgumentException("table " + name + " is not loaded");
        }
        return found;
    }

    private List<ForeignKey> foreignKeys(Table table) {
        List<ForeignKey> keys = new ArrayList<>(table.foreignKeys());
        if (table.kind() == Table.Kind.PARTITIONED) {
            catalog.descendants(table.name()).forEach(part -> keys.addAll(part.foreignKeys()));
        }
        return keys.stream()
                .filter(key -> !key.referencedColumns().isEmpty())
                .distinct()
                .toList();
    }

    private static KeySpace space(ForeignKey key) {
        return new KeySpace(key.referencedTable(), key.referencedColumns());
    }

    private boolean leads(ForeignKey key) {
        return held.values().stream().anyMatch(spaces -> spaces.contains(space(key)));
    }

    /** Returns whether rows that are loaded into a table may be referred to by such a key. */
    private boolean holds(Table table, KeySpace space) {
        return table.name().equals(space.table())
                || catalog.descendants(space.table()).stream().anyMatch(table::equals)
                || (table.kind() == Table.Kind.PARTITIONED
                        && catalog.descendants(table.name()).stream()
                                .anyMatch(part -> part.name().equals(space.table())));
    }

    private static boolean mayDiffer(Loaded each, List<String> key) {
        ConflictRule rule = each.rule();
        Set<String> carried = each.carried().stream().map(Column::name).collect(Collectors.toSet());
        if (rule == null || !carried.containsAll(key)) {
            return false;
        }
        // A row that carries this key is found by none after the first whose columns are among its own.
        List<Key> keys = rule.keys();
        int last = 0;
        while (last < keys.size() && !key.containsAll(keys.get(last).columns())) {
            last++;
        }
        return keys.subList(0, last).stream().anyMatch(by -> {
            Set<String> changed = new LoadTarget(
                            each.table(), List.copyOf(each.carried()), new OnConflict(rule.action(), by))
                    .changedColumns().stream().map(Column::name).collect(Collectors.toSet());
            return key.stream().anyMatch(column -> !by.columns().contains(column) && !changed.contains(column));
        });
    }

    public boolean isEmpty() {
        return held.isEmpty();
    }

    /** Returns how many keys are followed. */
    int size() {
        return held.values().stream().mapToInt(Set::size).sum();
    }

    /** Returns whether rows may come before those that they refer to, so that one reading of the backup need not be enough. */
    boolean mayReferForward() {
        LoadOrder order = LoadOrder.of(
                catalog, loaded.values().stream().map(Loaded::table).toList());
        return references.entrySet().stream()
                .anyMatch(table -> table.getValue().stream()
                        .anyMatch(key -> held.entrySet().stream()
                                .filter(holder -> holder.getValue().contains(space(key)))
                                .anyMatch(holder -> order.level(table.getKey()) <= order.level(holder.getKey()))));
    }

    /** Returns all followed keys. */
    Set<KeySpace> spaces() {
        Set<KeySpace> spaces = new LinkedHashSet<>();
        held.values().forEach(spaces::addAll);
        return spaces;
    }

    /** Returns the followed keys of a table. */
    public Set<KeySpace> held(Table table) {
        return held.getOrDefault(table.name(), Set.of());
    }

    /** Returns the foreign keys of a table that refer to followed ones, and those that share a column with such. */
    List<ForeignKey> references(Table table) {
        return references.getOrDefault(table.name(), List.of());
    }

    /** Returns whether a loader's rows may refer to a followed key. */
    public boolean translates(LoadTarget target) {
        return references.containsKey(target.table().name());
    }

    /** Returns what the columns of a key are, by which references are compared with it, whatever the referring columns are. */
    List<TypeFamily> families(KeySpace space) {
        return space.columns().stream()
                .map(name -> catalog.table(space.table())
                        .flatMap(table -> table.column(name))
                        .map(column -> column.type().family())
                        .orElse(TypeFamily.OTHER))
                .toList();
    }

    /** Returns a key as {@code table(a, b)}, for people. */
    String spell(KeySpace space) {
        return catalog.spell(space.table()) + "(" + String.join(", ", space.columns()) + ")";
    }

    /** Says in a sentence for each table how references are followed. */
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        for (TableName name : matched) {
            Set<KeySpace> keys = held.getOrDefault(name, Set.of());
            String others = keys.stream()
                    .flatMap(space -> space.columns().stream())
                    .distinct()
                    .collect(Collectors.joining(", "));
            String referring = references.entrySet().stream()
                    .filter(table -> table.getValue().stream().anyMatch(key -> keys.contains(space(key))))
                    .map(table -> catalog.spell(table.getKey()))
                    .collect(Collectors.joining(", "));
            notes.add("Rows of " + catalog.spell(name) + " are told apart by "
                    + by(loadedTable(name), keys) + ": where the row that is there has another " + others
                    + ", the foreign keys of " + referring
                    + " are led to it. References that the database does not declare as foreign keys are not.");
        }
        loaded.forEach((name, each) -> {
            List<String> primary = each.table().primaryKey().map(Key::columns).orElse(List.of());
            if (!matched.contains(name) && !primary.isEmpty() && mayDiffer(each, primary)) {
                notes.add("Rows of " + catalog.spell(name)
                        + " are told apart by another key than the primary one, to which no foreign key of the restored tables"
                        + " refers: what refers to it without one keeps the " + String.join(", ", primary)
                        + " of the backup, also where the row that is there has another.");
            }
        });
        return notes;
    }

    private static String by(Loaded each, Set<KeySpace> keys) {
        ConflictRule rule = each.rule();
        return rule == null
                ? ""
                : rule.keys().stream()
                        .map(Key::columns)
                        .filter(columns -> keys.stream().anyMatch(space -> !columns.containsAll(space.columns())))
                        .findFirst()
                        .map(columns -> String.join(", ", columns))
                        .orElse("");
    }
}
