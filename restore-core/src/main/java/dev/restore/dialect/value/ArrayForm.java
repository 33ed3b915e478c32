package dev.restore.dialect.value;

import dev.restore.catalog.ValueKind;
import dev.restore.dialect.CellForm;
import dev.restore.dialect.CellHash;
import dev.restore.dialect.OneCell;
import dev.restore.dialect.Rows;
import dev.restore.dialect.ValueException;

/** The form of arrays: their elements, each in its own form, in their order. */
public final class ArrayForm implements CellForm {

    private static final long START = 1;
    private static final long NULL = 2;
    private static final long ELEMENT = 3;
    private static final long END = 4;

    private final CellForm elements;
    private final boolean json;

    /**
     * Creates a form.
     *
     * @param elements the form of the elements
     * @param json whether they are JSON, so that an array within the array is an element and no further dimension
     */
    public ArrayForm(CellForm elements, boolean json) {
        this.elements = elements;
        this.json = json;
    }

    @Override
    public boolean certain() {
        return elements.certain();
    }

    @Override
    public void digest(Rows rows, int row, int column, CellHash hash) throws ValueException {
        if (rows.kind(row, column) != ValueKind.ARRAY) {
            throw Cells.refuse(rows, row, column, "is not an array", "22018");
        }
        array(new JsonText(rows.bytes(), rows.start(row, column), rows.end(row, column)), hash);
    }

    private void array(JsonText text, CellHash hash) throws ValueException {
        text.take('[');
        hash.add(START);
        while (!text.take(']')) {
            text.take(',');
            if (text.peek() == '[' && !json) {
                array(text, hash);
                continue;
            }
            OneCell cell = text.takeCell();
            if (cell.kind() == ValueKind.NULL) {
                hash.add(NULL);
            } else {
                hash.add(ELEMENT);
                elements.digest(cell, 0, 0, hash);
            }
        }
        hash.add(END);
    }
}
