package dev.restore.engine.options;

import dev.restore.plan.GenericReference;
import dev.restore.plan.MergePlan.Existing;
import dev.restore.plan.OrphanPolicy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How rows of the backup are found among those of the target, and what becomes of references. Immutable.
 *
 * @param naturalKeys what tells the rows of a table apart whatever their numbers, by the table's name: columns, or
 *     {@code relation.column}; by default what is known of Django's own models and what follows from a table's one unique key
 * @param references the tables to which columns refer that have no foreign key, by {@code table.column}; by default none
 * @param generic how rows name the table to which a column refers, by {@code table.column}; by default none
 * @param existing what becomes of rows of the target that are found, by the table's name; by default {@link Existing#UPDATE}, and
 *     {@link Existing#SKIP} for the content types and permissions of Django
 * @param orphans what happens to rows whose references lead nowhere; by default {@link OrphanPolicy#FAIL}
 * @param orphansOf the same for single references, by {@code table.column}
 * @param created the tables whose rows are created where a reference leads to none; by default none
 * @param fresh the tables whose new rows get keys of their own although those of the backup are free; by default none
 * @param mapping the file that the map of keys is written to, or null
 * @param given the file with the map of an earlier merge, which says the keys of the rows that it holds, or null
 */
public record Merging(
        Map<String, List<String>> naturalKeys,
        Map<String, String> references,
        Map<String, GenericReference> generic,
        Map<String, Existing> existing,
        OrphanPolicy orphans,
        Map<String, OrphanPolicy> orphansOf,
        Set<String> created,
        Set<String> fresh,
        @Nullable Path mapping,
        @Nullable Path given) {

    private static final Merging DEFAULTS = new Merging(
            Map.of(), Map.of(), Map.of(), Map.of(), OrphanPolicy.FAIL, Map.of(), Set.of(), Set.of(), null, null);

    public Merging {
        naturalKeys = InOrder.copy(naturalKeys);
        references = InOrder.copy(references);
        generic = InOrder.copy(generic);
        existing = InOrder.copy(existing);
        Objects.requireNonNull(orphans, "orphans");
        orphansOf = InOrder.copy(orphansOf);
        created = InOrder.copy(created);
        fresh = InOrder.copy(fresh);
    }

    /** Returns what applies when nothing is said. */
    public static Merging defaults() {
        return DEFAULTS;
    }

    /** Adds to {@link #naturalKeys}. */
    public Merging naturalKey(String table, List<String> paths) {
        Objects.requireNonNull(table, "table");
        List<String> copy = List.copyOf(paths);
        if (copy.isEmpty()) {
            throw new IllegalArgumentException("a natural key of " + table + " needs columns");
        }
        Draft next = new Draft(this);
        next.naturalKeys = InOrder.with(naturalKeys, table, copy);
        return next.whole();
    }

    /** Adds to {@link #references}. */
    public Merging reference(String column, String table) {
        Objects.requireNonNull(table, "table");
        Draft next = new Draft(this);
        next.references = InOrder.with(references, place(column), table);
        return next.whole();
    }

    /** Adds to {@link #generic}. */
    public Merging reference(String column, GenericReference by) {
        Objects.requireNonNull(by, "by");
        Draft next = new Draft(this);
        next.generic = InOrder.with(generic, place(column), by);
        return next.whole();
    }

    private static String place(String column) {
        if (column.indexOf('.') < 1 || column.endsWith(".")) {
            throw new IllegalArgumentException("a reference is named by table.column, not " + column);
        }
        return column;
    }

    /** Adds to {@link #existing}. */
    public Merging existing(String table, Existing value) {
        Objects.requireNonNull(value, "existing");
        Draft next = new Draft(this);
        next.existing = InOrder.with(existing, table, value);
        return next.whole();
    }

    /** Sets {@link #orphans}. */
    public Merging orphans(OrphanPolicy value) {
        Draft next = new Draft(this);
        next.orphans = value;
        return next.whole();
    }

    /** Adds to {@link #orphansOf}. */
    public Merging orphans(String column, OrphanPolicy value) {
        Objects.requireNonNull(value, "policy");
        Draft next = new Draft(this);
        next.orphansOf = InOrder.with(orphansOf, place(column), value);
        return next.whole();
    }

    /** Adds to {@link #created}. */
    public Merging createMissing(List<String> tables) {
        Draft next = new Draft(this);
        next.created = InOrder.with(created, tables);
        return next.whole();
    }

    /** Sets {@link #mapping}. */
    public Merging mapping(Path file) {
        Draft next = new Draft(this);
        next.mapping = Objects.requireNonNull(file, "file");
        return next.whole();
    }

    /** Sets {@link #given}. */
    public Merging given(Path file) {
        Draft next = new Draft(this);
        next.given = Objects.requireNonNull(file, "file");
        return next.whole();
    }

    /** Adds to {@link #fresh}. */
    public Merging fresh(List<String> tables) {
        Draft next = new Draft(this);
        next.fresh = InOrder.with(fresh, tables);
        return next.whole();
    }

    /** The parts while one of them is exchanged. */
    private static final class Draft {
        private Map<String, List<String>> naturalKeys;
        private Map<String, String> references;
        private Map<String, GenericReference> generic;
        private Map<String, Existing> existing;
        private OrphanPolicy orphans;
        private Map<String, OrphanPolicy> orphansOf;
        private Set<String> created;
        private Set<String> fresh;
        private @Nullable Path mapping;
        private @Nullable Path given;

        Draft(Merging from) {
            this.naturalKeys = from.naturalKeys;
            this.references = from.references;
            this.generic = from.generic;
            this.existing = from.existing;
            this.orphans = from.orphans;
            this.orphansOf = from.orphansOf;
            this.created = from.created;
            this.fresh = from.fresh;
            this.mapping = from.mapping;
            this.given = from.given;
        }

        Merging whole() {
            return new Merging(
                    naturalKeys, references, generic, existing, orphans, orphansOf, created, fresh, mapping, given);
        }
    }
}
