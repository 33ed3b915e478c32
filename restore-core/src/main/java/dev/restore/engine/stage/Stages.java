package dev.restore.engine.stage;

import dev.restore.catalog.Column;
import dev.restore.catalog.TableName;
import dev.restore.engine.match.ColumnMatcher;
import dev.restore.engine.options.RestoreOptions;
import dev.restore.plan.TablePlan;
import dev.restore.plan.TablePlan.Assignment;
import dev.restore.plan.TablePlan.FixedValue;
import dev.restore.plan.TablePlan.ManyToMany;
import java.util.List;
import java.util.Map;

/**
 * The stages of all tables of a restore.
 *
 * @param tables the tables by name, parents before children as far as possible
 */
public record Stages(Map<TableName, StagedTable> tables) {

    /** Returns a table, which must be one of them. */
    public StagedTable table(TableName name) {
        StagedTable table = tables.get(name);
        if (table == null) {
            throw new IllegalArgumentException("no stage for " + name);
        }
        return table;
    }

    /** Returns what the rows of a table of the backup become. */
    public StagedRow row(TablePlan plan, RestoreOptions options, boolean django) {
        return new StagedRow(
                table(plan.target().name()),
                plan,
                new ColumnMatcher(
                        plan.source(), plan.target(), options.mapping().columns(), django));
    }

    /** Returns what the elements of a list of a table's rows become. */
    public StagedList list(TablePlan plan, ManyToMany join) {
        return new StagedList(
                table(plan.target().name()), table(join.joinTable().name()));
    }

    /** Returns the plan of a table of the backup whose rows go into its stage. */
    public TablePlan plan(TablePlan plan) {
        StagedTable table = table(plan.target().name());
        return new TablePlan(
                plan.source(),
                table.stage(),
                plan.expectedRows(),
                plan.columns().stream()
                        .map(assignment -> new Assignment(
                                assignment.field(),
                                column(table, assignment.column()),
                                assignment.conversion(),
                                assignment.decoding(),
                                assignment.check()))
                        .toList(),
                plan.fixed().stream()
                        .map(fixed -> new FixedValue(column(table, fixed.column()), fixed.value()))
                        .toList(),
                plan.ignored(),
                plan.joins(),
                null);
    }

    private static Column column(StagedTable table, Column column) {
        return table.stage().column(column.name()).orElseThrow();
    }

    /** Returns how many rows were taken in all. */
    public long rows() {
        return tables.values().stream().mapToLong(StagedTable::rows).sum();
    }

    /** Returns the tables in their order. */
    public List<StagedTable> inOrder() {
        return List.copyOf(tables.values());
    }
}
