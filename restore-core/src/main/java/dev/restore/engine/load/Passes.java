package dev.restore.engine.load;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.LoadOrder;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.Scope;
import dev.restore.engine.keys.FollowedKeys;
import dev.restore.plan.RestorePlan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** In which readings of the backup the tables are loaded. */
public final class Passes {

    private Passes() {}

    /**
     * One reading of the backup in a resumable restore.
     *
     * @param tables the tables that are loaded
     * @param whole whether they are loaded in one transaction, because their rows refer to each other in a circle
     */
    public record Pass(Set<TableName> tables, boolean whole) {
        public Pass {
            tables = Set.copyOf(tables);
        }

        /** Returns what is touched. */
        public Scope scope(Scope all) {
            List<Table> loaded = all.loaded().stream()
                    .filter(table -> tables.contains(table.name()))
                    .toList();
            return new Scope(all.catalog(), loaded, List.of(), all.expectedRows()).with(all.triggers());
        }

        @Override
        public String toString() {
            return tables.stream().sorted().map(TableName::toString).collect(Collectors.joining(","))
                    + (whole ? "!" : "");
        }
    }

    /**
     * Returns the readings of a restore in one transaction: one where any order will do, else one for each level. Where references are
     * to be led to rows that are there, these come first.
     */
    public static List<Set<TableName>> of(RestorePlan plan) {
        if (plan.measure().anyOrder() && FollowedKeys.of(plan).isEmpty()) {
            Set<TableName> all = new HashSet<>();
            plan.scope().loaded().forEach(table -> all.add(table.name()));
            return List.of(all);
        }
        List<Set<TableName>> passes = new ArrayList<>();
        for (Set<Table> level : levels(plan).values()) {
            passes.add(names(level));
        }
        return passes;
    }

    /** Returns the readings of a resumable restore: parents before children, tables on a circle by themselves. */
    public static List<Pass> resumable(RestorePlan plan) {
        Catalog catalog = plan.scope().catalog();
        Set<Table> circular = LoadOrder.of(catalog, plan.scope().loaded()).groups().stream()
                .filter(group -> group.size() > 1
                        || refersToItself(catalog, group.iterator().next()))
                .flatMap(Set::stream)
                .collect(Collectors.toSet());
        List<Pass> passes = new ArrayList<>();
        for (Set<Table> level : levels(plan).values()) {
            Set<TableName> whole =
                    names(level.stream().filter(circular::contains).toList());
            Set<TableName> others = names(
                    level.stream().filter(table -> !circular.contains(table)).toList());
            if (!whole.isEmpty()) {
                passes.add(new Pass(whole, true));
            }
            if (!others.isEmpty()) {
                passes.add(new Pass(others, false));
            }
        }
        return passes;
    }

    private static Map<Integer, Set<Table>> levels(RestorePlan plan) {
        LoadOrder order = LoadOrder.of(plan.scope().catalog(), plan.scope().loaded());
        TreeMap<Integer, Set<Table>> levels = new TreeMap<>();
        for (Table table : plan.scope().loaded()) {
            levels.computeIfAbsent(order.level(table.name()), level -> new LinkedHashSet<>())
                    .add(table);
        }
        return levels;
    }

    private static boolean refersToItself(Catalog catalog, Table table) {
        Set<Table> members = new HashSet<>(catalog.descendants(table.name()));
        members.add(table);
        Set<TableName> names = names(members);
        return members.stream().anyMatch(member -> member.refersToAny(names));
    }

    private static Set<TableName> names(Iterable<Table> tables) {
        Set<TableName> names = new LinkedHashSet<>();
        tables.forEach(table -> names.add(table.name()));
        return names;
    }
}
