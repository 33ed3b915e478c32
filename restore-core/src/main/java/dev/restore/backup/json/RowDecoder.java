package dev.restore.backup.json;

import dev.restore.backup.TypedForm;
import dev.restore.backup.names.EntryNames;
import dev.restore.catalog.ValueKind;
import dev.restore.outcome.BackupFormatException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamConstraintsException;

/** Copies the fields of an object from the parser into the row: no text, number or map objects in between. */
public final class RowDecoder {

    private final JsonInput input;
    private final StrictParser parser;
    private final RowBuffer row;
    private final int longest;

    /** Whether typed values may occur, in any row. */
    private final boolean typed;

    /** Whether they may occur in the row at hand. */
    private boolean typedRow;

    public RowDecoder(JsonInput input, RowBuffer row, boolean typed) {
        this.input = input;
        this.parser = input.parser();
        this.row = row;
        this.longest = input.limits().textLength();
        this.typed = typed;
        this.typedRow = typed;
    }

    /** Copies all fields of the object that the parser is at the start of. */
    public void fields() {
        String name = parser.nextName();
        typedRow = typed;
        if (name != null && isMark(name)) {
            mark();
            name = parser.nextName();
        }
        for (; name != null; name = parser.nextName()) {
            field(name);
        }
    }

    private static boolean isMark(String name) {
        return !name.isEmpty() && name.charAt(0) == TypedForm.FIRST && name.equals(TypedForm.MARK);
    }

    private void mark() {
        if (parser.nextToken() != JsonToken.VALUE_NUMBER_INT
                || !parser.getString().equals("" + TypedForm.VERSION)) {
            throw input.error(
                    "has typed values of a version that this library does not read; use a newer version of the library",
                    input.tokenOffset(),
                    null);
        }
        typedRow = true;
    }

    /** Copies the field whose name the parser is at. */
    public void field(String name) {
        if (row.isNewName(name)) {
            requireWellFormed(name);
        }
        value(name, parser.nextToken());
    }

    /** Copies the field whose value the parser is at the start of. */
    public void value(String name, JsonToken token) {
        row.field(name, kindOf(token));
        switch (token) {
            case VALUE_STRING -> {
                if (!parser.plainTextInto(row)
                        && !row.text(parser.getStringCharacters(), parser.getStringOffset(), textLength())) {
                    throw surrogate("field " + EntryNames.printable(name));
                }
            }
            case START_OBJECT -> object(name);
            case START_ARRAY -> structure(token, null, name);
            case VALUE_NULL -> {}
            default -> scalar(token);
        }
        row.end();
    }

    /** Copies the value that the parser is at the start of as JSON into the field that was begun. */
    void copy(String name, JsonToken token) {
        if (token == JsonToken.VALUE_STRING) {
            quoted(name);
        } else if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
            structure(token, null, name);
        } else {
            scalar(token);
        }
    }

    private void object(String name) {
        if (!typedRow) {
            structure(JsonToken.START_OBJECT, null, name);
            return;
        }
        JsonToken first = parser.nextToken();
        String inner = first == JsonToken.PROPERTY_NAME ? parser.currentName() : "";
        if (inner.isEmpty() || inner.charAt(0) != TypedForm.FIRST) {
            structure(JsonToken.START_OBJECT, first, name);
            return;
        }
        TypedForm form = TypedForm.of(inner);
        if (form == null || parser.nextToken() != JsonToken.VALUE_STRING) {
            throw untyped(name);
        }
        row.kind(form.kind());
        if (!parser.plainTextInto(row)
                && !row.text(parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength())) {
            throw surrogate("field " + EntryNames.printable(name));
        }
        if ((form.base64() && !row.decodeBase64()) || parser.nextToken() != JsonToken.END_OBJECT) {
            throw untyped(name);
        }
    }

    private BackupFormatException untyped(String name) {
        return input.error(
                "field " + EntryNames.printable(name) + " is not a typed value that this library knows",
                input.tokenOffset(),
                null);
    }

    /** Returns the kind of value that starts with a token. */
    public static ValueKind kindOf(JsonToken token) {
        return switch (token) {
            case VALUE_STRING -> ValueKind.TEXT;
            case VALUE_NUMBER_INT -> ValueKind.INTEGER;
            case VALUE_NUMBER_FLOAT -> ValueKind.DECIMAL;
            case VALUE_TRUE, VALUE_FALSE -> ValueKind.BOOLEAN;
            case START_ARRAY -> ValueKind.ARRAY;
            case START_OBJECT -> ValueKind.OBJECT;
            case VALUE_NULL -> ValueKind.NULL;
            default -> throw new IllegalStateException("not a value: " + token);
        };
    }

    private void scalar(JsonToken token) {
        switch (token) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                row.ascii(parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength());
            case VALUE_TRUE -> row.ascii("true");
            case VALUE_FALSE -> row.ascii("false");
            case VALUE_NULL -> row.ascii("null");
            default -> throw new IllegalStateException("not a scalar: " + token);
        }
    }

    /**
     * Copies an array or object.
     *
     * @param next the token after its start, where the parser is there already; otherwise null
     */
    private void structure(JsonToken start, @Nullable JsonToken next, String name) {
        JsonToken token = start;
        JsonToken ahead = next;
        int depth = 0;
        boolean comma = false;
        do {
            boolean closes = token == JsonToken.END_OBJECT || token == JsonToken.END_ARRAY;
            if (comma && !closes) {
                row.put(',');
            }
            comma = true;
            switch (token) {
                case START_OBJECT, START_ARRAY -> {
                    row.put(token == JsonToken.START_OBJECT ? '{' : '[');
                    depth++;
                    comma = false;
                }
                case END_OBJECT, END_ARRAY -> {
                    row.put(token == JsonToken.END_OBJECT ? '}' : ']');
                    depth--;
                }
                case PROPERTY_NAME -> {
                    quoted(name);
                    row.put(':');
                    comma = false;
                }
                case VALUE_STRING -> quoted(name);
                default -> scalar(token);
            }
            if (depth > 0) {
                token = ahead == null ? parser.nextToken() : ahead;
                ahead = null;
            }
        } while (depth > 0);
    }

    private void quoted(String name) {
        if (!row.quoted(parser.getStringCharacters(), parser.getStringOffset(), textLength())) {
            throw surrogate("field " + EntryNames.printable(name));
        }
    }

    /** Returns the length of the text at hand, which the parser checks where it does not fit into one of its buffers only. */
    private int textLength() {
        int length = parser.getStringLength();
        if (length > longest) {
            throw new StreamConstraintsException(
                    JsonInput.STRING_LENGTH + " exceeds the maximum allowed", parser.currentTokenLocation());
        }
        return length;
    }

    private void requireWellFormed(String name) {
        int n = name.length();
        for (int i = 0; i < n; i++) {
            char c = name.charAt(i);
            if (Character.isSurrogate(c)) {
                if (i + 1 == n || !Character.isSurrogatePair(c, name.charAt(i + 1))) {
                    throw surrogate("the name of a field");
                }
                i++;
            }
        }
    }

    private BackupFormatException surrogate(String where) {
        return input.error(
                where + " holds half of a surrogate pair (\\ud800 to \\udfff), which is not a character; "
                        + "write the whole pair or leave it out",
                input.tokenOffset(),
                null);
    }
}
