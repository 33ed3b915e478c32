package dev.restore.engine.merge;

import dev.restore.catalog.Column;
import dev.restore.catalog.NaturalKey;
import dev.restore.catalog.Table;
import dev.restore.dialect.Staging.Draft;
import dev.restore.engine.merge.Workspace.KeySource;
import dev.restore.engine.stage.StagedTable;
import dev.restore.plan.MergePlan.Match;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rows of the target that rows are whose natural keys have a null in a part, as the roots of trees have that are told apart by
 * their parents and names. A unique key lets several rows have the same such key, so that one only counts that one row has on both sides.
 */
final class PartialKeys {

    /** So many different parts may be null. */
    private static final int MAX_PATTERNS = 64;

    private final Workspace work;

    PartialKeys(Workspace work) {
        this.work = work;
    }

    /**
     * Returns the columns of a natural key in which a null says nothing of a row: those of values, where the key is declared; all of them,
     * where it is proposed.
     */
    static List<String> required(StagedTable table, NaturalKey key) {
        return table.merge().proposed()
                ? key.columns()
                : key.parts().stream()
                        .filter(part -> part.through() == null || key.parts().size() == 1)
                        .flatMap(part -> part.columns().stream())
                        .toList();
    }

    /** Returns whether a declared natural key may have a null in a reference. */
    static boolean isOpen(StagedTable table, NaturalKey key) {
        Set<String> open = new HashSet<>(key.columns());
        required(table, key).forEach(open::remove);
        return open.stream()
                .anyMatch(column -> table.target().column(column).orElseThrow().nullable());
    }

    /** Finds those of the rows that are not mapped yet. */
    void find(StagedTable table) throws SQLException {
        NaturalKey key = table.merge().key();
        KeySource source = work.keys(table.target().name()).orElse(null);
        if (key == null
                || source == null
                || table.merge().match() != Match.NATURAL_KEY
                || key.columns().size() < 2
                || !work.holdsRows(table.target())) {
            return;
        }
        List<Integer> nullable = IntStream.range(0, key.columns().size())
                .filter(i -> table.target()
                        .column(key.columns().get(i))
                        .orElseThrow()
                        .nullable())
                .boxed()
                .toList();
        if (nullable.isEmpty()) {
            return;
        }
        String someNull = nullable.stream()
                .map(i -> work.column("n", source.columns().get(i)) + " IS NULL")
                .collect(Collectors.joining(" OR ", "(", ")"));
        List<List<@Nullable String>> patterns = work.staging()
                .texts(
                        "SELECT DISTINCT "
                                + nullable.stream()
                                        .map(i -> "CASE WHEN "
                                                + work.column(
                                                        "n", source.columns().get(i))
                                                + " IS NULL THEN 1 ELSE 0 END")
                                        .collect(Collectors.joining(", "))
                                + " FROM " + work.quote(source.table()) + " n WHERE " + someNull,
                        nullable.size(),
                        MAX_PATTERNS);
        for (List<@Nullable String> pattern : patterns) {
            Set<Integer> nulls = new HashSet<>();
            for (int i = 0; i < nullable.size(); i++) {
                if ("1".equals(pattern.get(i))) {
                    nulls.add(nullable.get(i));
                }
            }
            if (nulls.size() < key.columns().size()) {
                find(table, key, source, nulls);
            }
        }
    }

    private void find(StagedTable table, NaturalKey key, KeySource source, Set<Integer> nulls) throws SQLException {
        Table into = work.partial(table.target().name());
        if (into == null) {
            into = create(table);
        }
        List<String> conditions = new ArrayList<>();
        for (int i = 0; i < key.columns().size(); i++) {
            String there = work.column("t", key.columns().get(i));
            String here = work.column("n", source.columns().get(i));
            conditions.add(nulls.contains(i) ? there + " IS NULL AND " + here + " IS NULL" : there + " = " + here);
        }
        String row = work.column("n", source.row());
        conditions.add(work.notIn(into, row));
        List<Column> primary = table.primaryKey();
        List<String> keys =
                primary.stream().map(column -> work.column("t", column.name())).toList();
        String named = IntStream.range(0, keys.size())
                .mapToObj(i -> ", " + keys.get(i) + " AS v" + i)
                .collect(Collectors.joining());
        String selected =
                IntStream.range(0, keys.size()).mapToObj(i -> ", v" + i).collect(Collectors.joining());
        work.staging()
                .insert(
                        into,
                        into.columns(),
                        "SELECT found" + selected + " FROM (SELECT " + row + " AS found" + named
                                + ", COUNT(*) OVER (PARTITION BY " + row + ") AS there, COUNT(*) OVER (PARTITION BY "
                                + String.join(", ", keys) + ") AS here FROM " + work.quote(source.table()) + " n JOIN "
                                + work.staging().from(table.target()) + " t ON " + String.join(" AND ", conditions)
                                + ") q WHERE there = 1 AND here = 1");
        work.staging().filled(into);
    }

    private Table create(StagedTable table) throws SQLException {
        List<Draft> drafts = new ArrayList<>(List.of(Draft.row(Workspace.ROW)));
        for (Column column : table.primaryKey()) {
            drafts.add(Draft.like("v" + (drafts.size() - 1), table.target(), column));
        }
        Table created = work.create(drafts, List.of(List.of(Workspace.ROW)));
        work.partial(table.target().name(), created);
        return created;
    }
}
