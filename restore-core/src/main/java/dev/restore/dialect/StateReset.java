package dev.restore.dialect;

import dev.restore.catalog.TableName;
import java.util.List;

/**
 * What a reset to a saved state did.
 *
 * @param rewritten the tables whose rows were put back
 * @param obstacles why the state could not be put back, empty where it was
 * @param lost whether what was kept is gone, as in a database that was made again under the same address
 */
public record StateReset(List<TableName> rewritten, List<Obstacle> obstacles, boolean lost) {

    public StateReset {
        rewritten = List.copyOf(rewritten);
        obstacles = List.copyOf(obstacles);
    }

    /** A reset that has put these tables back. */
    public static StateReset of(List<TableName> rewritten) {
        return new StateReset(rewritten, List.of(), false);
    }

    /** A reset that could not be done. */
    public static StateReset impossible(Obstacle... obstacles) {
        return new StateReset(List.of(), List.of(obstacles), false);
    }

    /** A reset that found nothing of what was kept. */
    public static StateReset keptNothing() {
        return new StateReset(List.of(), List.of(), true);
    }
}
