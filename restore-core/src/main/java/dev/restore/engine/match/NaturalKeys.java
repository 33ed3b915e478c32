package dev.restore.engine.match;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Column;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Key;
import dev.restore.catalog.NaturalKey;
import dev.restore.catalog.NaturalKey.Part;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.catalog.TypeFamily;
import dev.restore.outcome.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Knows the natural keys of the tables of a target: those that the caller declares, those of Django's own models, and those that follow
 * from the one unique key of a table whose primary key is a number or UUID.
 */
public final class NaturalKeys {

    /** The natural keys of Django's own models (their {@code natural_key} methods), by table. */
    private static final Map<String, List<String>> DJANGO = Map.of(
            "django_content_type", List.of("app_label", "model"),
            "auth_permission", List.of("codename", "content_type.app_label", "content_type.model"),
            "auth_group", List.of("name"),
            "auth_user", List.of("username"),
            "django_site", List.of("domain"));

    private final Catalog catalog;
    private final Map<TableName, List<String>> declared = new HashMap<>();
    private final Map<TableName, List<String>> ofBackup = new HashMap<>();
    private final Map<TableName, Optional<Found>> found = new HashMap<>();
    private final Set<TableName> open = new HashSet<>();
    private final List<Problem> problems = new ArrayList<>();

    /** Where a natural key comes from. */
    public enum Origin {
        /** The caller, or the backup. */
        DECLARED,
        /** What is known of Django's own models. */
        DJANGO,
        /** The table's only unique key. */
        UNIQUE
    }

    /** A natural key and where it comes from. */
    public record Found(NaturalKey key, Origin origin) {}

    /**
     * Learns the declared keys.
     *
     * @param declarations the paths of each key by the name of its table
     */
    public NaturalKeys(Catalog catalog, Map<String, List<String>> declarations) {
        this(catalog, declarations, Map.of());
    }

    /**
     * Learns the declared keys, and those that a backup names where the target has them.
     *
     * @param declarations the paths of each key by the name of its table
     * @param ofBackup the same, as the backup says it
     */
    public NaturalKeys(Catalog catalog, Map<String, List<String>> declarations, Map<String, List<String>> ofBackup) {
        this.catalog = catalog;
        ofBackup.forEach((name, paths) -> {
            List<Table> tables = TableMatcher.find(catalog, name);
            if (tables.size() == 1) {
                this.ofBackup.put(tables.get(0).name(), paths);
            }
        });
        // A key may lead over one that is declared after it: none is looked for before all are known.
        Map<Table, String> names = new LinkedHashMap<>();
        declarations.forEach((name, paths) -> declare(name, paths, names));
        names.forEach(this::check);
    }

    /** Returns what is wrong with the declarations. */
    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** Returns the natural key of a table, empty where none is known or several could be meant. */
    public Optional<Found> of(Table table) {
        Optional<Found> known = found.get(table.name());
        if (known != null) {
            return known;
        }
        // A key that leads back to its own table is none that could be written down.
        if (!open.add(table.name())) {
            return Optional.empty();
        }
        Optional<Found> result = find(table);
        open.remove(table.name());
        found.put(table.name(), result);
        return result;
    }

    private Optional<Found> find(Table table) {
        for (Map<TableName, List<String>> declarations : List.of(declared, ofBackup)) {
            List<String> own = declarations.get(table.name());
            Optional<NaturalKey> key = own == null ? Optional.empty() : key(table, own);
            if (key.isPresent()) {
                return key.map(found -> new Found(found, Origin.DECLARED));
            }
        }
        List<String> paths = DJANGO.get(table.name().name());
        if (paths != null) {
            Optional<NaturalKey> key = key(table, paths).filter(candidate -> isUnique(table, candidate.columns()));
            if (key.isPresent()) {
                return key.map(candidate -> new Found(candidate, Origin.DJANGO));
            }
        }
        List<NaturalKey> candidates = candidates(table);
        return candidates.size() == 1 && isNumbered(table)
                ? Optional.of(new Found(candidates.get(0), Origin.UNIQUE))
                : Optional.empty();
    }

    /** Returns the natural keys that the unique keys of a table could be. */
    public List<NaturalKey> candidates(Table table) {
        List<String> primary = table.primaryKey().map(Key::columns).orElse(List.of());
        return table.keys().stream()
                .filter(key -> !key.primary())
                .filter(key -> primary.isEmpty() || !key.columns().containsAll(primary))
                .filter(key -> key.columns().stream()
                        .allMatch(column -> table.column(column).orElseThrow().insertable()))
                .map(key -> unique(table, key))
                .distinct()
                .toList();
    }

    private NaturalKey unique(Table table, Key key) {
        List<Part> parts = new ArrayList<>();
        Set<String> done = new HashSet<>();
        for (String column : key.columns()) {
            if (done.contains(column)) {
                continue;
            }
            ForeignKey through = through(table, column, key.columns());
            Part part = through == null ? Part.of(column) : Part.of(through, otherKey(through));
            parts.add(part);
            done.addAll(part.columns());
        }
        return new NaturalKey(table, parts);
    }

    private static @Nullable ForeignKey through(Table table, String column, List<String> within) {
        return table.foreignKeys().stream()
                .filter(key -> key.columns().contains(column) && within.containsAll(key.columns()))
                .findFirst()
                .orElse(null);
    }

    private @Nullable NaturalKey otherKey(ForeignKey through) {
        return catalog.table(through.referencedTable())
                .flatMap(this::of)
                .map(Found::key)
                .filter(key -> key.values().isPresent())
                .orElse(null);
    }

    /** Returns whether the primary key says nothing of a row: it is one number or UUID and no reference. */
    public static boolean isNumbered(Table table) {
        List<String> primary = table.primaryKey().map(Key::columns).orElse(List.of());
        if (primary.isEmpty()) {
            return true;
        }
        if (primary.size() > 1
                || table.foreignKeys().stream().anyMatch(key -> key.columns().contains(primary.get(0)))) {
            return false;
        }
        TypeFamily family = table.column(primary.get(0)).orElseThrow().type().family();
        return family == TypeFamily.INTEGER || family == TypeFamily.UUID;
    }

    /** Returns whether a primary or unique key of a table consists of these columns. */
    public static boolean isUnique(Table table, List<String> columns) {
        return table.keys().stream()
                .anyMatch(key -> key.columns().size() == columns.size() && columns.containsAll(key.columns()));
    }

    private void declare(String name, List<String> paths, Map<Table, String> names) {
        List<Table> tables = TableMatcher.find(catalog, name);
        if (tables.size() == 1) {
            declared.put(tables.get(0).name(), paths);
            names.put(tables.get(0), name);
            return;
        }
        problems.add(new Problem(
                Problem.Kind.BAD_OPTION,
                name,
                "Option naturalKey (--natural-key) names table " + name + ", which "
                        + (tables.isEmpty() ? "the target does not have." : "could be several of the target's."),
                "Correct the name."));
    }

    private void check(Table table, String name) {
        List<String> paths = declared.getOrDefault(table.name(), List.of());
        if (key(table, paths).isPresent()) {
            return;
        }
        List<String> wrong = paths.stream()
                .filter(path -> key(table, List.of(path)).isEmpty())
                .toList();
        String relations = wrong.stream()
                .filter(path -> table.foreignKeys().stream().anyMatch(key -> isCalled(key, path)))
                .map(path -> path + " is a reference: add a column of the row that it leads to (" + path + ".COLUMN). ")
                .collect(Collectors.joining());
        problems.add(new Problem(
                Problem.Kind.BAD_OPTION,
                name,
                "Option naturalKey (--natural-key) names " + String.join(",", wrong.isEmpty() ? paths : wrong)
                        + " of table " + name
                        + ", which is not a column of it, other than computed ones, and none of a row that"
                        + " it refers to (relation.column).",
                relations + "Columns of " + table.name() + ": "
                        + table.insertableColumns().stream().map(Column::name).collect(Collectors.joining(", "))
                        + "."));
    }

    /** Returns the key that paths stand for, empty where they lead nowhere. Paths through one relation stand next to each other. */
    private Optional<NaturalKey> key(Table table, List<String> paths) {
        List<Part> parts = new ArrayList<>();
        int next = 0;
        while (next < paths.size()) {
            String path = paths.get(next);
            int dot = path.indexOf('.');
            if (dot < 0) {
                List<Column> columns = NameMatch.find(path, table.columns(), Column::name);
                if (columns.size() != 1 || !columns.get(0).insertable()) {
                    return Optional.empty();
                }
                parts.add(plain(table, columns.get(0)));
                next++;
                continue;
            }
            String relation = path.substring(0, dot);
            List<String> nested = new ArrayList<>();
            while (next < paths.size() && paths.get(next).startsWith(relation + ".")) {
                nested.add(paths.get(next++).substring(dot + 1));
            }
            Optional<Part> part = relation(table, relation, nested);
            if (part.isEmpty()) {
                return Optional.empty();
            }
            parts.add(part.get());
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(new NaturalKey(table, parts));
    }

    private Part plain(Table table, Column column) {
        ForeignKey through = through(table, column.name(), List.of(column.name()));
        return through == null ? Part.of(column.name()) : Part.of(through, otherKey(through));
    }

    private Optional<Part> relation(Table table, String relation, List<String> nested) {
        return table.foreignKeys().stream()
                .filter(key -> isCalled(key, relation))
                .findFirst()
                .flatMap(through -> catalog.table(through.referencedTable())
                        .flatMap(other -> key(other, nested))
                        .map(key -> Part.of(through, key)));
    }

    /** Returns whether a foreign key is called so: by its name or its column, with or without {@code _id}. */
    public static boolean isCalled(ForeignKey key, String relation) {
        String column = key.columns().get(0);
        return key.name().equalsIgnoreCase(relation)
                || column.equalsIgnoreCase(relation)
                || (key.columns().size() == 1 && column.equalsIgnoreCase(relation + "_id"));
    }
}
