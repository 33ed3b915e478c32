package dev.restore.catalog;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The order in which tables are loaded: parents before children. Tables that refer to each other in a cycle stand in one
 * group; a table in no cycle is a group of its own.
 *
 * <p>The groups are the strongly connected components of the graph of foreign keys, by Tarjan's algorithm (SIAM Journal on
 * Computing 1, 1972), which gives them in the wanted order. Deterministic: ties keep the order of the tables given.
 */
public final class LoadOrder {

    private final List<Set<Table>> groups;
    private final Map<TableName, Integer> levels;

    private LoadOrder(List<Set<Table>> groups, Map<TableName, Integer> levels) {
        this.groups = groups;
        this.levels = levels;
    }

    /** Orders some tables of a catalog by the foreign keys among them, those of their partitions included. */
    public static LoadOrder of(Catalog catalog, Collection<Table> tables) {
        Map<TableName, Set<TableName>> parents = parents(catalog, tables);
        List<List<TableName>> components = new Components(parents).find();
        Map<TableName, Table> byName = new HashMap<>();
        tables.forEach(table -> byName.put(table.name(), table));
        List<Set<Table>> groups = new ArrayList<>();
        Map<TableName, Integer> levels = new HashMap<>();
        for (List<TableName> component : components) {
            Set<Table> group = new LinkedHashSet<>();
            int level = 0;
            for (TableName name : component) {
                group.add(byName.get(name));
                for (TableName parent : parents.getOrDefault(name, Set.of())) {
                    if (!component.contains(parent)) {
                        level = Math.max(level, levels.getOrDefault(parent, 0) + 1);
                    }
                }
            }
            for (TableName name : component) {
                levels.put(name, level);
            }
            groups.add(group);
        }
        return new LoadOrder(groups, levels);
    }

    private static Map<TableName, Set<TableName>> parents(Catalog catalog, Collection<Table> tables) {
        Map<TableName, TableName> owners = new HashMap<>();
        for (Table table : tables) {
            catalog.descendants(table.name()).forEach(d -> owners.putIfAbsent(d.name(), table.name()));
        }
        for (Table table : tables) {
            owners.put(table.name(), table.name());
        }
        Map<TableName, Set<TableName>> parents = new LinkedHashMap<>();
        for (Table table : tables) {
            parents.put(table.name(), new LinkedHashSet<>());
        }
        owners.forEach((member, owner) -> catalog.table(member).ifPresent(table -> {
            for (ForeignKey key : table.foreignKeys()) {
                TableName parent = owners.get(key.referencedTable());
                Set<TableName> known = parents.get(owner);
                if (parent != null && known != null) {
                    known.add(parent);
                }
            }
        }));
        return parents;
    }

    /** Returns the groups, each one's parents before it. */
    public List<Set<Table>> groups() {
        return List.copyOf(groups);
    }

    /** Returns all tables in load order. */
    public List<Table> tables() {
        return groups.stream().flatMap(Set::stream).toList();
    }

    /** Returns the groups that hold a cycle of two tables or more. */
    public List<Set<Table>> cycles() {
        return groups.stream().filter(group -> group.size() > 1).toList();
    }

    /** Returns how many steps a table must wait: 0 when it refers to no other of the tables. */
    public int level(TableName table) {
        return levels.getOrDefault(table, 0);
    }

    /** Tarjan's algorithm with a stack of its own, so that a long chain of tables cannot overflow the thread's. */
    private static final class Components {

        private final Map<TableName, Set<TableName>> graph;
        private final Map<TableName, Integer> index = new HashMap<>();
        private final Map<TableName, Integer> low = new HashMap<>();
        private final Deque<TableName> open = new ArrayDeque<>();
        private final Set<TableName> onStack = new LinkedHashSet<>();
        private final List<List<TableName>> found = new ArrayList<>();

        Components(Map<TableName, Set<TableName>> graph) {
            this.graph = graph;
        }

        List<List<TableName>> find() {
            for (TableName name : graph.keySet()) {
                if (!index.containsKey(name)) {
                    visit(name);
                }
            }
            return found;
        }

        private record Frame(TableName name, Iterator<TableName> rest) {}

        private void visit(TableName start) {
            Deque<Frame> frames = new ArrayDeque<>();
            frames.push(enter(start));
            while (!frames.isEmpty()) {
                Frame frame = frames.peek();
                if (frame.rest.hasNext()) {
                    TableName next = frame.rest.next();
                    if (!index.containsKey(next)) {
                        frames.push(enter(next));
                    } else if (onStack.contains(next)) {
                        low.merge(frame.name, index.getOrDefault(next, 0), Math::min);
                    }
                } else {
                    frames.pop();
                    Frame caller = frames.peek();
                    if (caller != null) {
                        low.merge(caller.name, low.getOrDefault(frame.name, 0), Math::min);
                    }
                    leave(frame.name);
                }
            }
        }

        private Frame enter(TableName name) {
            index.put(name, index.size());
            low.put(name, index.size() - 1);
            open.push(name);
            onStack.add(name);
            return new Frame(name, graph.getOrDefault(name, Set.of()).iterator());
        }

        private void leave(TableName name) {
            if (!low.getOrDefault(name, 0).equals(index.getOrDefault(name, 0))) {
                return;
            }
            List<TableName> component = new ArrayList<>();
            TableName member;
            do {
                member = open.pop();
                onStack.remove(member);
                component.add(0, member);
            } while (!member.equals(name));
            found.add(component);
        }
    }
}
