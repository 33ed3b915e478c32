package dev.restore.catalog;

import java.util.List;
import java.util.Objects;

/**
 * Rows that break a foreign key.
 *
 * @param foreignKey the key they break
 * @param rows how many, at least 1
 * @param examples the referring values of a few of them, as text
 */
public record Violation(ForeignKey foreignKey, long rows, List<String> examples) {

    public Violation {
        Objects.requireNonNull(foreignKey, "foreignKey");
        examples = List.copyOf(examples);
        if (rows < 1) {
            throw new IllegalArgumentException("a violation has at least one row, not " + rows);
        }
    }

    /** Returns a sentence that names the key, the number of rows and a few of their values. */
    public String describe() {
        return rows + (rows == 1 ? " row of " : " rows of ") + foreignKey.table() + " refer"
                + (rows == 1 ? "s" : "") + " to a missing row: " + foreignKey.describe()
                + (examples.isEmpty() ? "" : ", for instance " + String.join("; ", examples));
    }
}
