package dev.restore.plan;

import dev.restore.catalog.Column;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.NaturalKey;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.outcome.MappedKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How rows find those that they refer to, and the rows of the target that they are, where the numbers of the backup do not say so.
 * Immutable.
 *
 * @param tables one for each table that gets rows, parents before children as far as possible
 * @param required whether the rows cannot go in without it; otherwise a database without temporary tables takes them as they are
 * @param found what was found of the keys of each table's rows; empty as long as nothing was compared
 */
public record MergePlan(List<TableMerge> tables, boolean required, List<MappedKeys> found) {

    public MergePlan {
        tables = List.copyOf(tables);
        found = List.copyOf(found);
    }

    /** Creates one before anything was compared. */
    public MergePlan(List<TableMerge> tables, boolean required) {
        this(tables, required, List.of());
    }

    /** Returns the same with what was found. */
    public MergePlan with(List<MappedKeys> keys) {
        return new MergePlan(tables, required, keys);
    }

    /** Returns what the target is to the backup, a sentence; empty where nothing was compared or is looked for. */
    public String verdict() {
        if (found.isEmpty() || !matches()) {
            return "";
        }
        // That a number is there as well says nothing: in a database that was set up again it is another row's.
        long numbers = found.stream()
                .filter(MappedKeys::byNumber)
                .mapToLong(MappedKeys::sameKey)
                .sum();
        long same = found.stream().mapToLong(MappedKeys::sameKey).sum() - numbers;
        long other = found.stream().mapToLong(MappedKeys::otherKey).sum();
        if (other == 0 && same == 0) {
            return numbers > 0
                    ? "Rows are there under the same numbers, and only these numbers tell that they are the same rows."
                    : found.stream().anyMatch(table -> table.keyless() > 0)
                            ? "The backup has no keys for the rows that are there."
                            : "None of these rows is in the target: all are new.";
        }
        if (other == 0) {
            return numbers == 0
                    ? "The target has the same ids: every row that is there has the key that it has in the backup."
                    : "The target has the same ids, as far as anything but numbers tells rows apart.";
        }
        return same == 0
                ? "The target was re-initialised: the rows that are there have other keys than in the backup."
                : "The target is a mixture: some of the rows that are there have the keys of the backup, others have other keys.";
    }

    /** By what a row of the backup is found among those of the target. */
    public enum Match {
        /** By its natural key. */
        NATURAL_KEY,
        /** By its primary key. */
        PRIMARY_KEY,
        /** By nothing: all rows are new, and get another key where theirs is taken. */
        NEW,
        /** By nothing: all rows are new, and a key that is taken is an error. */
        NONE
    }

    /** What becomes of a row of the target that is found. */
    public enum Existing {
        /** Its columns get the backup's values, unless they belong to the key by which it was found. */
        UPDATE,
        /** It stays as it is. */
        SKIP,
        /** It stays as it is, and the row of the backup becomes another one. */
        ADD,
        /** It stays as it is, and the row of the backup is a bad row. */
        REFUSE
    }

    /**
     * A reference that is written as the natural key of the row that it leads to, or may be.
     *
     * @param through the foreign key, or one that stands for a reference without one
     * @param key the natural key of the table that it refers to
     * @param column the one of its columns whose field holds the natural key as a list
     */
    public record KeyReference(ForeignKey through, NaturalKey key, String column) {
        public KeyReference {
            Objects.requireNonNull(column, "column");
            Objects.requireNonNull(through, "through");
            Objects.requireNonNull(key, "key");
        }
    }

    /**
     * A column that refers to rows of tables that each row names.
     *
     * @param column the column
     * @param type where the values are that make the name of the type, with {@code _} between them
     * @param tables tables by names of types; any other name is that of a table
     * @param orphans what happens to a row whose reference leads nowhere; null if that stays as it is
     */
    public record TypedReference(
            Column column,
            List<TypePart> type,
            Map<String, String> tables,
            @Nullable OrphanPolicy orphans) {
        public TypedReference {
            Objects.requireNonNull(column, "column");
            type = List.copyOf(type);
            tables = Map.copyOf(tables);
        }

        /** Returns the columns that make the name of the type, for people. */
        public String describe() {
            return type.stream()
                    .map(part -> (part.through() == null
                                    ? ""
                                    : part.through().columns().get(0) + ".")
                            + part.column().name())
                    .collect(Collectors.joining("_"));
        }
    }

    /**
     * A part of a type's name.
     *
     * @param through the foreign key, of one column, to the row that has it; null where that is the row itself
     * @param column the column that has it
     */
    public record TypePart(@Nullable ForeignKey through, Column column) {}

    /**
     * One table.
     *
     * @param table the table, with the references that it has without foreign keys
     * @param match by what its rows are found
     * @param key its natural key, null where none is used or known
     * @param unique whether the database itself sees to it that the natural key is unique
     * @param proposed whether the natural key was not declared but follows from a unique key
     * @param candidates the keys of which each could be its natural key, so that none was taken
     * @param existing what becomes of a row that is found
     * @param references its references that may be written as natural keys
     * @param referredOnly whether only those of its rows are taken to which others refer
     * @param fresh whether new rows get keys of their own although those of the backup are free
     * @param typed its columns that refer to rows of tables that each row names
     * @param orphans what happens to rows whose references lead nowhere, by foreign key; absent ones fail
     */
    public record TableMerge(
            Table table,
            Match match,
            @Nullable NaturalKey key,
            boolean unique,
            boolean proposed,
            List<NaturalKey> candidates,
            Existing existing,
            boolean referredOnly,
            boolean fresh,
            List<KeyReference> references,
            List<TypedReference> typed,
            Map<ForeignKey, OrphanPolicy> orphans) {
        public TableMerge {
            Objects.requireNonNull(table, "table");
            Objects.requireNonNull(match, "match");
            Objects.requireNonNull(existing, "existing");
            candidates = List.copyOf(candidates);
            references = List.copyOf(references);
            typed = List.copyOf(typed);
            orphans = Map.copyOf(orphans);
        }

        /** Returns the declarations of which each would make one of the candidates its natural key, for people. */
        public String declarations() {
            return candidates.stream()
                    .map(candidate -> table.name().name() + "=" + candidate.describe())
                    .collect(Collectors.joining(" or "));
        }

        /** Returns whether a column refers to rows of tables that each row names. */
        public boolean isTyped(String column) {
            return typed.stream()
                    .anyMatch(reference -> reference.column().name().equals(column));
        }

        /** Returns whether a reference can become null: all its columns take that. */
        public boolean clears(ForeignKey key) {
            return key.columns().stream()
                    .allMatch(column -> table.column(column).orElseThrow().nullable());
        }

        /** Returns what happens to a row whose reference leads nowhere. */
        public OrphanPolicy orphans(ForeignKey key) {
            return orphans.getOrDefault(key, OrphanPolicy.FAIL);
        }
    }

    /** Returns what is decided for a table. */
    public Optional<TableMerge> table(TableName name) {
        return tables.stream()
                .filter(table -> table.table().name().equals(name))
                .findFirst();
    }

    /** Returns whether rows are looked for among those of the target. */
    public boolean matches() {
        return tables.stream().anyMatch(table -> table.match() != Match.NONE && table.match() != Match.NEW);
    }

    /** Returns it as text for people, a line for each table. */
    List<String> describe() {
        List<String> lines = new ArrayList<>();
        if (!verdict().isEmpty()) {
            lines.add(verdict());
        }
        for (MappedKeys table : found) {
            lines.add(table.table() + ": " + table.describe());
        }
        for (TableMerge table : tables) {
            NaturalKey key = table.key();
            String name = table.table().name().name();
            String found = switch (table.match()) {
                case NATURAL_KEY ->
                    "rows are found by " + (key == null ? "?" : key.describe())
                            + (table.proposed() ? " (its one unique key)" : "");
                case PRIMARY_KEY ->
                    "rows are found by their primary key"
                            + (table.candidates().isEmpty()
                                    ? table.table().uniqueIndexes().stream()
                                            .map(index -> ", although unique index " + index.name()
                                                    + ", which has a condition or is over expressions, may tell them apart: "
                                                    + name + "=" + String.join(",", index.columns())
                                                    + " (naturalKey, --natural-key)")
                                            .collect(Collectors.joining())
                                    : ", as several keys could tell them apart: " + table.declarations()
                                            + " (naturalKey, --natural-key)");
                case NEW -> "all rows are added, with other keys where theirs are taken";
                case NONE -> "";
            };
            String kept = switch (table.existing()) {
                case SKIP -> "; those that are there stay as they are";
                case REFUSE -> "; those that are there are refused";
                case UPDATE, ADD -> "";
            };
            if (!found.isEmpty()) {
                lines.add(name + ": " + found + kept + (table.fresh() ? "; new ones get keys of their own" : "")
                        + (table.referredOnly() ? "; only those are taken to which others refer" : ""));
            }
            table.orphans()
                    .forEach((reference, policy) -> lines.add(name + "."
                            + String.join(", ", reference.columns()) + ": a reference that leads nowhere "
                            + switch (policy) {
                                case FAIL -> "is an error";
                                case REJECT -> "has its row set aside";
                                case NULL ->
                                    table.clears(reference)
                                            ? "becomes null"
                                            : "is an error, as no null can stand there";
                                case CREATE ->
                                    "has a row of "
                                            + reference.referencedTable().name() + " created";
                            }));
            for (TypedReference reference : table.typed()) {
                lines.add(name + "." + reference.column().name() + " -> the table that " + reference.describe()
                        + " names");
            }
            for (KeyReference reference : table.references()) {
                lines.add(name + "." + String.join(", ", reference.through().columns()) + " -> "
                        + reference.key().table().name().name() + " by "
                        + reference.key().describe());
            }
        }
        return lines;
    }
}
