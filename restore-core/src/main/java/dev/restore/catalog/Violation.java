package dev.restore.catalog;

import java.util.Objects;

/**
 * Rows that break a foreign key.
 *
 * @param foreignKey the key they break
 * @param rows how many, at least 1
 */
public record Violation(ForeignKey foreignKey, long rows) {

    public Violation {
        Objects.requireNonNull(foreignKey, "foreignKey");
        if (rows < 1) {
            throw new IllegalArgumentException("a violation has at least one row, not " + rows);
        }
    }

    /** Returns a sentence that names the key and the number of rows, and none of their values. */
    public String describe() {
        return rows + (rows == 1 ? " row of " : " rows of ") + foreignKey.table() + " refer" + (rows == 1 ? "s" : "")
                + " to a missing row: " + foreignKey.describe();
    }
}
