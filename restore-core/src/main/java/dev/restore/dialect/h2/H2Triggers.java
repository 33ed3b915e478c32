package dev.restore.dialect.h2;

import dev.restore.catalog.Table;
import dev.restore.catalog.Trigger;
import dev.restore.dialect.Obstacle;
import dev.restore.dialect.Scope;
import dev.restore.dialect.TriggerSuspension;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Triggers of H2, which has no way to disable one; to drop one commits, and so does creating it again. */
final class H2Triggers implements TriggerSuspension {

    @Override
    public List<Obstacle> obstacles(Scope scope) {
        Set<Table> tables = new LinkedHashSet<>(scope.loaded());
        tables.addAll(scope.cleared());
        return tables.stream()
                .filter(table -> !changing(table).isEmpty())
                .map(table -> new Obstacle(
                        table.name(),
                        "H2 cannot suppress the triggers of " + table.name() + " within a transaction ("
                                + String.join(", ", changing(table)) + ")",
                        "drop them before it and create them again after it"))
                .toList();
    }

    private static List<String> changing(Table table) {
        return table.triggers().stream()
                .filter(trigger -> trigger.kind() != Trigger.Kind.INDEX)
                .filter(trigger -> !trigger.events().isEmpty())
                .map(Trigger::name)
                .toList();
    }
}
