package dev.restore.engine.merge;

import dev.restore.catalog.Column;
import dev.restore.catalog.Table;
import dev.restore.catalog.TypeFamily;
import dev.restore.catalog.UniqueIndex;
import dev.restore.dialect.Staging.Change;
import dev.restore.engine.match.NaturalKeys;
import dev.restore.engine.stage.RowSet;
import dev.restore.engine.stage.StagedTable;
import dev.restore.outcome.MappedKeys;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.Problem;
import dev.restore.plan.MergePlan.Match;
import dev.restore.plan.Mode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Looks for rows that were found by their numbers alone and are not like the rows that have these, where rows of other tables show that
 * the target has given numbers anew, or where they differ in what is unique by a condition or an expression, which is no key to find rows
 * by: they are likely to be others, and would be lost.
 */
final class DoubtfulMatches {

    private final Workspace work;
    private final Mode mode;
    private final Map<String, StagedTable> tables;

    /**
     * Creates one.
     *
     * @param mode what the caller has asked for: a merge that was not asked for by name is not made in doubt
     * @param tables the tables by their names in {@link MappedKeys}
     */
    DoubtfulMatches(Workspace work, Mode mode, Map<String, StagedTable> tables) {
        this.work = work;
        this.mode = mode;
        this.tables = tables;
    }

    /** Returns whether the rows of a table are found by a number, of which nothing but the number tells that they are the same. */
    static boolean isByNumber(StagedTable table) {
        return table.merge().match() == Match.PRIMARY_KEY
                && !table.primaryKey().isEmpty()
                && table.primaryKey().get(0).type().family() != TypeFamily.UUID
                && NaturalKeys.isNumbered(table.target());
    }

    /**
     * Returns what is to be said of them, a sentence for each table.
     *
     * @throws PlanException when the caller has left it to the plan whether there is to be a merge
     */
    List<String> notes(List<MappedKeys> keys) throws SQLException {
        boolean numberedAnew = keys.stream().anyMatch(table -> table.otherKey() > 0);
        List<Problem> problems = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (MappedKeys found : keys) {
            StagedTable table = tables.get(found.table());
            // What an earlier merge says of keys is no guess.
            if (table == null
                    || !found.byNumber()
                    || found.sameKey() == 0
                    || work.given(table.target().name()) != null) {
                continue;
            }
            String doubt = doubt(table, numberedAnew);
            if (doubt.isEmpty()) {
                continue;
            }
            String name = table.target().name().name();
            String said = doubt
                    + switch (table.merge().existing()) {
                        case UPDATE -> ": what is there is overwritten.";
                        default -> ": what refers to it refers to what is there.";
                    };
            String primary = table.primaryKey().get(0).name();
            String remedy = "Say what tells the rows apart (naturalKey, --natural-key " + name + "="
                    + columns(table.target()) + "; " + name + "=" + primary
                    + " if the number does), or that they are others (onMatch, --on-match " + name + "=add).";
            notes.add(said + " " + remedy);
            problems.add(new Problem(
                    Problem.Kind.NATURAL_KEY,
                    name,
                    said,
                    remedy + " A merge that is asked for as such (mode merge) goes on with a warning. Nothing was"
                            + " changed."));
        }
        if (mode == Mode.AUTO && !problems.isEmpty()) {
            throw new PlanException(problems);
        }
        return notes;
    }

    private static String columns(Table table) {
        return table.uniqueIndexes().isEmpty()
                ? "COLUMN,..."
                : String.join(",", table.uniqueIndexes().get(0).columns());
    }

    /** Returns what casts doubt on the rows of a table that were found by number alone, empty where nothing does. */
    private String doubt(StagedTable table, boolean numberedAnew) throws SQLException {
        long differing = numberedAnew ? differing(table, column -> true) : 0;
        if (differing > 0) {
            return differ(table, differing)
                    + " from the row that has the number in the target, where rows of other tables have other numbers than"
                    + " in the backup";
        }
        // Where keys could tell, these are asked.
        List<UniqueIndex> indexes =
                table.merge().candidates().isEmpty() ? table.target().uniqueIndexes() : List.of();
        long least = indexes.isEmpty() ? 0 : Long.MAX_VALUE;
        for (UniqueIndex index : indexes) {
            least = Math.min(least, differing(table, column -> index.columns().contains(column.name())));
        }
        return least == 0
                ? ""
                : differ(table, least) + " from the row that has the number in the target in what is unique ("
                        + indexes.stream()
                                .map(index -> "index " + index.name() + ": " + String.join(", ", index.columns()))
                                .collect(Collectors.joining("; "))
                        + ")";
    }

    private static String differ(StagedTable table, long rows) {
        return String.format(
                Locale.ROOT,
                "%,d %s of %s %s found by number alone and differ%s",
                rows,
                rows == 1 ? "row" : "rows",
                table.target().name().name(),
                rows == 1 ? "is" : "are",
                rows == 1 ? "s" : "");
    }

    private long differing(StagedTable table, Predicate<Column> among) throws SQLException {
        MoveQuery query =
                new MoveQuery(work, table, work.map(table.target().name()).orElseThrow());
        long rows = 0;
        for (RowSet set : table.sets()) {
            Optional<Change> change = query.change(set, Workspace.MATCHED, "", among);
            if (change.isPresent()) {
                rows += work.staging().differing(change.get());
            }
        }
        return rows;
    }
}
