package dev.restore.engine.export;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.LoadOrder;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.engine.match.NamePattern;
import dev.restore.engine.options.BackupOptions;
import dev.restore.engine.session.OwnTables;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.Problem;
import dev.restore.plan.BackupFormat;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which tables of a database go into a backup, and which of their rows. */
public final class BackupChoice {

    private final Catalog catalog;
    private final BackupOptions options;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<TableName, String> conditions = new LinkedHashMap<>();

    private BackupChoice(Catalog catalog, BackupOptions options) {
        this.catalog = catalog;
        this.options = options;
    }

    /**
     * The tables of a backup.
     *
     * @param tables the tables, parents before children as far as that is possible
     * @param conditions the conditions that rows must meet
     * @param leftOut what holds or shows rows and is not written, in words; nothing that an option leaves out
     * @param keyed what is written as natural keys
     */
    public record Chosen(
            List<Table> tables, Map<TableName, String> conditions, List<String> leftOut, KeyedReferences keyed) {

        /** Returns the condition that the rows of a table must meet, or null. */
        @Nullable
        String condition(Table table) {
            return conditions.get(table.name());
        }
    }

    /**
     * Chooses.
     *
     * @throws PlanException if a pattern fits no table, a natural key is declared that cannot be, or no table is left
     */
    public static Chosen of(Catalog catalog, BackupOptions options) {
        return new BackupChoice(catalog, options).choose();
    }

    /** Chooses these tables, all of their rows. */
    public static Chosen of(Catalog catalog, Collection<Table> tables) {
        BackupChoice choice = new BackupChoice(catalog, BackupOptions.defaults());
        Set<Table> chosen = new LinkedHashSet<>(tables);
        chosen.removeIf(table -> !table.kind().holdsRows() || OwnTables.isOne(table.name()));
        choice.dropParts(chosen);
        return new Chosen(LoadOrder.of(catalog, chosen).tables(), Map.of(), List.of(), KeyedReferences.none());
    }

    private Chosen choose() {
        List<Table> candidates = catalog.tables().stream()
                .filter(table -> table.kind().holdsRows())
                .filter(table -> Objects.equals(table.name().schema(), catalog.defaultSchema()))
                .filter(table -> !OwnTables.isOne(table.name()))
                .toList();
        Set<String> patterns = options.selection().only();
        List<Table> only = patterns.isEmpty() ? whole(candidates) : named("only", patterns, candidates);
        Set<Table> left = new HashSet<>(only);
        left.removeAll(new HashSet<>(named("except", options.selection().except(), candidates)));
        dropParts(left);
        List<Table> chosen = only.stream().filter(left::contains).distinct().toList();
        options.selection().conditions().forEach((pattern, condition) -> condition(pattern, condition, chosen));
        if (options.form().format() == BackupFormat.DJANGO) {
            chosen.forEach(this::requireDjangoNames);
        }
        KeyedReferences keyed = ReferenceChoice.of(
                catalog, chosen, options.references(), options.form().format(), problems);
        if (problems.isEmpty() && chosen.isEmpty()) {
            problems.add(new Problem(
                    Problem.Kind.BAD_OPTION,
                    "backup",
                    "There is no table to back up in "
                            + (catalog.defaultSchema() == null ? "the database" : "schema " + catalog.defaultSchema())
                            + ".",
                    "Check the database, the schema and the patterns."));
        }
        if (!problems.isEmpty()) {
            throw new PlanException(problems);
        }
        return new Chosen(LoadOrder.of(catalog, chosen).tables(), Map.copyOf(conditions), leftOut(), keyed);
    }

    /** Returns the views and other things without rows of their own, and the schemas that are not written. */
    private List<String> leftOut() {
        List<String> left = new ArrayList<>();
        if (!options.selection().only().isEmpty()) {
            return left;
        }
        Map<String, Integer> schemas = new TreeMap<>();
        for (Table table : catalog.tables()) {
            String schema = table.name().schema();
            boolean own = OwnTables.isOne(table.name());
            if (!own
                    && schema != null
                    && !schema.equals(catalog.defaultSchema())
                    && table.kind().holdsRows()) {
                Optional<TableName> above = ancestorInside(table);
                if (above.isEmpty()) {
                    schemas.merge(schema, 1, Integer::sum);
                } else if (table.kind() != Table.Kind.PARTITION) {
                    left.add(table.name() + " (inherits from " + above.get().name() + ")");
                }
            } else if (Objects.equals(schema, catalog.defaultSchema())
                    && !table.kind().holdsRows()
                    && table.kind() != Table.Kind.SHADOW) {
                left.add(table.kind() + " " + table.name().name());
            }
        }
        schemas.forEach((schema, tables) ->
                left.add("schema " + schema + " (" + tables + (tables == 1 ? " table)" : " tables)")));
        return left;
    }

    /** Returns the table of the schema that is written of which a table of another schema is a part, or from which it inherits. */
    private Optional<TableName> ancestorInside(Table table) {
        Optional<Table> above = Optional.ofNullable(table.parent()).flatMap(catalog::table);
        while (above.isPresent()) {
            if (Objects.equals(above.get().name().schema(), catalog.defaultSchema())) {
                return above.map(Table::name);
            }
            above = Optional.ofNullable(above.get().parent()).flatMap(catalog::table);
        }
        return Optional.empty();
    }

    /** The rows of partitions come with the partitioned table. */
    private static List<Table> whole(List<Table> candidates) {
        return candidates.stream()
                .filter(table -> table.kind() != Table.Kind.PARTITION)
                .toList();
    }

    /** Takes out the partitions of tables that are there as a whole. */
    private void dropParts(Set<Table> tables) {
        for (Table table : List.copyOf(tables)) {
            if (table.kind() == Table.Kind.PARTITIONED) {
                catalog.descendants(table.name()).forEach(tables::remove);
            }
        }
    }

    private List<Table> named(String option, Set<String> patterns, List<Table> tables) {
        List<Table> named = new ArrayList<>();
        for (String text : patterns) {
            named.addAll(matching(option, text, tables));
        }
        return named;
    }

    private List<Table> matching(String option, String text, List<Table> tables) {
        NamePattern pattern = new NamePattern(text);
        List<Table> matching = tables.stream()
                .filter(table -> pattern.matches(table.name().name()))
                .toList();
        if (matching.isEmpty()) {
            String names = tables.stream().map(table -> table.name().name()).collect(Collectors.joining(", "));
            problems.add(new Problem(
                    Problem.Kind.BAD_OPTION,
                    text,
                    "Option " + option + " names " + text + ", which fits no table (" + names + ").",
                    "Correct the name."));
        }
        return matching;
    }

    private void condition(String pattern, String condition, List<Table> chosen) {
        for (Table table : matching("where", pattern, chosen)) {
            String other = conditions.put(table.name(), condition);
            if (other != null || table.insertableColumns().isEmpty()) {
                problems.add(new Problem(
                        Problem.Kind.BAD_OPTION,
                        pattern,
                        "Table " + table.name().name()
                                + (other == null ? " has no columns, and a condition." : " has two conditions."),
                        "Give each table one condition at most."));
            }
        }
    }

    private void requireDjangoNames(Table table) {
        table.insertableColumns().stream()
                .filter(column -> RowForm.clashes(table, column))
                .forEach(column -> problems.add(new Problem(
                        Problem.Kind.BAD_OPTION,
                        table.name() + "." + column.name(),
                        "Column " + column.name() + " of table " + table.name()
                                + " is not its primary key, and in the Django format that is what pk means.",
                        "Choose another format (format, --format), or leave the table out (except, --except).")));
    }
}
