package dev.restore.engine.reject;

import dev.restore.backup.Survey.SurveyedTable;
import dev.restore.engine.options.Mapping;
import dev.restore.engine.options.RestoreOptions;
import dev.restore.engine.options.Selection;
import dev.restore.plan.RestorePlan;
import java.util.LinkedHashSet;
import java.util.Set;

/** The tables of the backup that the caller's settings name. */
final class NamedTables {

    private NamedTables() {}

    static Set<String> of(RestorePlan plan, RestoreOptions options) {
        Selection selection = options.selection();
        Mapping mapping = options.mapping();
        Set<String> named = new LinkedHashSet<>();
        for (SurveyedTable table : plan.survey().tables()) {
            String name = table.name();
            if (selection.only().contains(name)
                    || selection.except().contains(name)
                    || mapping.tables().containsKey(name)
                    || mapping.columns().keySet().stream().anyMatch(place -> place.startsWith(name + "."))) {
                named.add(name);
            }
        }
        plan.tables().stream().filter(table -> !table.fixed().isEmpty()).forEach(table -> named.add(table.source()));
        return named;
    }
}
