package dev.restore.engine.merge;

import dev.restore.catalog.Column;
import dev.restore.catalog.NaturalKey;
import dev.restore.engine.stage.StagedTable;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.Problem;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks for natural keys that several rows of the target have: they do not tell which row is meant. */
final class AmbiguousKeys {

    /** So many rows of the target are named that share their natural keys. */
    private static final int MAX_EXAMPLES = 6;

    private final Workspace work;
    private final KeyChecks checks;

    AmbiguousKeys(Workspace work, KeyChecks checks) {
        this.work = work;
        this.checks = checks;
    }

    /**
     * Looks at some tables.
     *
     * @throws PlanException when any has such keys, with a problem for each such table
     */
    void check(List<StagedTable> tables) throws SQLException {
        List<Problem> problems = new ArrayList<>();
        for (StagedTable table : tables) {
            NaturalKey key = table.merge().key();
            if (key != null) {
                check(table, key, problems);
            }
        }
        if (!problems.isEmpty()) {
            throw new PlanException(problems);
        }
    }

    private void check(StagedTable table, NaturalKey key, List<Problem> problems) throws SQLException {
        if ((table.merge().unique() && !PartialKeys.isOpen(table, key)) || !work.holdsRows(table.target())) {
            return;
        }
        long several = checks.repeated(
                work.staging().from(table.target()),
                key.columns(),
                checks.known(key.columns(), PartialKeys.required(table, key)));
        if (several > 0) {
            String name = table.target().name().name();
            problems.add(new Problem(
                    Problem.Kind.NATURAL_KEY,
                    name,
                    several + (several == 1 ? " natural key (" : " natural keys (") + key.describe() + ") of " + name
                            + " belong" + (several == 1 ? "s" : "") + " to several rows of the target each"
                            + sharing(table, key) + ".",
                    "Name columns that tell its rows apart (naturalKey, --natural-key), or remove the repeated rows."
                            + " Nothing was changed."));
        }
    }

    /** Returns the primary keys of some rows of the target that share their natural keys with others, for people. */
    private String sharing(StagedTable table, NaturalKey key) throws SQLException {
        List<String> primary = table.primaryKey().stream().map(Column::name).toList();
        if (primary.isEmpty()) {
            return "";
        }
        String columns = String.join(", ", primary.stream().map(work::quote).toList());
        List<List<@Nullable String>> rows = work.staging()
                .texts(
                        "SELECT " + columns + " FROM (SELECT " + String.join(", ", work.columns("s", primary))
                                + ", COUNT(*) OVER (PARTITION BY " + String.join(", ", work.columns("s", key.columns()))
                                + ") AS restore_several FROM " + work.staging().from(table.target()) + " s WHERE "
                                + checks.known(key.columns(), PartialKeys.required(table, key))
                                + ") q WHERE restore_several > 1 ORDER BY " + columns,
                        primary.size(),
                        MAX_EXAMPLES);
        return ", as those with " + String.join(", ", primary) + " "
                + rows.stream()
                        .map(row -> String.join(
                                ",", row.stream().map(String::valueOf).toList()))
                        .collect(Collectors.joining("; "));
    }
}
