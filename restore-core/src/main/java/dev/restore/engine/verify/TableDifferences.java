package dev.restore.engine.verify;

import java.util.List;

/**
 * What a table holds otherwise than files expect. Immutable.
 *
 * @param table its name
 * @param expectedRows how many rows the files have
 * @param rows how many rows it holds
 * @param different the rows that differ, in the order of the files, unexpected ones after them
 */
public record TableDifferences(String table, int expectedRows, int rows, List<RowDifference> different) {

    public TableDifferences {
        different = List.copyOf(different);
    }

    /** How a row differs. */
    public enum Kind {
        /** A row of the files is there with other values. */
        CHANGED,
        /** A row of the files that has no key is not there, but one that is similar. */
        SIMILAR,
        /** A row of the files is not there. */
        MISSING,
        /** A row is there that is not in the files. */
        UNEXPECTED,
        /** The rows are those of the files and stand in another order, from this one on. */
        MOVED
    }

    /**
     * A row that differs.
     *
     * @param name the values by which it is told from others, of a table without a key all of them
     * @param values the other values of a row that is on one side only
     * @param changes the values that differ
     */
    public record RowDifference(Kind kind, List<Value> name, List<Value> values, List<Change> changes) {
        public RowDifference {
            name = List.copyOf(name);
            values = List.copyOf(values);
            changes = List.copyOf(changes);
        }
    }

    /**
     * A value of a row.
     *
     * @param column its column
     * @param text the value as JSON has it
     */
    public record Value(String column, String text) {}

    /**
     * A value that differs.
     *
     * @param column its column
     * @param expected the value in the files, as JSON has it
     * @param actual the value that is there
     */
    public record Change(String column, String expected, String actual) {}
}
