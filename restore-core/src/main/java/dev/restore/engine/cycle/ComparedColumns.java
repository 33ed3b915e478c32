package dev.restore.engine.cycle;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Column;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Key;
import dev.restore.catalog.NaturalKey;
import dev.restore.catalog.NaturalKey.Part;
import dev.restore.catalog.Table;
import dev.restore.dialect.Staging;
import dev.restore.engine.match.NaturalKeys;
import dev.restore.engine.match.NaturalKeys.Found;
import dev.restore.engine.planning.LogicalReferences;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Builds the query of one table, in which references stand as what tells the rows apart that they lead to. Used once. */
final class ComparedColumns {

    /** How many references are led one after the other, for keys that lead back to their own table. */
    private static final int MAX_DEPTH = 5;

    /** SQLite joins 64 tables at most. */
    private static final int MAX_JOINS = 60;

    private final Catalog catalog;
    private final NaturalKeys keys;
    private final LogicalReferences references;
    private final Staging names;
    private final Table table;
    private final StringBuilder from;
    private final List<Shown> key = new ArrayList<>();
    private final List<Shown> others = new ArrayList<>();
    private final Set<String> notes = new LinkedHashSet<>();
    private int joins;

    /** A column of the query. */
    private record Shown(String label, String expression, boolean led) {}

    /**
     * Creates a builder.
     *
     * @param names writes names in the SQL of the database
     */
    ComparedColumns(Catalog catalog, NaturalKeys keys, LogicalReferences references, Staging names, Table table) {
        this.catalog = catalog;
        this.keys = keys;
        this.references = references;
        this.names = names;
        this.table = references.whole(table);
        this.from = new StringBuilder(names.from(table)).append(" r0");
    }

    /** Builds it. */
    ComparedTable build() {
        List<String> keyColumns = key(table);
        Set<String> numbers = numbers(table);
        Set<String> led = new HashSet<>();
        for (ForeignKey reference : inOrder(keyColumns)) {
            Optional<Table> other = catalog.table(reference.referencedTable());
            if (other.isPresent() && !led.containsAll(reference.columns())) {
                led.addAll(reference.columns());
                String label = reference.columns().get(0);
                List<Shown> identity = led("r0", reference, other.get(), label, 1, nestedKey(reference));
                (keyColumns.containsAll(reference.columns()) ? key : others).addAll(identity);
            }
        }
        for (Column column : table.columns()) {
            if (column.insertable() && !led.contains(column.name()) && !numbers.contains(column.name())) {
                boolean tells = keyColumns.contains(column.name());
                (tells ? key : others).add(value("r0", column.name(), column.name(), false));
            }
        }
        List<Shown> all = new ArrayList<>(key);
        all.addAll(others);
        boolean keyed = !key.isEmpty();
        return new ComparedTable(
                table,
                all.stream().map(Shown::label).toList(),
                keyed ? key.size() : all.size(),
                IntStream.range(0, all.size())
                        .filter(i -> all.get(i).led())
                        .boxed()
                        .toList(),
                keyed,
                "SELECT "
                        + (all.isEmpty()
                                ? "1"
                                : String.join(
                                        ", ",
                                        all.stream().map(Shown::expression).toList()))
                        + " FROM " + from,
                List.copyOf(notes));
    }

    /** Returns the references in the order of the key's columns, others after them, so that the key is always written alike. */
    private List<ForeignKey> inOrder(List<String> keyColumns) {
        List<String> columns = new ArrayList<>(keyColumns);
        table.columns().stream()
                .map(Column::name)
                .filter(name -> !keyColumns.contains(name))
                .forEach(columns::add);
        return table.foreignKeys().stream()
                .sorted(Comparator.comparingInt(
                        reference -> columns.indexOf(reference.columns().get(0))))
                .toList();
    }

    /** Returns the columns that tell the rows of a table apart: its natural key, or a primary key that is more than a number. */
    private List<String> key(Table of) {
        return keys.of(of)
                .map(Found::key)
                .map(NaturalKey::columns)
                .orElseGet(() -> NaturalKeys.isNumbered(of)
                        ? List.of()
                        : of.primaryKey().map(Key::columns).orElse(List.of()));
    }

    /** Returns the columns that only number rows. */
    private static Set<String> numbers(Table of) {
        return NaturalKeys.isNumbered(of)
                ? Set.copyOf(of.primaryKey().map(Key::columns).orElse(List.of()))
                : Set.of();
    }

    /** Returns the key that a declaration has given for the rows that a reference of the table's own key leads to. */
    private Optional<NaturalKey> nestedKey(ForeignKey reference) {
        return keys.of(table).map(Found::key).stream()
                .flatMap(own -> own.parts().stream())
                .filter(part -> reference.equals(part.through()))
                .flatMap(part -> Optional.ofNullable(part.other()).stream())
                .findFirst();
    }

    /** Joins the row that a reference leads to, and returns what tells it apart. */
    private List<Shown> led(
            String alias, ForeignKey reference, Table other, String label, int depth, Optional<NaturalKey> given) {
        if (depth > MAX_DEPTH || joins == MAX_JOINS) {
            notes.add(label + " is not followed further");
            return List.of();
        }
        joins++;
        String joined = "r" + joins;
        from.append(" LEFT JOIN ").append(names.from(other)).append(' ').append(joined);
        List<String> referenced = reference.referencedColumns().isEmpty()
                ? other.primaryKey().map(Key::columns).orElse(List.of())
                : reference.referencedColumns();
        for (int i = 0; i < referenced.size(); i++) {
            from.append(i == 0 ? " ON " : " AND ")
                    .append(column(joined, referenced.get(i)))
                    .append(" = ")
                    .append(column(alias, reference.columns().get(i)));
        }
        Optional<NaturalKey> natural = given.or(() -> keys.of(other).map(Found::key));
        return natural.isPresent()
                ? natural(joined, natural.get(), label, depth)
                : content(joined, other, label, depth);
    }

    private List<Shown> natural(String alias, NaturalKey of, String label, int depth) {
        List<Shown> shown = new ArrayList<>();
        for (Part part : of.parts()) {
            ForeignKey through = part.through();
            Optional<Table> other = Optional.ofNullable(through)
                    .map(ForeignKey::referencedTable)
                    .flatMap(catalog::table);
            String path = label + "." + part.columns().get(0);
            if (through != null && other.isPresent()) {
                shown.addAll(led(alias, through, other.get(), path, depth + 1, Optional.ofNullable(part.other())));
            } else {
                part.columns().forEach(name -> shown.add(value(alias, name, label + "." + name, true)));
            }
        }
        return shown;
    }

    /**
     * A row without a natural key is told by its primary key where that is more than a number. Otherwise it is told by its values, and by
     * what it refers to only where that has a natural key.
     */
    private List<Shown> content(String alias, Table other, String label, int depth) {
        Table whole = references.whole(other);
        Set<String> numbers = numbers(other);
        Set<String> keyColumns = new HashSet<>(key(other));
        Set<String> led = new HashSet<>();
        List<Shown> shown = new ArrayList<>();
        for (ForeignKey reference : whole.foreignKeys()) {
            Optional<Table> next = catalog.table(reference.referencedTable());
            if (next.isPresent() && !led.containsAll(reference.columns())) {
                led.addAll(reference.columns());
                String path = label + "." + reference.columns().get(0);
                boolean tells = keyColumns.isEmpty()
                        ? keys.of(next.get()).isPresent()
                        : keyColumns.containsAll(reference.columns());
                if (tells) {
                    shown.addAll(led(alias, reference, next.get(), path, depth + 1, Optional.empty()));
                } else if (keyColumns.isEmpty()) {
                    notes.add(path + " is not followed further");
                }
            }
        }
        for (Column column : other.columns()) {
            String name = column.name();
            if (column.insertable()
                    && !led.contains(name)
                    && !numbers.contains(name)
                    && (keyColumns.isEmpty() || keyColumns.contains(name))) {
                shown.add(value(alias, name, label + "." + name, true));
            }
        }
        return shown;
    }

    private Shown value(String alias, String column, String label, boolean led) {
        return new Shown(label, column(alias, column), led);
    }

    private String column(String alias, String name) {
        return alias + "." + names.quote(name);
    }
}
