package dev.restore.engine.planning;

import dev.restore.backup.Survey;
import dev.restore.backup.Survey.SurveyedTable;
import dev.restore.catalog.NaturalKey;
import dev.restore.catalog.Table;
import dev.restore.engine.match.DjangoTables;
import dev.restore.engine.match.NaturalKeys;
import dev.restore.engine.match.NaturalKeys.Found;
import dev.restore.engine.match.NaturalKeys.Origin;
import dev.restore.plan.MergePlan;
import dev.restore.plan.MergePlan.Existing;
import dev.restore.plan.MergePlan.Match;
import dev.restore.plan.MergePlan.TableMerge;
import dev.restore.plan.Mode;
import dev.restore.plan.TablePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides whether keys are mapped on the way, and how. */
final class MergePlanner {

    /** What Django's own migrations write, and nobody else should. */
    private static final Set<String> KEPT = Set.of("django_content_type", "auth_permission");

    private final Mode mode;
    private final Survey survey;
    private final NaturalReferences references;

    MergePlanner(Mode mode, Survey survey, NaturalReferences references) {
        this.mode = mode;
        this.survey = survey;
        this.references = references;
    }

    /** Returns how keys are mapped, null where the backup's are taken as they are. */
    @Nullable
    MergePlan plan(List<TablePlan> plans, List<Table> loaded) {
        if (mode != Mode.MERGE && !references.seen() && !lacksKeys(plans)) {
            return null;
        }
        List<TableMerge> tables = new ArrayList<>();
        for (Table table : loaded) {
            tables.add(table(table));
        }
        return new MergePlan(tables);
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

    private TableMerge table(Table table) {
        Optional<Found> found = references.keys().of(table);
        NaturalKey key = found.map(Found::key).orElse(null);
        boolean proposed = found.map(Found::origin).filter(Origin.UNIQUE::equals).isPresent();
        Match match = mode != Mode.MERGE
                ? Match.NONE
                : key != null
                        ? Match.NATURAL_KEY
                        : table.primaryKey().isPresent() ? Match.PRIMARY_KEY : Match.NONE;
        boolean kept = found.map(Found::origin).filter(Origin.DJANGO::equals).isPresent()
                && KEPT.contains(table.name().name());
        return new TableMerge(
                table,
                match,
                key,
                key != null && NaturalKeys.isUnique(table, key.columns()),
                proposed,
                kept ? Existing.SKIP : Existing.UPDATE,
                references.of(table.name()));
    }
}
