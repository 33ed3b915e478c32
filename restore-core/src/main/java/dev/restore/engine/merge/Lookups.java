package dev.restore.engine.merge;

import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.NaturalKey;
import dev.restore.catalog.TableName;
import dev.restore.engine.stage.StagedTable;
import dev.restore.engine.stage.Stages;
import dev.restore.plan.OrphanPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** By which columns the rows of a table's stage and of its map are looked up: what no reference of the backup needs takes no index. */
final class Lookups {

    private final Stages stages;
    private final StagedTable table;
    private final TableName name;

    Lookups(Stages stages, StagedTable table) {
        this.stages = stages;
        this.table = table;
        this.name = table.target().name();
    }

    /** Returns the look-ups among the rows of the stage. */
    List<List<String>> ofStage() {
        List<List<String>> lookups = new ArrayList<>();
        lookups.add(List.of(table.names().row()));
        for (StagedTable other : stages.inOrder()) {
            for (ForeignKey key : references(other)) {
                boolean created = other.merge().orphans(key) == OrphanPolicy.CREATE;
                if ((created || !table.isPrimary(key.referencedColumns()))
                        && !lookups.contains(key.referencedColumns())) {
                    lookups.add(key.referencedColumns());
                }
            }
        }
        NaturalKey key = table.merge().key();
        if (key != null && isNamed() && !lookups.contains(key.columns())) {
            lookups.add(key.columns());
        }
        return lookups;
    }

    /** Returns the look-ups among the rows of the map. */
    List<List<String>> ofMap() {
        List<List<String>> lookups = new ArrayList<>();
        lookups.add(List.of(Workspace.ROW));
        if (stages.inOrder().stream().anyMatch(other -> !references(other).isEmpty())) {
            lookups.add(columns("o"));
        }
        if (isNamed()) {
            lookups.add(columns("p"));
        }
        return lookups;
    }

    private List<String> columns(String letter) {
        return IntStream.range(0, table.primaryKey().size())
                .mapToObj(place -> letter + place)
                .toList();
    }

    private List<ForeignKey> references(StagedTable other) {
        return other.target().foreignKeys().stream()
                .filter(key -> key.referencedTable().equals(name))
                .toList();
    }

    /** Returns whether references of the backup may hold the table's natural key. */
    boolean isNamed() {
        return stages.inOrder().stream()
                .flatMap(other -> other.references().stream())
                .anyMatch(reference -> isNamed(reference.reference().key()));
    }

    private boolean isNamed(NaturalKey key) {
        return key.table().name().equals(name)
                || key.parts().stream().anyMatch(part -> part.other() != null && isNamed(part.other()));
    }
}
