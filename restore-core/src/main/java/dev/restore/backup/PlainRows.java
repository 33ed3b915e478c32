package dev.restore.backup;

/** Rows of one table, each an object with its fields. */
final class PlainRows extends RowCursor {

    private final Elements elements;
    private final TableTally table;

    PlainRows(JsonInput input, Elements elements, TableTally table) {
        super(input);
        this.elements = elements;
        this.table = table;
    }

    @Override
    boolean advance() {
        if (!elements.next()) {
            return false;
        }
        row.begin(input.tokenOffset(), false);
        row.number(table.next());
        decoder.fields();
        return true;
    }

    @Override
    TableTally table() {
        return table;
    }
}
