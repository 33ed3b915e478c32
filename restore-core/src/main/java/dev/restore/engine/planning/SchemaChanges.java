package dev.restore.engine.planning;

import dev.restore.backup.Manifest;
import dev.restore.backup.Manifest.ManifestColumn;
import dev.restore.backup.Manifest.ManifestTable;
import dev.restore.catalog.Column;
import dev.restore.catalog.Table;
import dev.restore.engine.match.SchemaFingerprint;
import dev.restore.plan.TablePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a plan must know of a backup's tables beside their rows: how they differ from those of the target, and what they lack. */
final class SchemaChanges {

    private SchemaChanges() {}

    /** Returns a sentence for each thing that is worth a note. */
    static List<String> notes(Manifest manifest, String dialect, List<TablePlan> tables) {
        boolean comparable = manifest.source().dialect().equals(dialect);
        List<String> notes = new ArrayList<>();
        for (TablePlan plan : tables) {
            Optional<ManifestTable> source = manifest.table(plan.source());
            if (source.isEmpty()) {
                continue;
            }
            if (source.get().filtered()) {
                notes.add("The backup holds only those rows of " + plan.source() + " that met a condition.");
            }
            boolean changed = !source.get().fingerprint().equals(SchemaFingerprint.of(plan.target()));
            if (comparable
                    && changed
                    && plan.source().equals(plan.target().name().name())) {
                notes.add("Table " + plan.source() + " is not what it was when it was backed up: "
                        + String.join(", ", changes(source.get(), plan.target())) + ".");
            }
        }
        return notes;
    }

    private static List<String> changes(ManifestTable before, Table now) {
        List<String> changes = new ArrayList<>();
        for (ManifestColumn column : before.columns()) {
            Optional<Column> left = now.column(column.name());
            if (left.isEmpty()) {
                changes.add("column " + column.name() + " is gone");
            } else if (!left.get().type().name().equals(column.type())) {
                changes.add("column " + column.name() + " was " + column.type() + " and is "
                        + left.get().type().name());
            } else if (left.get().nullable() != column.nullable()) {
                changes.add("column " + column.name() + (column.nullable() ? " takes no null now" : " takes null now"));
            }
        }
        for (Column column : now.insertableColumns()) {
            if (before.columns().stream().noneMatch(known -> known.name().equals(column.name()))) {
                changes.add("column " + column.name() + " is new");
            }
        }
        return changes.isEmpty() ? List.of("its keys or the sizes of its columns differ") : changes;
    }
}
