package dev.restore.engine.options;

import dev.restore.plan.ConflictPolicy;
import dev.restore.plan.Mode;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What happens to the rows that are in the target. Immutable.
 *
 * @param mode whether they are replaced; by default {@link Mode#REPLACE}
 * @param cascade whether every table outside the backup that refers to rows that will be deleted is emptied too; by default not
 * @param cascadeTables the tables outside the backup that may be emptied for that reason; by default none
 * @param conflict what happens to a row whose key is taken; by default {@link ConflictPolicy#fail()}
 * @param conflicts the same for single tables, by their names in the backup or in the target
 */
public record TargetRows(
        Mode mode,
        boolean cascade,
        Set<String> cascadeTables,
        ConflictPolicy conflict,
        Map<String, ConflictPolicy> conflicts) {

    private static final TargetRows DEFAULTS =
            new TargetRows(Mode.REPLACE, false, Set.of(), ConflictPolicy.fail(), Map.of());

    public TargetRows {
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(conflict, "conflict");
        cascadeTables = InOrder.copy(cascadeTables);
        conflicts = InOrder.copy(conflicts);
    }

    /** Returns what replaces the rows of the backup's tables and touches no others. */
    public static TargetRows defaults() {
        return DEFAULTS;
    }

    /** Sets {@link #mode}. */
    public TargetRows mode(Mode value) {
        return new TargetRows(value, cascade, cascadeTables, conflict, conflicts);
    }

    /** Sets {@link #cascade} when no table is given, adds to {@link #cascadeTables} otherwise. */
    public TargetRows cascade(Collection<String> tables) {
        return new TargetRows(
                mode, cascade || tables.isEmpty(), InOrder.with(cascadeTables, tables), conflict, conflicts);
    }

    /** Sets {@link #conflict}. */
    public TargetRows conflict(ConflictPolicy value) {
        return new TargetRows(mode, cascade, cascadeTables, value, conflicts);
    }

    /** Adds to {@link #conflicts}. */
    public TargetRows conflict(String table, ConflictPolicy value) {
        return new TargetRows(mode, cascade, cascadeTables, conflict, InOrder.with(conflicts, table, value));
    }

    /** Returns whether tables outside the backup may be emptied. */
    boolean cascades() {
        return cascade || !cascadeTables.isEmpty();
    }

    /** Returns whether a row whose key is taken is anything but an error in some table. */
    boolean settlesConflicts() {
        return Stream.concat(Stream.of(conflict), conflicts.values().stream())
                .anyMatch(policy -> policy.action() != ConflictPolicy.Action.FAIL);
    }
}
