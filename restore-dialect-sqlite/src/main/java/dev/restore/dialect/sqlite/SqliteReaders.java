package dev.restore.dialect.sqlite;

import dev.restore.catalog.Column;
import dev.restore.catalog.TypeFamily;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.CellReader;
import dev.restore.dialect.ReadRows;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Takes values as they are kept, whatever their column is declared as; booleans are the numbers 1 and 0 of a boolean column. */
final class SqliteReaders {

    private SqliteReaders() {}

    static CellReader of(Column column) {
        boolean booleans = column.type().family() == TypeFamily.BOOLEAN;
        return (row, position, rows) -> add(row.getObject(position), booleans, rows);
    }

    private static void add(@Nullable Object value, boolean booleans, ReadRows rows) {
        if (value == null) {
            rows.addNull();
        } else if (value instanceof byte[] bytes) {
            rows.add(ValueKind.TEXT, Base64.getEncoder().encodeToString(bytes));
        } else if (value instanceof Double number) {
            rows.add(Double.isFinite(number) ? ValueKind.DECIMAL : ValueKind.TEXT, number.toString());
        } else if (value instanceof Number number) {
            if (booleans && (number.longValue() & ~1) == 0) {
                rows.add(ValueKind.BOOLEAN, Boolean.toString(number.longValue() == 1));
            } else {
                rows.add(ValueKind.INTEGER, number.toString());
            }
        } else {
            rows.add(ValueKind.TEXT, value.toString());
        }
    }
}
