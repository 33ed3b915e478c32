package dev.restore.engine.planning;

import dev.restore.backup.LeftOut;
import dev.restore.engine.match.TableMatcher;
import dev.restore.outcome.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds out whether what is left out of a backup is a table that the target has and would keep its old rows. */
final class LeftOutTables {

    private final TableMatcher matcher;
    private final Choice choice;
    private final Set<String> loaded;

    /**
     * Creates one.
     *
     * @param loaded the tables of the backup that are loaded
     */
    LeftOutTables(TableMatcher matcher, Choice choice, Set<String> loaded) {
        this.matcher = matcher;
        this.choice = choice;
        this.loaded = Set.copyOf(loaded);
    }

    /** Adds a problem for each such table. */
    void check(List<LeftOut> leftOut, List<Problem> problems) {
        Map<String, List<LeftOut>> missing = new LinkedHashMap<>();
        for (LeftOut left : leftOut) {
            if (!choice.misses(left) || left.tables().stream().anyMatch(loaded::contains)) {
                continue;
            }
            Optional<String> table =
                    left.tables().stream().filter(matcher::knows).findFirst();
            table.ifPresent(name ->
                    missing.computeIfAbsent(name, any -> new ArrayList<>()).add(left));
        }
        missing.forEach((name, left) -> problems.add(new Problem(
                Problem.Kind.NOT_READ,
                name,
                "The target has a table " + name + ", and the backup has "
                        + left.get(0).describe()
                        + (left.size() == 1 ? "" : " and " + (left.size() - 1) + " more")
                        + ", which is not read: its rows would be missing.",
                "Write its rows as a JSON array of objects or one object on each line, or leave it out (except,"
                        + " --except) by " + name + ".")));
    }
}
