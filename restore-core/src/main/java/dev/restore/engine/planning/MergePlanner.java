package dev.restore.engine.planning;

import dev.restore.backup.Survey;
import dev.restore.backup.Survey.SurveyedTable;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Key;
import dev.restore.catalog.NaturalKey;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.engine.match.DjangoTables;
import dev.restore.engine.match.NameMatch;
import dev.restore.engine.match.NaturalKeys;
import dev.restore.engine.match.NaturalKeys.Found;
import dev.restore.engine.match.NaturalKeys.Origin;
import dev.restore.engine.options.Merging;
import dev.restore.outcome.Problem;
import dev.restore.plan.MergePlan;
import dev.restore.plan.MergePlan.Existing;
import dev.restore.plan.MergePlan.Match;
import dev.restore.plan.MergePlan.TableMerge;
import dev.restore.plan.Mode;
import dev.restore.plan.OrphanPolicy;
import dev.restore.plan.TablePlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides whether keys are mapped on the way, and how. */
final class MergePlanner {

    /** What Django's own migrations write, and nobody else should. */
    private static final Set<String> KEPT = Set.of("django_content_type", "auth_permission");

    /** So many names are said of which one may be meant. */
    private static final int MAX_NAMED = 12;

    private final Mode mode;
    private final Merging wishes;
    private final Survey survey;
    private final NaturalReferences references;
    private final GenericReferences generic;
    private final List<Problem> problems;
    private final List<String> notes;
    private Set<TableName> parents = Set.of();

    MergePlanner(
            Mode mode,
            Merging wishes,
            Survey survey,
            NaturalReferences references,
            GenericReferences generic,
            List<Problem> problems,
            List<String> notes) {
        this.notes = notes;
        this.generic = generic;
        this.mode = mode;
        this.wishes = wishes;
        this.survey = survey;
        this.references = references;
        this.problems = problems;
    }

    /**
     * Returns how keys are mapped, null where the backup's are taken as they are.
     *
     * @param parents the tables of which only those rows are taken to which others refer
     */
    @Nullable
    MergePlan plan(List<TablePlan> plans, List<Table> loaded, Set<TableName> parents) {
        this.parents = parents;
        if (mode != Mode.MERGE && !references.seen() && !lacksKeys(plans)) {
            return null;
        }
        checkNames(loaded);
        CarriedKeys keys = new CarriedKeys(references.keys(), plans);
        List<TableMerge> tables = new ArrayList<>();
        for (Table table : loaded) {
            checkKey(table, keys);
            tables.add(table(table, keys));
        }
        if (mode == Mode.MERGE) {
            loaded.forEach(table -> noteOutside(references.whole(table), loaded));
        }
        return new MergePlan(tables, mode == Mode.MERGE || references.seen());
    }

    /** Of rows that are not among those that are merged nothing but their numbers is known. */
    private void noteOutside(Table table, List<Table> loaded) {
        for (ForeignKey key : table.foreignKeys()) {
            Table other = references.table(key.referencedTable()).orElse(null);
            boolean outside = loaded.stream().noneMatch(merged -> merged.name().equals(key.referencedTable()));
            boolean byName = references.of(table.name()).stream()
                    .anyMatch(reference -> reference.through().equals(key));
            if (outside && !byName && other != null && NaturalKeys.isNumbered(other)) {
                notes.add(table.name().name() + "." + String.join(", ", key.columns()) + " refers to "
                        + other.name().name() + ", which is not restored: its values are taken for the numbers of the"
                        + " target's rows. Where the backup holds that table, createMissing (--create-missing "
                        + other.name().name() + ") finds the rows that are meant.");
            }
        }
    }

    private void checkNames(List<Table> loaded) {
        for (String name : wishes.existing().keySet()) {
            if (loaded.stream().noneMatch(table -> NameMatch.isSpelled(table.name(), name))) {
                unknown("onMatch", "--on-match", name, "a table that is restored", names(loaded));
            }
        }
        for (String name : wishes.fresh()) {
            if (loaded.stream().noneMatch(table -> NameMatch.isSpelled(table.name(), name))) {
                unknown("freshKeys", "--fresh-keys", name, "a table that is restored", names(loaded));
            }
        }
        for (String place : wishes.orphansOf().keySet()) {
            if (loaded.stream()
                            .flatMap(table -> references.whole(table).foreignKeys().stream())
                            .noneMatch(key -> isCalled(key, place))
                    && !wishes.generic().containsKey(place)) {
                unknown(
                        "orphans",
                        "--orphans",
                        place,
                        "a reference of a table that is restored",
                        references(loaded, place));
            }
        }
        for (String name : wishes.created()) {
            if (loaded.stream()
                    .flatMap(table -> references.whole(table).foreignKeys().stream())
                    .noneMatch(key -> NameMatch.isSpelled(key.referencedTable(), name))) {
                unknown(
                        "createMissing",
                        "--create-missing",
                        name,
                        "a table that restored rows refer to",
                        loaded.stream()
                                .flatMap(table -> references.whole(table).foreignKeys().stream())
                                .map(key -> key.referencedTable().name())
                                .distinct()
                                .toList());
            }
        }
    }

    private static List<String> names(List<Table> tables) {
        return tables.stream().map(table -> table.name().name()).toList();
    }

    /** Returns the references of the table that a place names, or of all. */
    private List<String> references(List<Table> loaded, String place) {
        String named = place.substring(0, place.lastIndexOf('.'));
        List<Table> tables = loaded.stream()
                .filter(table -> NameMatch.isSpelled(table.name(), named))
                .toList();
        return (tables.isEmpty() ? loaded : tables)
                .stream()
                        .flatMap(table -> references.whole(table).foreignKeys().stream())
                        .map(key -> key.table().name() + "." + key.columns().get(0))
                        .distinct()
                        .sorted()
                        .toList();
    }

    private void unknown(String option, String ofCommand, String value, String what, List<String> known) {
        String names = known.size() > MAX_NAMED
                ? String.join(", ", known.subList(0, MAX_NAMED)) + ", ..."
                : String.join(", ", known);
        problems.add(new Problem(
                Problem.Kind.BAD_OPTION,
                value,
                "Option " + option + " (" + ofCommand + ") names " + value + ", which is not " + what + ".",
                known.isEmpty() ? "There is none: leave it out." : "Correct the name: " + names + "."));
    }

    private static boolean isCalled(ForeignKey key, String place) {
        int dot = place.lastIndexOf('.');
        return NameMatch.isSpelled(key.table(), place.substring(0, dot))
                && NaturalKeys.isCalled(key, place.substring(dot + 1));
    }

    private Map<ForeignKey, OrphanPolicy> orphans(Table table) {
        Map<ForeignKey, OrphanPolicy> policies = new LinkedHashMap<>();
        for (ForeignKey key : table.foreignKeys()) {
            OrphanPolicy policy =
                    wishes.created().stream().anyMatch(name -> NameMatch.isSpelled(key.referencedTable(), name))
                            ? OrphanPolicy.CREATE
                            : wishes.orphans();
            for (Map.Entry<String, OrphanPolicy> single : wishes.orphansOf().entrySet()) {
                if (isCalled(key, single.getKey())) {
                    policy = single.getValue();
                    requireNullable(table, key, policy);
                }
            }
            if (policy != OrphanPolicy.FAIL) {
                policies.put(key, policy);
            }
        }
        return policies;
    }

    private void requireNullable(Table table, ForeignKey key, OrphanPolicy policy) {
        if (policy == OrphanPolicy.NULL
                && key.columns().stream()
                        .anyMatch(column -> !table.column(column).orElseThrow().nullable())) {
            String place = table.name().name() + "." + key.columns().get(0);
            problems.add(new Problem(
                    Problem.Kind.BAD_OPTION,
                    place,
                    "Option orphans (--orphans) says that references of " + place
                            + " are cleared, and a column of these takes" + " no null.",
                    "Say reject or create for it (--orphans " + place + "=reject)."));
        }
    }

    /** Rows of a Django dump without keys get some, and others may refer to them all the same. */
    private boolean lacksKeys(List<TablePlan> plans) {
        return survey.django()
                && plans.stream()
                        .flatMap(plan -> survey.tables().stream()
                                .filter(table -> table.name().equals(plan.source())))
                        .anyMatch(MergePlanner::lacksKeys);
    }

    private static boolean lacksKeys(SurveyedTable table) {
        return table.rows() > 0
                && table.field(DjangoTables.KEY)
                        .map(key -> key.rows() < table.rows())
                        .orElse(true);
    }

    private void checkKey(Table table, CarriedKeys keys) {
        keys.missing(table)
                .filter(key -> mode == Mode.MERGE
                        && wishes.naturalKeys().keySet().stream()
                                .anyMatch(name -> NameMatch.isSpelled(table.name(), name)))
                .ifPresent(key -> problems.add(new Problem(
                        Problem.Kind.NATURAL_KEY,
                        table.name().name(),
                        "Option naturalKey says that rows of " + table.name().name() + " are told apart by "
                                + key.describe() + ", and the backup's rows do not carry all of that.",
                        "Name columns that they carry, or leave the option out (naturalKey, --natural-key).")));
    }

    private TableMerge table(Table table, CarriedKeys keys) {
        Optional<Found> found = keys.of(table);
        NaturalKey key = found.map(Found::key).orElse(null);
        boolean proposed =
                found.map(Found::origin).filter(Origin.UNIQUE::equals).isPresent();
        boolean kept = found.map(Found::origin).filter(Origin.DJANGO::equals).isPresent()
                && KEPT.contains(table.name().name());
        boolean referredOnly = parents.contains(table.name());
        Existing existing = wishes.existing().entrySet().stream()
                .filter(entry -> NameMatch.isSpelled(table.name(), entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(kept || referredOnly ? Existing.SKIP : Existing.UPDATE);
        Table whole = references.whole(table);
        @Nullable Table identified = identified(whole, key);
        if (identified != null) {
            return new TableMerge(
                    identified,
                    match(identified, null, existing),
                    null,
                    true,
                    false,
                    List.of(),
                    existing,
                    referredOnly,
                    fresh(table),
                    references.of(table.name()),
                    generic.of(table.name()),
                    orphans(whole));
        }
        return new TableMerge(
                whole,
                match(table, key, existing),
                key,
                key != null && NaturalKeys.isUnique(table, key.columns()),
                proposed,
                key == null ? keys.candidates(table) : List.of(),
                existing,
                referredOnly,
                fresh(table),
                references.of(table.name()),
                generic.of(table.name()),
                orphans(whole));
    }

    private boolean fresh(Table table) {
        boolean wanted = wishes.fresh().stream().anyMatch(name -> NameMatch.isSpelled(table.name(), name));
        if (wanted && (table.primaryKey().isEmpty() || !NaturalKeys.isNumbered(references.whole(table)))) {
            problems.add(new Problem(
                    Problem.Kind.BAD_OPTION,
                    table.name().name(),
                    "Option freshKeys (--fresh-keys) names " + table.name().name()
                            + ", whose primary key is not one number or UUID that is no reference.",
                    "Leave it out (freshKeys, --fresh-keys)."));
        }
        return wanted;
    }

    /** A table without a primary key is found by a unique key of columns that take no nulls as if that were it; null for any other. */
    private static @Nullable Table identified(Table table, @Nullable NaturalKey key) {
        if (table.primaryKey().isPresent()
                || key == null
                || !NaturalKeys.isUnique(table, key.columns())
                || key.columns().stream()
                        .anyMatch(column -> table.column(column).orElseThrow().nullable())) {
            return null;
        }
        List<Key> keys = new ArrayList<>();
        keys.add(new Key("", key.columns(), true));
        keys.addAll(table.keys());
        return new Table(
                table.name(),
                table.kind(),
                table.columns(),
                keys,
                table.uniqueIndexes(),
                table.foreignKeys(),
                table.triggers(),
                table.parent());
    }

    private Match match(Table table, @Nullable NaturalKey key, Existing existing) {
        if (mode != Mode.MERGE) {
            return Match.NONE;
        }
        if (existing == Existing.ADD) {
            return Match.NEW;
        }
        if (key != null) {
            return Match.NATURAL_KEY;
        }
        return table.primaryKey().isPresent() ? Match.PRIMARY_KEY : Match.NEW;
    }
}
