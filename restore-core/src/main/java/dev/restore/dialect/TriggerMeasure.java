package dev.restore.dialect;

import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.catalog.Trigger;
import java.util.List;
import java.util.Objects;

/**
 * What becomes of the triggers and rules of the tables that a restore loads and empties.
 *
 * @param suppressed whether none of these tables' triggers and rules fires from {@link Dialect.Session#begin} to
 *     {@link TriggerSuspension#resume}, except for those that only keep an index
 * @param tables what the statements of the restore would fire or, unless it is suppressed, fire
 * @param changed the other tables of which what fires changes or deletes rows, as far as its text says
 */
public record TriggerMeasure(boolean suppressed, List<TableTriggers> tables, List<Table> changed) {

    public TriggerMeasure {
        tables = List.copyOf(tables);
        changed = List.copyOf(changed);
    }

    /**
     * The triggers and rules of a table that a restore fires or would fire.
     *
     * @param table the table, which may be a partition of one that is loaded
     * @param triggers at least one
     */
    public record TableTriggers(TableName table, List<Trigger> triggers) {

        public TableTriggers {
            Objects.requireNonNull(table, "table");
            triggers = List.copyOf(triggers);
        }
    }

    /** Returns the measure of a restore that leaves all triggers alone, of which none is known. */
    public static TriggerMeasure none() {
        return new TriggerMeasure(false, List.of(), List.of());
    }
}
