package dev.restore.engine.stage;

import dev.restore.catalog.Column;
import dev.restore.catalog.Table;
import java.util.Locale;

/**
 * The names of what a stage has beside the columns of its table: none of them is a column's.
 *
 * @param row the column with the row's number among those that were taken
 * @param set the column that says which fields the row has
 * @param owner the column with the number of the row whose list this is an element of
 * @param fresh the column with a key that is free if the row needs one
 * @param value what stands before the numbers in the names of columns with values of natural keys
 */
public record StageNames(String row, String set, String owner, String fresh, String value) {

    /** Returns names that no column of a table has. */
    public static StageNames beside(Table table) {
        String tail = "";
        while (taken(table, tail)) {
            tail += "_";
        }
        return new StageNames(
                "restore_row" + tail,
                "restore_set" + tail,
                "restore_owner" + tail,
                "restore_fresh" + tail,
                "restore_value" + tail + "_");
    }

    private static boolean taken(Table table, String tail) {
        for (Column column : table.columns()) {
            String name = column.name().toLowerCase(Locale.ROOT);
            if (name.startsWith("restore_") && (name.endsWith(tail) || name.startsWith("restore_value" + tail))) {
                return true;
            }
        }
        return false;
    }

    /** Returns the name of the column for a value of a natural key by which a row refers to another. */
    public String value(int reference, int number) {
        return value + reference + "_" + number;
    }
}
