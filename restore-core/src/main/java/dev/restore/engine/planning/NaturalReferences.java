package dev.restore.engine.planning;

import dev.restore.backup.Survey.SurveyedField;
import dev.restore.backup.Survey.SurveyedTable;
import dev.restore.catalog.Catalog;
import dev.restore.catalog.Column;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.NaturalKey;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.engine.match.NaturalKeys;
import dev.restore.outcome.Problem;
import dev.restore.plan.MergePlan.KeyReference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Learns which references of a backup are written as natural keys, and by which keys of the target they are found. */
final class NaturalReferences {

    private final Catalog catalog;
    private final NaturalKeys keys;
    private final Map<TableName, List<KeyReference>> byTable = new HashMap<>();
    private final LogicalReferences logical;
    private final boolean django;
    private final List<String> notes;
    private boolean seen;

    NaturalReferences(
            Catalog catalog, NaturalKeys keys, LogicalReferences logical, boolean django, List<String> notes) {
        this.catalog = catalog;
        this.keys = keys;
        this.logical = logical;
        this.django = django;
        this.notes = notes;
    }

    /** Returns a table with the references that it has without foreign keys. */
    Table whole(Table table) {
        return logical.whole(table);
    }

    /** Returns a table of the target, empty where there is none of that name. */
    Optional<Table> table(TableName name) {
        return catalog.table(name);
    }

    NaturalKeys keys() {
        return keys;
    }

    /** Returns whether the backup is known to hold such references. */
    boolean seen() {
        return seen;
    }

    List<KeyReference> of(TableName table) {
        return byTable.getOrDefault(table, List.of());
    }

    /** Takes a field with natural keys, and returns what stands in the way of that. */
    Optional<Problem> take(SurveyedTable source, SurveyedField field, Table target, Column column) {
        seen = true;
        Optional<ForeignKey> through = through(target, column).or(() -> unanimous(target, column));
        String place = source.name() + "." + field.name();
        if (through.isEmpty()) {
            return Optional.of(new Problem(
                    Problem.Kind.NATURAL_KEY,
                    place,
                    "Field " + field.name() + " of table " + source.name()
                            + " refers to its rows by natural key (a list), and no foreign key says to which table "
                            + target.name() + "." + column.name() + " refers.",
                    "Say to which (reference, --reference) by " + target.name().name() + "." + column.name()
                            + "=table, or add the foreign key."));
        }
        return take(place, "Field " + field.name() + " of table " + source.name(), through.get(), column);
    }

    /** Takes a many-to-many list, and returns what stands in the way if its elements are natural keys. */
    Optional<Problem> takeList(SurveyedTable source, SurveyedField field, Table join, Column element, boolean natural) {
        seen |= natural;
        Optional<ForeignKey> through = through(join, element);
        if (through.isEmpty()) {
            return Optional.empty();
        }
        Optional<Problem> problem = take(
                source.name() + "." + field.name(),
                "Field " + field.name() + " of table " + source.name(),
                through.get(),
                element);
        return natural ? problem : Optional.empty();
    }

    /** Where no foreign key says to which table a column of a Django dump refers, all others of its name may say it with one voice. */
    private Optional<ForeignKey> unanimous(Table target, Column column) {
        Optional<ForeignKey> found = django ? logical.unanimous(target, column) : Optional.empty();
        found.ifPresent(key -> notes.add(target.name().name() + "." + column.name()
                + " has no foreign key; it is taken to refer to " + catalog.spell(key.referencedTable())
                + " as all other columns of that name do (reference, --reference)."));
        return found;
    }

    /** Returns the foreign key that a column stands for: of several the one that begins with it, and of these the shortest. */
    private Optional<ForeignKey> through(Table target, Column column) {
        return logical.whole(target).foreignKeys().stream()
                .filter(key -> key.columns().contains(column.name()))
                .min(Comparator.comparingInt((ForeignKey key) -> key.columns().indexOf(column.name()))
                        .thenComparingInt(key -> key.columns().size()));
    }

    private Optional<Problem> take(String place, String words, ForeignKey through, Column column) {
        Optional<Table> other = catalog.table(through.referencedTable());
        Optional<NaturalKey> key = other.flatMap(keys::of)
                .map(NaturalKeys.Found::key)
                .filter(known -> known.values().isPresent());
        if (key.isEmpty()) {
            String name = catalog.spell(through.referencedTable());
            String candidates = other.map(table -> keys.candidates(table).stream()
                            .filter(known -> known.values().isPresent())
                            .map(known -> name + "=" + known.describe())
                            .collect(Collectors.joining(" or ")))
                    .orElse("");
            return Optional.of(new Problem(
                    Problem.Kind.NATURAL_KEY,
                    place,
                    words + " refers to rows of " + name + " by natural key (a list), and "
                            + (candidates.isEmpty() ? "no unique key of " : "several unique keys of ") + name
                            + (candidates.isEmpty() ? " says which columns that is." : " could be that."),
                    "Name its columns (naturalKey, --natural-key) by "
                            + (candidates.isEmpty() ? name + "=column,relation.column" : candidates) + "."));
        }
        List<KeyReference> known = byTable.computeIfAbsent(through.table(), table -> new ArrayList<>());
        if (known.stream().noneMatch(reference -> reference.through().equals(through))) {
            known.add(new KeyReference(through, key.get(), column.name()));
        }
        return Optional.empty();
    }
}
