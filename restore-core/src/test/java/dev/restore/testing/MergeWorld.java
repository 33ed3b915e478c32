package dev.restore.testing;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Random tables that refer to each other in every way, and rows that are the same wherever they have the same name, whatever numbers they
 * have.
 */
final class MergeWorld {

    /** What tells the rows of a table apart, and what their key is. */
    enum Kind {
        /** A number; a name. */
        NAMED,
        /** A number; two texts. */
        TWICE_NAMED,
        /** A number; the row that it belongs to and a name. */
        WITHIN,
        /** The key of the row that it extends. */
        INHERITING,
        /** The key of the row that it belongs to and a number, which tell it apart as well. */
        NUMBERED;

        boolean belongs() {
            return compareTo(WITHIN) >= 0;
        }
    }

    /** A table, with the one that its rows belong to and those to which they may refer. */
    record Node(int number, Kind kind, @Nullable Node parent, List<Integer> links) {
        String name() {
            return "t" + number;
        }

        /** How many columns its primary key has. */
        int width() {
            return kind == Kind.NUMBERED ? 2 : 1;
        }

        List<String> key() {
            return switch (kind) {
                case INHERITING -> List.of("p_id");
                case NUMBERED -> List.of("p_id", "no");
                default -> List.of("id");
            };
        }
    }

    /** A row of one database. */
    static final class Row {
        final Node node;
        final String name;
        final @Nullable Row parent;
        final List<@Nullable Row> links = new ArrayList<>();
        int value;
        long id;

        Row(Node node, String name, @Nullable Row parent) {
            this.node = node;
            this.name = name;
            this.parent = parent;
        }

        /** Returns what tells it apart from all rows of all tables. */
        String identity() {
            return node.name() + ":" + (parent == null ? "" : parent.identity() + "/") + name;
        }

        List<Long> key() {
            return switch (node.kind()) {
                case INHERITING -> parent().key();
                case NUMBERED -> List.of(parent().key().get(0), Long.valueOf(name));
                default -> List.of(id);
            };
        }

        private Row parent() {
            if (parent == null) {
                throw new IllegalStateException();
            }
            return parent;
        }

        /** Returns its natural key as texts, null where it has none that could be written down. */
        @Nullable
        List<String> natural() {
            return switch (node.kind()) {
                case NAMED -> List.of(name);
                case TWICE_NAMED -> Arrays.asList(name.split(" "));
                case WITHIN -> {
                    List<String> own = parent().natural();
                    if (own == null) {
                        yield null;
                    }
                    List<String> all = new ArrayList<>(own);
                    all.add(name);
                    yield all;
                }
                default -> null;
            };
        }

        String line() {
            return identity() + " = " + value + " -> "
                    + links.stream()
                            .map(link -> link == null ? "-" : link.identity())
                            .collect(Collectors.joining(", "));
        }
    }

    private final Random random;
    private final List<Node> nodes = new ArrayList<>();

    MergeWorld(Random random) {
        this.random = random;
        int count = 3 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            Kind kind = i == 0 ? Kind.NAMED : Kind.values()[random.nextInt(Kind.values().length)];
            Node parent = null;
            if (kind.belongs()) {
                boolean single = kind != Kind.WITHIN;
                List<Node> parents = nodes.stream()
                        .filter(node -> !single || node.width() == 1)
                        .toList();
                parent = parents.get(random.nextInt(parents.size()));
            }
            List<Integer> links = new ArrayList<>();
            for (int link = random.nextInt(3); link > 0; link--) {
                links.add(random.nextInt(count));
            }
            nodes.add(new Node(i, kind, parent, links));
        }
    }

    List<Node> nodes() {
        return nodes;
    }

    private static List<String> columns(String prefix, Node to) {
        return to.width() == 1 ? List.of(prefix + "_id") : List.of(prefix + "_id", prefix + "_no");
    }

    /** Creates the tables. */
    void create(TestDatabase db) throws SQLException {
        boolean alters = db.can(TestDatabase.Ability.ALTER_ADDS_CONSTRAINTS);
        List<String> later = new ArrayList<>();
        for (Node node : nodes) {
            List<String> parts = new ArrayList<>();
            if (!node.key().contains("p_id")) {
                parts.add("id ${identity}");
            }
            Node parent = node.parent();
            List<String> up = parent == null ? List.of() : columns("p", parent);
            up.forEach(column -> parts.add(column + " ${bigint} not null"));
            switch (node.kind()) {
                case NAMED -> parts.add("name ${text} not null unique");
                case TWICE_NAMED -> parts.addAll(List.of("a ${text} not null", "b ${text} not null"));
                case WITHIN -> parts.add("name ${text} not null");
                case NUMBERED -> parts.add("no ${bigint} not null");
                case INHERITING -> {}
            }
            parts.add("v ${bigint}");
            for (int i = 0; i < node.links().size(); i++) {
                columns("l" + i, nodes.get(node.links().get(i))).forEach(column -> parts.add(column + " ${bigint}"));
            }
            switch (node.kind()) {
                case TWICE_NAMED -> parts.add("unique (a, b)");
                case WITHIN -> parts.add("unique (" + String.join(", ", up) + ", name)");
                case NUMBERED, INHERITING -> parts.add("primary key (" + String.join(", ", node.key()) + ")");
                case NAMED -> {}
            }
            if (parent != null) {
                parts.add(reference(up, parent));
            }
            for (int i = 0; i < node.links().size(); i++) {
                Node to = nodes.get(node.links().get(i));
                String reference = reference(columns("l" + i, to), to);
                if (alters) {
                    later.add("alter table " + node.name() + " add " + reference);
                } else {
                    parts.add(reference);
                }
            }
            db.execute("create table " + node.name() + " (" + String.join(", ", parts) + ")");
        }
        db.execute(later);
    }

    private static String reference(List<String> columns, Node to) {
        return "foreign key (" + String.join(", ", columns) + ") references " + to.name() + " ("
                + String.join(", ", to.key()) + ")";
    }

    /** Returns random rows of all tables, by their identity. */
    Map<String, Row> rows() {
        Map<String, Row> rows = new LinkedHashMap<>();
        for (Node node : nodes) {
            List<Row> own = new ArrayList<>();
            List<Row> parents = of(rows, node.parent());
            switch (node.kind()) {
                case NAMED -> IntStream.range(0, 6).forEach(i -> own.add(new Row(node, "n" + i, null)));
                case TWICE_NAMED ->
                    IntStream.range(0, 6).forEach(i -> own.add(new Row(node, "a" + i / 3 + " b" + i % 3, null)));
                case INHERITING -> parents.forEach(parent -> own.add(new Row(node, "", parent)));
                default ->
                    parents.forEach(parent -> {
                        own.add(new Row(node, "1", parent));
                        own.add(new Row(node, "2", parent));
                    });
            }
            own.removeIf(row -> random.nextInt(5) < 2);
            List<Long> ids = IntStream.rangeClosed(1, own.size() * 2)
                    .mapToObj(Long::valueOf)
                    .collect(Collectors.toCollection(ArrayList::new));
            Collections.shuffle(ids, random);
            for (int i = 0; i < own.size(); i++) {
                own.get(i).id = ids.get(i);
                own.get(i).value = random.nextInt(1000);
                rows.put(own.get(i).identity(), own.get(i));
            }
        }
        for (Row row : rows.values()) {
            for (int to : row.node.links()) {
                List<Row> others = of(rows, nodes.get(to));
                row.links.add(
                        others.isEmpty() || random.nextInt(4) == 0 ? null : others.get(random.nextInt(others.size())));
            }
        }
        return rows;
    }

    private static List<Row> of(Map<String, Row> rows, @Nullable Node node) {
        return rows.values().stream().filter(row -> row.node == node).toList();
    }

    private Map<String, @Nullable Object> cells(Row row, boolean links, Predicate<Row> naturally) {
        Map<String, @Nullable Object> cells = new LinkedHashMap<>();
        if (row.node.key().get(0).equals("id")) {
            cells.put("id", row.id);
        }
        Row parent = row.parent;
        if (parent != null) {
            // A key that others mean by its number is written as that.
            boolean meant = row.node.key().get(0).equals("p_id")
                    && nodes.stream()
                            .anyMatch(node ->
                                    node.parent() == row.node || node.links().contains(row.node.number()));
            refer(cells, "p", parent.node, parent, meant ? to -> false : naturally);
        }
        switch (row.node.kind()) {
            case TWICE_NAMED -> {
                cells.put("a", row.name.split(" ")[0]);
                cells.put("b", row.name.split(" ")[1]);
            }
            case NUMBERED -> cells.put("no", Long.valueOf(row.name));
            case INHERITING -> {}
            default -> cells.put("name", row.name);
        }
        cells.put("v", row.value);
        for (int i = 0; links && i < row.links.size(); i++) {
            Row to = row.links.get(i);
            if (to == null) {
                columns("l" + i, nodes.get(row.node.links().get(i))).forEach(column -> cells.put(column, null));
            } else {
                refer(cells, "l" + i, to.node, to, naturally);
            }
        }
        return cells;
    }

    private static void refer(
            Map<String, @Nullable Object> cells, String prefix, Node node, Row to, Predicate<Row> naturally) {
        List<String> columns = columns(prefix, node);
        List<String> natural = to.natural();
        if (columns.size() == 1 && natural != null && naturally.test(to)) {
            cells.put(
                    columns.get(0),
                    natural.stream().map(text -> "'" + text + "'").collect(Collectors.joining(",", "[", "]")));
            return;
        }
        for (int i = 0; i < columns.size(); i++) {
            cells.put(columns.get(i), to.key().get(i));
        }
    }

    /** Inserts rows with their numbers. */
    void insert(TestDatabase db, Map<String, Row> rows) throws SQLException {
        List<String> statements = new ArrayList<>();
        for (Row row : rows.values()) {
            Map<String, @Nullable Object> cells = cells(row, false, to -> false);
            statements.add("insert into " + row.node.name() + " (" + String.join(", ", cells.keySet()) + ") values ("
                    + cells.values().stream().map(MergeWorld::literal).collect(Collectors.joining(", ")) + ")");
        }
        for (Row row : rows.values()) {
            Map<String, @Nullable Object> plain = cells(row, false, to -> false);
            Map<String, @Nullable Object> cells = new LinkedHashMap<>(cells(row, true, to -> false));
            cells.keySet().removeAll(plain.keySet());
            if (!cells.isEmpty()) {
                List<String> key = row.node.key();
                statements.add("update " + row.node.name() + " set "
                        + cells.entrySet().stream()
                                .map(cell -> cell.getKey() + " = " + cell.getValue())
                                .collect(Collectors.joining(", "))
                        + " where "
                        + IntStream.range(0, key.size())
                                .mapToObj(i -> key.get(i) + " = " + row.key().get(i))
                                .collect(Collectors.joining(" and ")));
            }
        }
        db.execute(statements);
    }

    private static String literal(@Nullable Object value) {
        return value == null || value instanceof Long || value instanceof Integer
                ? String.valueOf(value)
                : "'" + value + "'";
    }

    /**
     * Returns a backup of rows in random order.
     *
     * @param natural whether some references are written as natural keys
     */
    TestBackup backup(Map<String, Row> rows, boolean natural) {
        Map<String, List<String>> tables = new TreeMap<>();
        for (Row row : rows.values()) {
            String json = cells(row, true, to -> natural && random.nextBoolean()).entrySet().stream()
                    .map(cell -> "\"" + cell.getKey() + "\":"
                            + (cell.getValue() instanceof String text
                                    ? text.startsWith("[") ? text.replace('\'', '"') : "\"" + text + "\""
                                    : cell.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
            tables.computeIfAbsent(row.node.name(), name -> new ArrayList<>()).add(json);
        }
        TestBackup backup = new TestBackup();
        tables.forEach((name, lines) -> {
            Collections.shuffle(lines, random);
            backup.exactly(name, lines);
        });
        return backup;
    }

    /** Returns what the database holds, a line for each row by its identity and those of the rows that it refers to. */
    List<String> read(TestDatabase db) throws SQLException {
        Map<String, List<String>> cells = new HashMap<>();
        Map<String, Node> of = new HashMap<>();
        for (Node node : nodes) {
            List<String> names = new ArrayList<>(node.key());
            names.addAll(
                    switch (node.kind()) {
                        case NAMED, WITHIN -> List.of("name");
                        case TWICE_NAMED -> List.of("a", "b");
                        default -> List.of();
                    });
            names.add("v");
            if (node.parent() != null) {
                names.addAll(columns("p", node.parent()));
            }
            for (int i = 0; i < node.links().size(); i++) {
                names.addAll(columns("l" + i, nodes.get(node.links().get(i))));
            }
            for (String line : db.rows("select " + String.join(", ", names) + " from " + node.name())) {
                List<String> row = Arrays.asList(line.split("\\|", -1));
                String key = node.name() + row.subList(0, node.width());
                cells.put(key, row.subList(node.width(), row.size()));
                of.put(key, node);
            }
        }
        List<String> lines = new ArrayList<>();
        for (Map.Entry<String, List<String>> row : cells.entrySet()) {
            Node node = of.get(row.getKey());
            int at = own(node);
            String value = row.getValue().get(at++);
            if (node.parent() != null) {
                at += node.parent().width();
            }
            List<String> links = new ArrayList<>();
            for (int to : node.links()) {
                int width = nodes.get(to).width();
                List<String> key = row.getValue().subList(at, at + width);
                links.add(
                        key.contains("∅")
                                ? "-"
                                : identity(cells, of, nodes.get(to).name() + key));
                at += width;
            }
            lines.add(identity(cells, of, row.getKey()) + " = " + value + " -> " + String.join(", ", links));
        }
        Collections.sort(lines);
        return lines;
    }

    private static int own(Node node) {
        return switch (node.kind()) {
            case NAMED, WITHIN -> 1;
            case TWICE_NAMED -> 2;
            default -> 0;
        };
    }

    private String identity(Map<String, List<String>> cells, Map<String, Node> of, String key) {
        Node node = of.get(key);
        List<String> row = cells.get(key);
        if (node == null || row == null) {
            return "nobody (" + key + ")";
        }
        Node parent = node.parent();
        int at = own(node) + 1;
        String above =
                parent == null ? "" : identity(cells, of, parent.name() + row.subList(at, at + parent.width())) + "/";
        String name = node.kind() == Kind.NUMBERED
                ? key.substring(key.indexOf(", ") + 2, key.length() - 1)
                : String.join(" ", row.subList(0, own(node)));
        return node.name() + ":" + above + name;
    }
}
