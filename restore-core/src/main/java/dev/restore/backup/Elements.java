package dev.restore.backup;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The objects of a document one after the other, where they are alike: elements of an array, or lines. */
abstract sealed class Elements {

    final JsonInput input;
    final JsonParser parser;
    long number;

    private Elements(JsonInput input) {
        this.input = input;
        this.parser = input.parser();
    }

    /** Goes to the start of the next object, false when the end of the document was reached and is as it must be. */
    abstract boolean next();

    /** The elements of an array that is the whole document. */
    static final class OfArray extends Elements {
        private boolean started;

        OfArray(JsonInput input) {
            super(input);
        }

        @Override
        boolean next() {
            if (!started) {
                started = true;
                JsonToken first = parser.nextToken();
                if (first != JsonToken.START_ARRAY) {
                    throw input.error("no longer starts with an array: it changed while it was read", 0, null);
                }
            }
            JsonToken token = parser.nextToken();
            number++;
            if (token == JsonToken.START_OBJECT) {
                return true;
            }
            if (token == JsonToken.END_ARRAY) {
                input.requireEnd();
                return false;
            }
            throw input.error(
                    "element " + number + " of the array is no row but a JSON " + JsonInput.kind(token)
                            + "; each element must be an object",
                    input.tokenOffset(),
                    null);
        }
    }

    /** One object on each line. */
    static final class OfLines extends Elements {
        private int lastLine;

        OfLines(JsonInput input) {
            super(input);
        }

        @Override
        boolean next() {
            if (number > 0) {
                int line = parser.currentLocation().getLineNr();
                if (line != lastLine) {
                    throw input.error(
                            "the object that starts on line " + lastLine + " ends on line " + line
                                    + "; each line must hold one whole object",
                            input.offset(),
                            null);
                }
            }
            JsonToken token = parser.nextToken();
            if (token == null) {
                input.drain();
                return false;
            }
            int line = parser.currentTokenLocation().getLineNr();
            if (token != JsonToken.START_OBJECT) {
                throw input.error(
                        "line " + line + " holds no row but a JSON " + JsonInput.kind(token)
                                + "; each line must hold one object",
                        input.tokenOffset(),
                        null);
            }
            if (number > 0 && line == lastLine) {
                throw input.error(
                        "line " + line + " holds more than one object; each line must hold one",
                        input.tokenOffset(),
                        null);
            }
            lastLine = line;
            number++;
            return true;
        }
    }
}
