package dev.restore.engine.planning;

import dev.restore.backup.Survey;
import dev.restore.backup.Survey.SurveyedTable;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.plan.TablePlan;
import dev.restore.plan.TablePlan.ManyToMany;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of the rows to come.
 *
 * @param rows how many each table gets, an estimate; tables of which that is not known are absent
 * @param inserted the tables whose rows are all inserted, none of them merged with one that is there
 */
record Expectation(Map<TableName, Long> rows, Set<Table> inserted) {

    /** One key in a list takes so many bytes of a row, its share of the row's other fields included. Rather too few. */
    private static final int BYTES_PER_ELEMENT = 10;

    static Expectation of(Survey survey, List<TablePlan> tables) {
        Map<TableName, Long> rows = new HashMap<>();
        Set<TableName> unknown = new HashSet<>();
        Set<Table> inserted = new HashSet<>();
        Set<Table> merged = new HashSet<>();
        for (TablePlan table : tables) {
            long counted = survey.expectedRows().getOrDefault(table.source(), table.expectedRows());
            counted = counted < 0 ? estimate(survey, table.source()) : counted;
            add(rows, unknown, table.target().name(), counted);
            (table.conflict() == null ? inserted : merged).add(table.target());
            long bytes = survey.tables().stream()
                    .filter(surveyed -> surveyed.name().equals(table.source()) && surveyed.complete())
                    .mapToLong(SurveyedTable::bytes)
                    .findFirst()
                    .orElse(-1);
            for (ManyToMany join : table.joins()) {
                add(rows, unknown, join.joinTable().name(), bytes < 0 ? -1 : bytes / BYTES_PER_ELEMENT);
                (join.conflict() == null ? inserted : merged).add(join.joinTable());
            }
        }
        rows.keySet().removeAll(unknown);
        inserted.removeAll(merged);
        return new Expectation(rows, inserted);
    }

    /**
     * Returns how many rows a table has of which only the first were read, -1 where that cannot be told from the size of the backup. What
     * was not read is taken to be the same for each such table.
     */
    static long estimate(Survey survey, String source) {
        List<SurveyedTable> cut =
                survey.tables().stream().filter(table -> !table.complete()).toList();
        Optional<SurveyedTable> wanted =
                cut.stream().filter(table -> table.name().equals(source)).findFirst();
        long read = survey.tables().stream().mapToLong(SurveyedTable::bytes).sum();
        // A packed backup is smaller than what was read of it.
        if (wanted.isEmpty() || wanted.get().bytes() <= 0 || survey.bytes() <= read) {
            return -1;
        }
        double bytesOfRow = (double) wanted.get().bytes() / wanted.get().rows();
        double others = (double) (survey.bytes() - read) / cut.size();
        return wanted.get().rows() + (long) (others / bytesOfRow);
    }

    private static void add(Map<TableName, Long> rows, Set<TableName> unknown, TableName table, long count) {
        if (count < 0) {
            unknown.add(table);
        } else {
            rows.merge(table, count, Long::sum);
        }
    }
}
