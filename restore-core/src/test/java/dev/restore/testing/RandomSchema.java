package dev.restore.testing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Tables of random names, columns and keys, and random rows, as statements in the SQL of one database. */
final class RandomSchema {

    private static final List<String> NAMES = List.of(
            "a",
            "order",
            "a.b",
            "say \"x\"",
            "sp ace",
            "\u00fcn\u00ef",
            "Case",
            "case",
            "semi;colon",
            "per%cent%41",
            "it's",
            "slash/es",
            "\u540d\u524d",
            "\ud83d\ude00",
            "data",
            "CON",
            ".hidden",
            "..",
            "null",
            "camelCase",
            "camel_case",
            "a:b");

    private static final List<String> COLUMNS = List.of(
            "v",
            "order",
            "a.b",
            "say \"x\"",
            "sp ace",
            "\u00fc",
            "Case",
            "case",
            "pk",
            "model",
            "fields",
            "null",
            "a,b",
            "it's",
            "\ud83d\ude00",
            "{",
            "[",
            "camelCase",
            "camel_case",
            "\u5217");

    private final TestDatabase db;
    private final Random random;
    private final Map<String, List<String>> columns = new LinkedHashMap<>();
    private final List<String> creation = new ArrayList<>();
    private final List<String> constraints = new ArrayList<>();
    /** Constraints that stand behind the columns of the table that is being written. */
    private final List<String> inside = new ArrayList<>();

    private final List<String> rows = new ArrayList<>();
    private final List<String> updates = new ArrayList<>();

    private RandomSchema(TestDatabase db) {
        this.db = db;
        this.random = new Random(0);
    }

    RandomSchema(TestDatabase db, Random random) {
        this.db = db;
        this.random = random;
        List<String> names = distinct(taken(NAMES), 2 + random.nextInt(5));
        Map<String, Integer> referable = new LinkedHashMap<>();
        Map<String, Key> keys = new LinkedHashMap<>();
        for (String name : names) {
            Key key = Key.values()[random.nextInt(Key.values().length)];
            keys.put(name, key);
            if (key == Key.IDENTITY || key == Key.ALWAYS) {
                referable.put(name, random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(12));
            }
        }
        for (String name : names) {
            table(name, keys.getOrDefault(name, Key.NONE), referable);
        }
    }

    /** How rows are told apart. */
    private enum Key {
        NONE,
        IDENTITY,
        ALWAYS,
        TEXT,
        COMPOSITE
    }

    /** Returns one table for each type, with a row for each of its samples. */
    static RandomSchema ofAllSamples(TestDatabase db) {
        RandomSchema schema = new RandomSchema(db);
        int number = 0;
        for (Map.Entry<String, List<String>> type : db.samples().entrySet()) {
            String name = "t" + number++;
            schema.columns.put(name, List.of("id", "v"));
            schema.creation.add("create table " + db.quote(name) + " (" + db.quote("id") + " bigint primary key, "
                    + db.quote("v") + " " + type.getKey() + ")");
            int id = 0;
            for (String literal : type.getValue()) {
                schema.rows.add("insert into " + db.quote(name) + " values (" + id++ + ", " + literal + ")");
            }
        }
        return schema;
    }

    /** Returns the tables. */
    List<String> tables() {
        return List.copyOf(columns.keySet());
    }

    List<String> columns(String table) {
        return columns.getOrDefault(table, List.of());
    }

    /** Returns what creates the tables. */
    List<String> creation() {
        List<String> all = new ArrayList<>(creation);
        all.addAll(constraints);
        return all;
    }

    /** Returns what fills them. */
    List<String> rows() {
        List<String> all = new ArrayList<>(rows);
        all.addAll(updates);
        return all;
    }

    private List<String> taken(List<String> names) {
        return names.stream().filter(db::takesName).toList();
    }

    private List<String> distinct(List<String> names, int count) {
        List<String> shuffled = new ArrayList<>(names);
        Collections.shuffle(shuffled, random);
        Set<String> taken = new TreeSet<>(
                db.can(TestDatabase.Ability.CASE_IN_NAMES)
                        ? Collections.reverseOrder()
                        : String.CASE_INSENSITIVE_ORDER);
        return shuffled.stream().filter(taken::add).limit(count).toList();
    }

    private void table(String name, Key key, Map<String, Integer> referable) {
        List<String> all = new ArrayList<>();
        List<String> parts = new ArrayList<>();
        key(key, all, parts);
        Map<String, List<String>> literals = new LinkedHashMap<>();
        List<String> types = List.copyOf(db.samples().keySet());
        for (String column : distinct(taken(COLUMNS), 1 + random.nextInt(6))) {
            String type = types.get(random.nextInt(types.size()));
            all.add(column);
            parts.add(db.quote(column) + " " + type);
            literals.put(column, db.samples().getOrDefault(type, List.of()));
        }
        if (random.nextInt(3) == 0) {
            all.add("computed");
            parts.add(db.quote("base") + " bigint default 7");
            parts.add(db.inWords(
                    db.quote("computed") + " bigint generated always as (" + db.quote("base") + " + 1) ${stored}"));
            all.add("base");
        }
        int count = referable.getOrDefault(name, random.nextInt(4) == 0 ? 0 : random.nextInt(14));
        references(name, key, count, referable, all, parts);
        if (key == Key.COMPOSITE) {
            parts.add("primary key (" + db.quote("k1") + ", " + db.quote("k2") + ")");
        }
        parts.addAll(inside);
        inside.clear();
        columns.put(name, all);
        creation.add("create table " + db.quote(name) + " (" + String.join(", ", parts) + ")");
        for (int i = 1; i <= count; i++) {
            insert(name, key, i, literals);
        }
    }

    private void key(Key key, List<String> all, List<String> parts) {
        switch (key) {
            case NONE -> {}
            case IDENTITY, ALWAYS -> {
                String identity = db.words().getOrDefault("identity", "");
                all.add("id");
                parts.add(db.quote("id") + " "
                        + (key == Key.ALWAYS ? identity.replace("by default", "always") : identity));
            }
            case TEXT -> {
                all.add("code");
                parts.add(db.inWords(db.quote("code") + " ${text} not null primary key"));
            }
            case COMPOSITE -> {
                all.addAll(List.of("k2", "k1"));
                parts.add(db.inWords(db.quote("k2") + " ${text} not null"));
                parts.add(db.quote("k1") + " bigint not null");
            }
        }
    }

    /** Rows refer to rows before and after them, in their own table and in others, also in a circle. */
    private void references(
            String name, Key key, int count, Map<String, Integer> referable, List<String> all, List<String> parts) {
        int number = 0;
        for (Map.Entry<String, Integer> other : referable.entrySet()) {
            if (random.nextInt(3) > 0) {
                continue;
            }
            String column = "ref" + number++;
            all.add(column);
            parts.add(db.quote(column) + " bigint");
            String constraint = "foreign key (" + db.quote(column) + ") references " + db.quote(other.getKey()) + " ("
                    + db.quote("id") + ")";
            if (db.can(TestDatabase.Ability.ALTER_ADDS_CONSTRAINTS)) {
                constraints.add("alter table " + db.quote(name) + " add " + constraint);
            } else {
                inside.add(constraint);
            }
            boolean identified = key == Key.IDENTITY || key == Key.ALWAYS;
            for (int i = 1; i <= count && other.getValue() > 0; i++) {
                if (random.nextBoolean()) {
                    updates.add("update " + db.quote(name) + " set " + db.quote(column) + " = "
                            + (1 + random.nextInt(other.getValue()))
                            + (identified ? " where " + db.quote("id") + " = " + i : ""));
                }
            }
        }
    }

    private void insert(String name, Key key, int number, Map<String, List<String>> literals) {
        Map<String, String> values = new LinkedHashMap<>();
        if (key == Key.TEXT) {
            values.put("code", text(number));
        } else if (key == Key.COMPOSITE) {
            values.put("k2", text(number % 3));
            values.put("k1", Integer.toString(number / 3 * (number % 2 == 0 ? -1 : 1)));
        }
        literals.forEach((column, known) -> values.put(
                column, known.isEmpty() || random.nextInt(5) == 0 ? "null" : known.get(random.nextInt(known.size()))));
        rows.add("insert into " + db.quote(name) + " ("
                + values.keySet().stream().map(db::quote).collect(Collectors.joining(", ")) + ") values ("
                + String.join(", ", values.values()) + ")");
    }

    private static String text(int number) {
        List<String> texts =
                List.of("''", "'a'", "'A'", "' '", "'\u00e4'", "'\ud83d\ude00'", "'\"'", "'\\'", "'a/b'", "'0'");
        return number < texts.size() ? texts.get(number) : "'n" + number + "'";
    }
}
