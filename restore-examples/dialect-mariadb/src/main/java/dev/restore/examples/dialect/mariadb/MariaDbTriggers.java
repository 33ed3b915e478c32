package dev.restore.examples.dialect.mariadb;

import dev.restore.catalog.Table;
import dev.restore.catalog.Trigger;
import dev.restore.dialect.Obstacle;
import dev.restore.dialect.Scope;
import dev.restore.dialect.TriggerSuspension;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Triggers of MariaDB, which has no way to disable one. */
final class MariaDbTriggers implements TriggerSuspension {

    @Override
    public List<Obstacle> obstacles(Scope scope) {
        Set<Table> tables = new LinkedHashSet<>(scope.loaded());
        tables.addAll(scope.cleared());
        return tables.stream()
                .filter(table -> !table.triggers().isEmpty())
                .map(table -> new Obstacle(
                        table.name(),
                        "MariaDB cannot suppress the triggers of " + table.name() + " ("
                                + table.triggers().stream().map(Trigger::name).collect(Collectors.joining(", ")) + ")",
                        "drop them before it and create them again after it"))
                .toList();
    }
}
