package dev.restore.dialect;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Column;
import dev.restore.catalog.Column.Generation;
import dev.restore.catalog.Key;
import dev.restore.catalog.Sequence;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.catalog.TypeFamily;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the columns that are numbered by a sequence without the catalog saying so, because a program draws from it: those that
 * the caller names, and those that the names of the usual tools tell. A sequence is taken for that of a column where its name,
 * without the word {@code seq} or {@code sequence} at either end, is the table's and the column's (Django, Doctrine), or the
 * table's alone for a primary key of one whole number (Hibernate 6); case and underscores make no difference. The sequences that
 * Hibernate 5 and JHipster share among all tables number every such primary key that nothing else numbers.
 */
public final class UnownedSequences {

    private static final Set<String> WORDS = Set.of("seq", "sequence", "sq");
    private static final Set<String> SHARED = Set.of("hibernate_sequence", "sequence_generator");

    private final Catalog catalog;
    private final Set<TableName> taken = new HashSet<>();
    private final Map<TableName, Map<String, Sequence>> found = new HashMap<>();

    private UnownedSequences(Catalog catalog) {
        this.catalog = catalog;
    }

    /**
     * Returns the catalog with the sequences of these columns, or the same when there are none.
     *
     * @param catalog what the database says, with all sequences
     * @param named what the caller says: sequences by {@code table.column}; what does not exist is passed over here
     */
    public static Catalog assigned(Catalog catalog, Map<String, String> named) {
        return catalog.sequences().isEmpty() ? catalog : new UnownedSequences(catalog).assign(named);
    }

    /** Finds sequences by a name with or without its schema, exactly or else but for case. */
    public static List<Sequence> find(Catalog catalog, String name) {
        for (boolean exactly : new boolean[] {true, false}) {
            List<Sequence> fitting = catalog.sequences().stream()
                    .filter(sequence -> fits(catalog, sequence.name(), name, exactly))
                    .toList();
            if (!fitting.isEmpty()) {
                return fitting;
            }
        }
        return List.of();
    }

    /** Finds the column that {@code table.column} means. */
    public static Optional<Column> column(Catalog catalog, String place) {
        return table(catalog, place).flatMap(table -> column(table, place));
    }

    /** Finds the table that {@code table.column} means. */
    public static Optional<Table> table(Catalog catalog, String place) {
        String name = place.substring(0, Math.max(0, place.lastIndexOf('.')));
        for (boolean exactly : new boolean[] {true, false}) {
            Optional<Table> fitting = catalog.tables().stream()
                    .filter(table -> fits(catalog, table.name(), name, exactly))
                    .findFirst();
            if (fitting.isPresent()) {
                return fitting;
            }
        }
        return Optional.empty();
    }

    private static boolean fits(Catalog catalog, TableName candidate, String name, boolean exactly) {
        String whole = candidate.toString();
        boolean own = Objects.equals(candidate.schema(), catalog.defaultSchema());
        return exactly
                ? whole.equals(name) || (own && candidate.name().equals(name))
                : whole.equalsIgnoreCase(name) || (own && candidate.name().equalsIgnoreCase(name));
    }

    private static Optional<Column> column(Table table, String place) {
        String name = place.substring(place.lastIndexOf('.') + 1);
        Optional<Column> exact = table.column(name);
        return exact.isPresent()
                ? exact
                : table.columns().stream()
                        .filter(column -> column.name().equalsIgnoreCase(name))
                        .findFirst();
    }

    /** Returns the primary key of one whole number that nothing is known to number and that refers to no other table. */
    public static Optional<Column> unnumberedKey(Table table) {
        List<String> key = table.primaryKey().map(Key::columns).orElse(List.of());
        if (key.size() != 1 || !table.kind().holdsRows()) {
            return Optional.empty();
        }
        boolean refers = table.foreignKeys().stream()
                .anyMatch(foreign -> foreign.columns().contains(key.get(0)));
        return table.column(key.get(0)).filter(column -> !refers && free(column));
    }

    /** Returns whether the name of a sequence begins with that of a table, case and underscores aside. */
    public static boolean isNamedAfter(String sequence, TableName table) {
        String letters = letters(table.name());
        return !letters.isEmpty() && withoutWord(sequence).startsWith(letters);
    }

    private static boolean free(Column column) {
        return isWhole(column) && column.generation() == Generation.NONE && column.sequence() == null;
    }

    private static boolean isWhole(Column column) {
        return column.type().family() == TypeFamily.INTEGER
                || (column.type().family() == TypeFamily.DECIMAL
                        && column.type().scale() == 0);
    }

    /** Returns whether a sequence that the caller names can number this column. */
    public static boolean mayBeNumbered(Column column) {
        return column.generation() == Generation.NONE
                && (isWhole(column) || column.type().family() == TypeFamily.TEXT);
    }

    private Catalog assign(Map<String, String> named) {
        for (Table table : catalog.tables()) {
            for (Column column : table.columns()) {
                if (column.sequence() != null) {
                    taken.add(column.sequence().name());
                }
            }
        }
        assignNamed(named);
        assignBy(true);
        assignBy(false);
        assignShared();
        return found.isEmpty() ? catalog : withFound();
    }

    private void assignNamed(Map<String, String> named) {
        named.forEach((place, name) -> {
            List<Sequence> sequences = find(catalog, name);
            Optional<Table> table = table(catalog, place);
            Optional<Column> column = table.flatMap(owner -> column(owner, place));
            if (sequences.size() == 1
                    && table.isPresent()
                    && column.filter(UnownedSequences::mayBeNumbered).isPresent()) {
                put(table.get(), column.get(), sequences.get(0));
            }
        });
    }

    private void put(Table table, Column column, Sequence sequence) {
        taken.add(sequence.name());
        found.computeIfAbsent(table.name(), name -> new HashMap<>()).put(column.name(), sequence);
    }

    private boolean isFound(Table table, Column column) {
        return found.getOrDefault(table.name(), Map.of()).containsKey(column.name());
    }

    /** A name that fits several columns says nothing. */
    private void assignBy(boolean columnsToo) {
        Map<TableName, List<Place>> places = new HashMap<>();
        for (Table table : catalog.tables()) {
            if (!table.kind().holdsRows() || table.kind() == Table.Kind.PARTITION) {
                continue;
            }
            if (columnsToo) {
                for (Column column : table.columns()) {
                    if (free(column)) {
                        add(places, table, column, letters(table.name().name() + column.name()));
                    }
                }
            } else {
                unnumberedKey(table)
                        .ifPresent(key ->
                                add(places, table, key, letters(table.name().name())));
            }
        }
        for (Sequence sequence : catalog.sequences()) {
            String words = withoutWord(sequence.name().name());
            List<Place> fitting =
                    places.getOrDefault(new TableName(sequence.name().schema(), words), List.of());
            if (!words.isEmpty() && fitting.size() == 1 && !taken.contains(sequence.name())) {
                put(fitting.get(0).table(), fitting.get(0).column(), sequence);
            }
        }
    }

    private record Place(Table table, Column column) {}

    private void add(Map<TableName, List<Place>> places, Table table, Column column, String letters) {
        if (!isFound(table, column)) {
            places.computeIfAbsent(new TableName(table.name().schema(), letters), name -> new ArrayList<>())
                    .add(new Place(table, column));
        }
    }

    private void assignShared() {
        for (Sequence sequence : catalog.sequences()) {
            if (!SHARED.contains(sequence.name().name().toLowerCase(Locale.ROOT))) {
                continue;
            }
            for (Table table : catalog.tables()) {
                if (Objects.equals(table.name().schema(), sequence.name().schema())) {
                    unnumberedKey(table)
                            .filter(key -> !key.hasDefault() && !isFound(table, key))
                            .ifPresent(key -> put(table, key, sequence));
                }
            }
        }
    }

    private static String letters(String name) {
        return name.toLowerCase(Locale.ROOT).replace("_", "").replace(" ", "");
    }

    /** Returns the letters of a sequence's name without the word for it, empty where there is no such word. */
    private static String withoutWord(String name) {
        String words = name.toLowerCase(Locale.ROOT);
        int first = words.indexOf('_');
        int last = words.lastIndexOf('_');
        if (last > 0 && WORDS.contains(words.substring(last + 1))) {
            return letters(words.substring(0, last));
        }
        return first > 0 && WORDS.contains(words.substring(0, first)) ? letters(words.substring(first + 1)) : "";
    }

    private Catalog withFound() {
        List<Table> tables = new ArrayList<>();
        for (Table table : catalog.tables()) {
            Map<String, Sequence> own = found.getOrDefault(table.name(), Map.of());
            tables.add(own.isEmpty() ? table : numbered(table, own));
        }
        return new Catalog(catalog.defaultSchema(), tables, catalog.sequences());
    }

    private static Table numbered(Table table, Map<String, Sequence> own) {
        List<Column> columns = new ArrayList<>();
        for (Column column : table.columns()) {
            Sequence sequence = own.get(column.name());
            columns.add(sequence == null ? column : column.numberedBy(sequence));
        }
        return new Table(
                table.name(),
                table.kind(),
                columns,
                table.keys(),
                table.uniqueIndexes(),
                table.foreignKeys(),
                table.triggers(),
                table.parent());
    }
}
