package dev.restore.engine.planning;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Column;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.catalog.TypeFamily;
import dev.restore.engine.match.NameMatch;
import dev.restore.engine.match.TableMatcher;
import dev.restore.engine.options.Merging;
import dev.restore.outcome.Problem;
import dev.restore.plan.GenericReference;
import dev.restore.plan.MergePlan.TypePart;
import dev.restore.plan.MergePlan.TypedReference;
import dev.restore.plan.OrphanPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the columns that the caller's rules for generic references name. */
final class GenericReferences {

    private static final Set<TypeFamily> KEYS =
            Set.of(TypeFamily.INTEGER, TypeFamily.DECIMAL, TypeFamily.TEXT, TypeFamily.UUID);

    private final Catalog catalog;
    private final NaturalReferences references;
    private final List<Problem> problems;
    private final Map<TableName, List<TypedReference>> byTable = new HashMap<>();

    GenericReferences(Catalog catalog, Merging wishes, NaturalReferences references, List<Problem> problems) {
        this.catalog = catalog;
        this.references = references;
        this.problems = problems;
        wishes.generic()
                .forEach((place, rule) -> learn(place, rule, wishes.orphansOf().get(place)));
    }

    List<TypedReference> of(TableName table) {
        return byTable.getOrDefault(table, List.of());
    }

    private void learn(String place, GenericReference rule, @Nullable OrphanPolicy orphans) {
        int dot = place.lastIndexOf('.');
        List<Table> tables = TableMatcher.find(catalog, place.substring(0, dot));
        List<Column> columns = tables.size() == 1
                ? NameMatch.find(place.substring(dot + 1), tables.get(0).columns(), Column::name)
                : List.of();
        if (columns.size() != 1 || !KEYS.contains(columns.get(0).type().family())) {
            wrong(place, place + " is not a column of the target with numbers, UUIDs or texts", "table.column");
            return;
        }
        if (orphans == OrphanPolicy.CREATE) {
            wrong(
                    place,
                    "orphans names create for it, and its rule does not say which row that would be",
                    "fail, reject or null for orphans");
        }
        Table table = references.whole(tables.get(0));
        List<TypePart> parts = new ArrayList<>();
        for (String path : rule.type()) {
            Optional<TypePart> part = part(table, path);
            if (part.isEmpty()) {
                wrong(
                        place,
                        path + " is neither a column of " + table.name().name()
                                + " nor one of a row that it refers to by relation.column",
                        "such columns for the type");
                return;
            }
            parts.add(part.get());
        }
        for (Map.Entry<String, String> named : rule.tables().entrySet()) {
            if (TableMatcher.find(catalog, named.getValue()).size() != 1) {
                wrong(
                        place,
                        "type " + named.getKey() + " is table " + named.getValue()
                                + " for it, which the target does not have",
                        "a table of the target");
            }
        }
        byTable.computeIfAbsent(table.name(), name -> new ArrayList<>())
                .add(new TypedReference(columns.get(0), parts, rule.tables(), orphans));
    }

    private void wrong(String place, String what, String instead) {
        problems.add(new Problem(
                Problem.Kind.BAD_OPTION,
                place,
                "Option reference has a rule for " + place + ", and " + what + ".",
                "Name " + instead + " (reference, --generic-reference)."));
    }

    private Optional<TypePart> part(Table table, String path) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            return column(table, path).map(column -> new TypePart(null, column));
        }
        String relation = path.substring(0, dot);
        return table.foreignKeys().stream()
                .filter(key -> key.columns().size() == 1 && isCalled(key, relation))
                .findFirst()
                .flatMap(key -> catalog.table(key.referencedTable())
                        .flatMap(other -> column(other, path.substring(dot + 1)))
                        .map(column -> new TypePart(key, column)));
    }

    private static boolean isCalled(ForeignKey key, String relation) {
        String column = key.columns().get(0);
        return column.equalsIgnoreCase(relation) || column.equalsIgnoreCase(relation + "_id");
    }

    private static Optional<Column> column(Table table, String name) {
        List<Column> columns = NameMatch.find(name, table.columns(), Column::name);
        return columns.size() == 1 ? Optional.of(columns.get(0)) : Optional.empty();
    }
}
