package dev.restore.dialect;

import dev.restore.catalog.TableName;
import dev.restore.catalog.Trigger;
import java.util.List;
import java.util.Objects;

/**
 * What becomes of the triggers and rules of the tables that a restore loads and empties.
 *
 * @param suppressed whether none of these tables' triggers and rules fires from {@link Dialect.Session#begin} to
 *     {@link Dialect.Session#resumeTriggers}
 * @param tables what the statements of the restore would fire or, unless it is suppressed, fire
 */
public record TriggerMeasure(boolean suppressed, List<TableTriggers> tables) {

    public TriggerMeasure {
        tables = List.copyOf(tables);
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
        return new TriggerMeasure(false, List.of());
    }
}
