package dev.restore.engine.export;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Column;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Key;
import dev.restore.catalog.NaturalKey;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.engine.match.NaturalKeys;
import dev.restore.engine.match.NaturalKeys.Found;
import dev.restore.engine.match.NaturalKeys.Origin;
import dev.restore.engine.options.BackupReferences;
import dev.restore.engine.references.KeyedReference;
import dev.restore.outcome.Problem;
import dev.restore.plan.BackupFormat;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which references of the tables of a backup are written as natural keys. */
final class ReferenceChoice {

    private final Catalog catalog;
    private final BackupReferences options;
    private final boolean django;
    private final NaturalKeys keys;
    private final List<Problem> problems;
    private final Map<TableName, List<KeyedReference>> references = new LinkedHashMap<>();
    private final Map<TableName, NaturalKey> known = new LinkedHashMap<>();
    private final Set<NaturalKey> used = new LinkedHashSet<>();
    private final Set<String> notes = new LinkedHashSet<>();

    private ReferenceChoice(Catalog catalog, BackupReferences options, BackupFormat format, List<Problem> problems) {
        this.catalog = catalog;
        this.options = options;
        this.django = format == BackupFormat.DJANGO;
        this.problems = problems;
        this.keys = new NaturalKeys(catalog, options.naturalKeys());
    }

    /** Chooses, and adds what is wrong with the options to problems. */
    static KeyedReferences of(
            Catalog catalog,
            List<Table> tables,
            BackupReferences options,
            BackupFormat format,
            List<Problem> problems) {
        if (!options.any()) {
            return KeyedReferences.none();
        }
        return new ReferenceChoice(catalog, options, format, problems).choose(tables);
    }

    private KeyedReferences choose(List<Table> tables) {
        problems.addAll(keys.problems());
        if (!keys.problems().isEmpty()) {
            return KeyedReferences.none();
        }
        catalog.tables().forEach(this::requireWritable);
        for (Table table : tables) {
            wanted(table).filter(key -> key.values().isPresent()).ifPresent(key -> known.put(table.name(), key));
            List<KeyedReference> keyed = references(table);
            if (!keyed.isEmpty()) {
                references.put(table.name(), keyed);
            }
        }
        return new KeyedReferences(
                references, known, used.stream().filter(key -> !isEnforced(key)).toList(), List.copyOf(notes));
    }

    /** A declared key is used wherever somebody refers to it, so that it can be written or the declaration is wrong. */
    private void requireWritable(Table table) {
        Optional<NaturalKey> declared = keys.of(table)
                .filter(found -> found.origin() == Origin.DECLARED)
                .map(Found::key);
        declared.ifPresent(used::add);
        if (declared.isPresent() && (declared.get().values().isEmpty() || !leadsToOneEach(declared.get()))) {
            problems.add(
                    new Problem(
                            Problem.Kind.NATURAL_KEY,
                            catalog.spell(table.name()),
                            "The natural key of table " + catalog.spell(table.name()) + " ("
                                    + declared.get().describe()
                                    + ") holds a reference to rows of which no natural key is known.",
                            "Declare theirs too (naturalKey, --natural-key), or name a column of those rows by relation.column."));
        }
    }

    /** Returns the natural key by which references to a table are written, if they are. */
    private Optional<NaturalKey> wanted(Table table) {
        return keys.of(table).filter(this::isTaken).map(Found::key);
    }

    /** What follows from a unique key is taken only where every row has one: nobody has said that it is the natural one. */
    private boolean isTaken(Found found) {
        return switch (found.origin()) {
            case DECLARED -> true;
            case DJANGO -> options.byNaturalKey();
            case UNIQUE -> options.byNaturalKey() && !django && !mayLack(found.key());
        };
    }

    private static boolean mayLack(NaturalKey key) {
        return key.columns().stream()
                        .anyMatch(column ->
                                key.table().column(column).orElseThrow().nullable())
                || key.parts().stream().map(NaturalKey.Part::other).anyMatch(other -> other != null && mayLack(other));
    }

    private boolean isWanted(Table table) {
        return options.byNaturalKey()
                || keys.of(table)
                        .filter(found -> found.origin() == Origin.DECLARED)
                        .isPresent();
    }

    /** Those of one column come first: what is left to the others is a column that none of them stands in. */
    private List<KeyedReference> references(Table table) {
        List<KeyedReference> keyed = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        List<ForeignKey> ordered = table.foreignKeys().stream()
                .sorted(Comparator.comparingInt(key -> key.columns().size()))
                .toList();
        for (ForeignKey foreignKey : ordered) {
            Optional<Table> other = catalog.table(foreignKey.referencedTable());
            if (other.isEmpty() || !isWanted(other.get())) {
                continue;
            }
            Optional<NaturalKey> key = wanted(other.get());
            if (key.isEmpty()
                    || key.get().values().isEmpty()
                    || !leadsToOneEach(key.get())
                    || !leadsToOne(foreignKey)) {
                noteUnknown(other.get());
                continue;
            }
            Optional<String> holder = holder(table, foreignKey, taken);
            if (holder.isEmpty()) {
                notes.add("The reference " + foreignKey.describe()
                        + " is written as it is: it has no column of its own that could hold a natural key.");
                continue;
            }
            taken.add(holder.get());
            used.add(key.get());
            keyed.add(
                    new KeyedReference(foreignKey, key.get(), holder.get(), emptied(table, foreignKey, holder.get())));
        }
        return keyed;
    }

    private void noteUnknown(Table table) {
        String name = catalog.spell(table.name());
        String reason = "no natural key of it is known";
        if (!django && keys.candidates(table).size() > 1) {
            reason = "several of its unique keys could be its natural key";
        } else if (!django
                && keys.of(table)
                        .map(Found::key)
                        .filter(ReferenceChoice::mayLack)
                        .isPresent()) {
            reason = "its unique key takes nulls, and a row with one could not be found again";
        }
        notes.add("References to " + name + " are written as they are: " + reason
                + "; name one (naturalKey, --natural-key " + name + "=COLUMN).");
    }

    /** Returns the column whose field can hold the key: one of its own, if there is one. */
    private Optional<String> holder(Table table, ForeignKey foreignKey, Set<String> taken) {
        Set<String> shared = shared(table, foreignKey);
        List<String> written =
                table.insertableColumns().stream().map(Column::name).toList();
        if (!written.containsAll(foreignKey.columns()) || (django && !fitsDjango(table, foreignKey))) {
            return Optional.empty();
        }
        if (foreignKey.columns().size() == 1) {
            return Optional.of(foreignKey.columns().get(0)).filter(column -> !taken.contains(column));
        }
        List<String> free = foreignKey.columns().stream()
                .filter(column -> !shared.contains(column))
                .toList();
        List<String> primary = primaryKey(table);
        return free.stream()
                .filter(column -> !primary.contains(column))
                .findFirst()
                .or(() -> free.stream().findFirst());
    }

    /** Django has no references of several columns, and reads a record's key as a value. */
    private static boolean fitsDjango(Table table, ForeignKey foreignKey) {
        return foreignKey.columns().size() == 1 && !primaryKey(table).equals(foreignKey.columns());
    }

    private static List<String> emptied(Table table, ForeignKey foreignKey, String holder) {
        Set<String> kept = shared(table, foreignKey);
        kept.addAll(primaryKey(table));
        kept.add(holder);
        return foreignKey.columns().stream()
                .filter(column -> !kept.contains(column))
                .toList();
    }

    /** Returns the columns of a foreign key that are of another one, too. */
    private static Set<String> shared(Table table, ForeignKey foreignKey) {
        Set<String> shared = new HashSet<>();
        table.foreignKeys().stream()
                .filter(other -> !other.equals(foreignKey))
                .forEach(other -> shared.addAll(other.columns()));
        shared.retainAll(foreignKey.columns());
        return shared;
    }

    private static List<String> primaryKey(Table table) {
        return table.primaryKey().map(Key::columns).orElse(List.of());
    }

    /** Returns whether no two rows can be what a foreign key leads to; SQLite takes foreign keys to columns that are not unique. */
    private boolean leadsToOne(ForeignKey foreignKey) {
        return !foreignKey.referencedColumns().isEmpty()
                && catalog.table(foreignKey.referencedTable())
                        .filter(other -> isUnique(other, foreignKey.referencedColumns()))
                        .isPresent();
    }

    private boolean leadsToOneEach(NaturalKey key) {
        return key.parts().stream().allMatch(part -> {
            ForeignKey through = part.through();
            NaturalKey other = part.other();
            return through == null || (leadsToOne(through) && (other == null || leadsToOneEach(other)));
        });
    }

    /** Returns whether the database itself keeps two rows from having one key. */
    private static boolean isEnforced(NaturalKey key) {
        return isUnique(key.table(), key.columns())
                && key.parts().stream()
                        .map(NaturalKey.Part::other)
                        .allMatch(other -> other == null || isEnforced(other));
    }

    private static boolean isUnique(Table table, List<String> columns) {
        return table.keys().stream().anyMatch(key -> columns.containsAll(key.columns()));
    }
}
