package dev.restore.backup.json;

import dev.restore.backup.names.EntryNames;
import dev.restore.catalog.ValueKind;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * Fields of documents as programs write them that export Firestore: in {@code __collections__} stand the collections inside of a
 * document, each an object of documents by their ids, and a time or a reference is an object that names its type. Each collection becomes
 * a field with the array of its documents, which have their keys as {@code id}.
 */
public final class CollectionFields implements RowFields {

    private static final String COLLECTIONS = "__collections__";
    private static final String ID = "id";

    private static final byte[] TYPED = "{\"__datatype__\":".getBytes(StandardCharsets.US_ASCII);

    private static final Pattern TIME = Pattern.compile(
            "\\{\"__datatype__\":\"timestamp\",\"value\":\\{\"_seconds\":(-?\\d{1,12}),\"_nanoseconds\":(\\d{1,9})}}");

    private static final Pattern REFERENCE =
            Pattern.compile("\\{\"__datatype__\":\"documentReference\",\"value\":\"([^\"\\\\]*)\"}");

    private final JsonInput input;
    private final StrictParser parser;
    private final RowBuffer row;
    private final RowDecoder decoder;

    public CollectionFields(JsonInput input, RowBuffer row, RowDecoder decoder) {
        this.input = input;
        this.parser = input.parser();
        this.row = row;
        this.decoder = decoder;
    }

    @Override
    public void field(String name) {
        JsonToken token = parser.nextToken();
        if (name.equals(COLLECTIONS)) {
            requireObject(token, name);
            for (String collection = parser.nextName(); collection != null; collection = parser.nextName()) {
                requireOnce(collection);
                row.field(collection, ValueKind.ARRAY);
                documents(collection);
                row.end();
            }
        } else if (token == JsonToken.START_OBJECT) {
            row.field(name, ValueKind.OBJECT);
            int from = row.length();
            decoder.copy(name, token);
            String text = textSince(from);
            if (text != null) {
                row.cut(from);
                row.kind(ValueKind.TEXT);
                row.text(text);
            }
            row.end();
        } else {
            decoder.value(name, token);
        }
    }

    /** Writes the documents of a collection as an array. */
    private void documents(String collection) {
        requireObject(parser.nextToken(), collection);
        row.put('[');
        boolean comma = false;
        for (String key = parser.nextName(); key != null; key = parser.nextName()) {
            if (comma) {
                row.put(',');
            }
            comma = true;
            requireObject(parser.nextToken(), collection);
            row.put('{');
            quoted(ID);
            row.put(':');
            quoted(key);
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                inner(name, key);
            }
            row.put('}');
        }
        row.put(']');
    }

    /** Writes a field of a document inside of another one. */
    private void inner(String name, String key) {
        JsonToken token = parser.nextToken();
        if (name.equals(COLLECTIONS)) {
            requireObject(token, name);
            for (String collection = parser.nextName(); collection != null; collection = parser.nextName()) {
                row.put(',');
                quoted(collection);
                row.put(':');
                documents(collection);
            }
        } else if (!name.equals(ID) || token != JsonToken.VALUE_STRING || !key.equals(parser.getString())) {
            row.put(',');
            quoted(name);
            row.put(':');
            int from = row.length();
            decoder.copy(name, token);
            String text = token == JsonToken.START_OBJECT ? textSince(from) : null;
            if (text != null) {
                row.cut(from);
                quoted(text);
            }
        }
    }

    /** Returns the text that an object stands for, which was the last that was written; null where it stands for itself. */
    private @Nullable String textSince(int from) {
        if (!row.startsWith(from, TYPED)) {
            return null;
        }
        String object = new String(row.bytes(), from, row.length() - from, StandardCharsets.UTF_8);
        Matcher reference = REFERENCE.matcher(object);
        if (reference.matches()) {
            return reference.group(1);
        }
        Matcher time = TIME.matcher(object);
        try {
            return time.matches()
                    ? Instant.ofEpochSecond(Long.parseLong(time.group(1)), Long.parseLong(time.group(2)))
                            .toString()
                    : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private void quoted(String text) {
        if (!row.quoted(text.toCharArray(), 0, text.length())) {
            throw input.error(
                    "a key holds half of a surrogate pair, which is not a character", input.tokenOffset(), null);
        }
    }

    private void requireObject(@Nullable JsonToken token, String name) {
        if (token != JsonToken.START_OBJECT) {
            throw input.error(
                    "a JSON " + JsonInput.kind(token) + " stands in " + EntryNames.printable(name)
                            + ", where collections or documents by their ids would",
                    input.tokenOffset(),
                    null);
        }
    }

    /** A collection with the name of a field would be one value too many. */
    private void requireOnce(String name) {
        for (int i = 0; i < row.size(); i++) {
            if (row.name(i).equals(name)) {
                throw input.error(
                        "a document has both a field and a collection " + EntryNames.printable(name)
                                + "; give one of them another name",
                        input.tokenOffset(),
                        null);
            }
        }
    }
}
