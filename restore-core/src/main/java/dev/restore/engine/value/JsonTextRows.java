package dev.restore.engine.value;

import dev.restore.catalog.Column;
import dev.restore.catalog.ColumnType;
import dev.restore.catalog.TypeFamily;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.ForwardingRows;
import dev.restore.dialect.Rows;
import dev.restore.dialect.value.JsonText;
import java.util.List;

/**
 * Rows whose columns of JSON text hold JSON: a Django dump has the values, and of a text in one a reader could not tell that it is
 * more than a JSON string.
 */
public final class JsonTextRows extends ForwardingRows {

    private final List<ColumnType> types;

    private JsonTextRows(Rows rows, List<ColumnType> types) {
        super(rows);
        this.types = types;
    }

    /** Returns the types of these columns, empty where none of them holds JSON. */
    public static List<ColumnType> types(List<Column> columns) {
        List<ColumnType> types = columns.stream().map(Column::type).toList();
        return types.stream().anyMatch(type -> type.jsonText() || type.family() == TypeFamily.JSON) ? types : List.of();
    }

    /** Returns rows whose columns have these types, the same rows where there are none. */
    public static Rows of(Rows rows, List<ColumnType> types) {
        return types.isEmpty() ? rows : new JsonTextRows(rows, types);
    }

    @Override
    public ValueKind kind(int row, int column) {
        ValueKind kind = super.kind(row, column);
        return kind == ValueKind.TEXT && isJson(row, column) ? ValueKind.JSON : kind;
    }

    /** A database with a type for JSON shows its strings as texts, so that a text there is a document or it is a string. */
    private boolean isJson(int row, int column) {
        ColumnType type = types.get(column);
        if (!type.jsonText()) {
            return type.family() == TypeFamily.JSON
                    && JsonText.isDocument(bytes(), start(row, column), end(row, column));
        }
        JsonText json = new JsonText(bytes(), start(row, column), end(row, column));
        return json.skipValue() && json.atEnd();
    }

    @Override
    public boolean typed() {
        return true;
    }
}
