package dev.restore.backup.manifest;

import dev.restore.backup.json.JsonInput;
import dev.restore.outcome.BackupFormatException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The values of a manifest, each of the kind that is asked for or refused. */
final class ManifestInput {

    private final JsonInput input;
    private final JsonParser parser;

    ManifestInput(JsonInput input) {
        this.input = input;
        this.parser = input.parser();
    }

    /** Reads the object that is the next value. */
    void nextObject(Consumer<String> property) {
        parser.nextToken();
        object(property);
    }

    /**
     * Reads the object that the parser is at the start of.
     *
     * @param property reads or skips the value of the property whose name it is given
     */
    void object(Consumer<String> property) {
        require(parser.currentToken(), JsonToken.START_OBJECT);
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            property.accept(name);
        }
    }

    /** Reads the elements of the array that is the next value. */
    <T> List<T> list(Supplier<T> element) {
        parser.nextToken();
        return elements(element);
    }

    /** Reads the elements of the array that the parser is at the start of. */
    <T> List<T> elements(Supplier<T> element) {
        require(parser.currentToken(), JsonToken.START_ARRAY);
        List<T> all = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            all.add(element.get());
        }
        return all;
    }

    /** Goes on to the next value, and returns whether it is null. */
    boolean nextIsNull() {
        return parser.nextToken() == JsonToken.VALUE_NULL;
    }

    /** Reads the next value, and returns whether it is what is expected, true or false; anything else is not. */
    boolean nextIs(boolean expected) {
        return parser.nextToken() == (expected ? JsonToken.VALUE_TRUE : JsonToken.VALUE_FALSE);
    }

    /** Reads the text that is the next value. */
    String text() {
        parser.nextToken();
        return string();
    }

    /** Returns the text that the parser is at. */
    String string() {
        require(parser.currentToken(), JsonToken.VALUE_STRING);
        return parser.getString();
    }

    /** Reads the count that is the next value. */
    long number() {
        require(parser.nextToken(), JsonToken.VALUE_NUMBER_INT);
        if (parser.getStringLength() > 18 || parser.getLongValue() < 0) {
            throw bad("has a number that is not one of rows or bytes");
        }
        return parser.getLongValue();
    }

    /** Reads the integer of any size that is the next value. */
    BigInteger integer() {
        require(parser.nextToken(), JsonToken.VALUE_NUMBER_INT);
        return parser.getBigIntegerValue();
    }

    /** Passes over the next value. */
    void skip() {
        parser.nextToken();
        parser.skipChildren();
    }

    /** Returns the value of a property that must be there. */
    <T> T present(@Nullable T value, String property) {
        if (value == null) {
            throw bad("lacks \"" + property + "\"");
        }
        return value;
    }

    /** Says what is wrong with the manifest where the parser stands. */
    BackupFormatException bad(String message) {
        return input.error(message, input.offset(), null);
    }

    private void require(@Nullable JsonToken found, JsonToken expected) {
        if (found != expected) {
            throw bad("has a JSON " + JsonInput.kind(found) + " where a " + JsonInput.kind(expected) + " belongs");
        }
    }
}
