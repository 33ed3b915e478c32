package dev.restore.dialect.standard;

import dev.restore.dialect.CellReader;
import java.util.Objects;

/**
 * How a column is read.
 *
 * @param expression what is selected for it, in SQL; its name, as a rule
 * @param reader takes that out of the result
 */
public record SelectedColumn(String expression, CellReader reader) {

    public SelectedColumn {
        Objects.requireNonNull(expression, "expression");
        Objects.requireNonNull(reader, "reader");
    }
}
