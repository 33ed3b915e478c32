package dev.restore.backup.json;

import dev.restore.backup.names.EntryNames;
import dev.restore.catalog.ValueKind;
import dev.restore.outcome.BackupFormatException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * Copies fields whose values name their types, each in an object of its type and itself, into the row as what they stand for. Bytes within
 * arrays and maps stay base64.
 */
public abstract sealed class TypedFields implements RowFields permits DynamoValues, FirestoreValues {

    final StrictParser parser;
    final RowBuffer row;
    final RowDecoder decoder;
    private final JsonInput input;
    private final String writer;

    /**
     * Starts.
     *
     * @param writer who names the types so, for messages
     */
    TypedFields(JsonInput input, RowBuffer row, RowDecoder decoder, String writer) {
        this.input = input;
        this.parser = input.parser();
        this.row = row;
        this.decoder = decoder;
        this.writer = writer;
    }

    @Override
    public final void field(String name) {
        String type = type(parser.nextToken(), name);
        field(type, parser.nextToken(), name);
        close(name);
    }

    /** Copies the value that the parser is at, of a type, into a field of the row. */
    abstract void field(String type, JsonToken value, String name);

    /** Writes the value that the parser is at, of a type, as JSON without its types. */
    abstract void inner(String type, JsonToken value, String name);

    /** Writes an element of a map or array, which is of a type itself. */
    final void typed(JsonToken start, String name) {
        String type = type(start, name);
        inner(type, parser.nextToken(), name);
        close(name);
    }

    /** Writes an element of what is of a type. */
    void element(String type, JsonToken token, String name) {
        typed(token, name);
    }

    /** Writes the elements of what is of a type, up to its end. */
    final void elements(boolean map, String type, String name) {
        row.put(map ? '{' : '[');
        boolean comma = false;
        for (JsonToken token = parser.nextToken();
                token != JsonToken.END_OBJECT && token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            if (comma) {
                row.put(',');
            }
            comma = true;
            if (map) {
                quoted(name);
                row.put(':');
                token = parser.nextToken();
            }
            element(type, token, name);
        }
        row.put(map ? '}' : ']');
    }

    /** Copies base64 as the bytes that it stands for. */
    final void bytes(JsonToken value, String name) {
        require(value == JsonToken.VALUE_STRING, name);
        row.field(name, ValueKind.BYTES);
        require(
                row.text(parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength())
                        && row.decodeBase64(),
                name);
        row.end();
    }

    final void number(String digits, boolean whole, String name) {
        row.field(name, whole ? ValueKind.INTEGER : ValueKind.DECIMAL);
        row.ascii(digits);
        row.end();
    }

    final void quoted(String name) {
        require(row.quoted(parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength()), name);
    }

    final void require(boolean fits, String name) {
        if (!fits) {
            throw refused(name);
        }
    }

    final void close(String name) {
        require(parser.nextToken() == JsonToken.END_OBJECT, name);
    }

    private String type(@Nullable JsonToken start, String name) {
        String type = start == JsonToken.START_OBJECT ? parser.nextName() : null;
        if (type == null) {
            throw refused(name);
        }
        return type;
    }

    final BackupFormatException refused(String name) {
        return input.error(
                "field " + EntryNames.printable(name) + " is not a value of " + writer
                        + " with its type, as the others are",
                input.tokenOffset(),
                null);
    }
}
