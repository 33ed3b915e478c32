package dev.restore.engine.content;

import dev.restore.catalog.TableName;
import java.util.List;
import java.util.Map;

/**
 * What a {@link ContentCheck} has found out so far, so that a later run can go on with it.
 *
 * @param sums the sums of rows
 * @param uncompared the tables that cannot be compared, with the reasons
 */
public record ContentState(List<Sums> sums, Map<TableName, String> uncompared) {

    /** Nothing, where contents are not compared. */
    public static final ContentState NONE = new ContentState(List.of(), Map.of());

    public ContentState {
        sums = List.copyOf(sums);
        uncompared = Map.copyOf(uncompared);
    }

    /**
     * The sums of some rows of one table.
     *
     * @param table the table
     * @param before whether the rows were there before
     * @param rows how many rows
     * @param columns the sums of the columns that they carry, in their order
     */
    record Sums(TableName table, boolean before, long rows, List<ColumnSums> columns) {
        Sums {
            columns = List.copyOf(columns);
        }
    }

    /**
     * The sums of one column.
     *
     * @param name the column's name
     * @param known whether each value was understood
     * @param values the sum of its values
     * @param places the sum of its values in their places
     */
    record ColumnSums(String name, boolean known, long values, long places) {}
}
