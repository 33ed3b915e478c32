package dev.restore.engine.cycle;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Column;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Key;
import dev.restore.catalog.NaturalKey;
import dev.restore.catalog.NaturalKey.Part;
import dev.restore.catalog.Table;
import dev.restore.dialect.ReachedColumn;
import dev.restore.dialect.Staging;
import dev.restore.dialect.standard.ReachedRows;
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
    private final ReachedRows reached;
    private final Set<List<ForeignKey>> joined = new HashSet<>();
    private final List<Shown> key = new ArrayList<>();
    private final List<Shown> others = new ArrayList<>();
    private final Set<String> notes = new LinkedHashSet<>();

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
        this.reached = new ReachedRows(
                names::quote, name -> names.from(catalog.table(name).orElseThrow()));
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
                List<Shown> identity = led(List.of(), reference, other.get(), label, 1, nestedKey(reference));
                (keyColumns.containsAll(reference.columns()) ? key : others).addAll(identity);
            }
        }
        for (Column column : table.columns()) {
            if (column.insertable() && !led.contains(column.name()) && !numbers.contains(column.name())) {
                boolean tells = keyColumns.contains(column.name());
                (tells ? key : others).add(value(List.of(), table, column.name(), column.name(), false));
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
                        + " FROM " + names.from(table) + reached.joins(),
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
            List<ForeignKey> before,
            ForeignKey reference,
            Table other,
            String label,
            int depth,
            Optional<NaturalKey> given) {
        ForeignKey complete = complete(reference, other);
        List<ForeignKey> path = new ArrayList<>(before);
        path.add(complete);
        if (complete.referencedColumns().size() != complete.columns().size()
                || depth > MAX_DEPTH
                || (joined.size() == MAX_JOINS && !joined.contains(path))) {
            notes.add(label + " is not followed further");
            return List.of();
        }
        joined.add(path);
        Optional<NaturalKey> natural = given.or(() -> keys.of(other).map(Found::key));
        return natural.isPresent() ? natural(path, natural.get(), label, depth) : content(path, other, label, depth);
    }

    /** Returns a reference with the columns that it leads to: those of the primary key where it names none. */
    private static ForeignKey complete(ForeignKey reference, Table other) {
        return reference.referencedColumns().isEmpty()
                ? new ForeignKey(
                        reference.name(),
                        reference.table(),
                        reference.columns(),
                        reference.referencedTable(),
                        other.primaryKey().map(Key::columns).orElse(List.of()),
                        reference.onDelete(),
                        reference.deferrability(),
                        reference.validated())
                : reference;
    }

    private List<Shown> natural(List<ForeignKey> path, NaturalKey of, String label, int depth) {
        List<Shown> shown = new ArrayList<>();
        for (Part part : of.parts()) {
            ForeignKey through = part.through();
            Optional<Table> other = Optional.ofNullable(through)
                    .map(ForeignKey::referencedTable)
                    .flatMap(catalog::table);
            if (through != null && other.isPresent()) {
                String name = label + "." + part.columns().get(0);
                shown.addAll(led(path, through, other.get(), name, depth + 1, Optional.ofNullable(part.other())));
            } else {
                part.columns().forEach(name -> shown.add(value(path, of.table(), name, label + "." + name, true)));
            }
        }
        return shown;
    }

    /**
     * A row without a natural key is told by its primary key where that is more than a number. Otherwise it is told by its values, and by
     * what it refers to only where that has a natural key.
     */
    private List<Shown> content(List<ForeignKey> path, Table other, String label, int depth) {
        Table whole = references.whole(other);
        Set<String> numbers = numbers(other);
        Set<String> keyColumns = new HashSet<>(key(other));
        Set<String> led = new HashSet<>();
        List<Shown> shown = new ArrayList<>();
        for (ForeignKey reference : whole.foreignKeys()) {
            Optional<Table> next = catalog.table(reference.referencedTable());
            if (next.isPresent() && !led.containsAll(reference.columns())) {
                led.addAll(reference.columns());
                String name = label + "." + reference.columns().get(0);
                boolean tells = keyColumns.isEmpty()
                        ? keys.of(next.get()).isPresent()
                        : keyColumns.containsAll(reference.columns());
                if (tells) {
                    shown.addAll(led(path, reference, next.get(), name, depth + 1, Optional.empty()));
                } else if (keyColumns.isEmpty()) {
                    notes.add(name + " is not followed further");
                }
            }
        }
        for (Column column : other.columns()) {
            String name = column.name();
            if (column.insertable()
                    && !led.contains(name)
                    && !numbers.contains(name)
                    && (keyColumns.isEmpty() || keyColumns.contains(name))) {
                shown.add(value(path, other, name, label + "." + name, true));
            }
        }
        return shown;
    }

    private Shown value(List<ForeignKey> path, Table of, String column, String label, boolean led) {
        return new Shown(
                label,
                reached.column(new ReachedColumn(path, of, of.column(column).orElseThrow())),
                led);
    }
}
