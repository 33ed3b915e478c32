package dev.restore.backup.rows;

import dev.restore.backup.json.JsonInput;
import dev.restore.backup.json.StrictParser;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** The objects of a document one after the other, where they are alike: elements of an array, or lines. */
abstract sealed class Elements {

    final JsonInput input;
    final StrictParser parser;
    long number;
    boolean started;

    /** The token after the last object, read ahead: what follows an object tells whether it was whole. */
    @Nullable
    JsonToken ahead;

    private long end = -1;
    private long begun;

    private Elements(JsonInput input) {
        this.input = input;
        this.parser = input.parser();
    }

    /** Goes to the start of the next object, false when the end of the document was reached and is as it must be. */
    abstract boolean next();

    /** Reads up to the first object, and returns false at the end of a document that nothing closes. */
    final boolean more() {
        if (!started) {
            started = true;
            ahead = parser.nextToken();
        }
        if (ahead == null) {
            input.drain();
            return false;
        }
        return true;
    }

    /** Checks what follows the object that was just read. */
    abstract void finish();

    final long begun() {
        return begun;
    }

    /** Returns where the last whole object ends, -1 when there is none yet. */
    final long end() {
        return end;
    }

    /** Returns where to go on when the object at hand cannot be read, null after the last one. */
    @Nullable
    ResumePoint resumePoint(@Nullable String table) {
        return ahead == JsonToken.END_ARRAY ? null : new ResumePoint(Math.max(end, begun), end < 0, table, "[", "]");
    }

    /** Says that the document is read from the start of this record on, and not from its beginning. */
    final void beginsAt(long offset) {
        begun = offset;
    }

    final void ended(long offset) {
        end = offset;
    }

    /** The elements of an array that is the whole document. */
    static final class OfArray extends Elements {
        private final boolean several;

        /**
         * Starts.
         *
         * @param several whether more arrays may follow, whose elements are of the same kind
         */
        OfArray(JsonInput input, boolean several) {
            super(input);
            this.several = several;
        }

        @Override
        boolean next() {
            if (!started) {
                started = true;
                input.requireStart(JsonToken.START_ARRAY);
                ahead = parser.nextToken();
            }
            JsonToken token = ahead;
            number++;
            while (several && token == JsonToken.END_ARRAY) {
                token = following();
                if (token == null) {
                    input.drain();
                    return false;
                }
            }
            if (token == JsonToken.START_OBJECT) {
                return true;
            }
            if (token == JsonToken.END_ARRAY) {
                input.requireEnd();
                return false;
            }
            throw input.error(
                    input.named("element", number) + " of the array is not a row but a JSON " + JsonInput.kind(token)
                            + "; each element must be an object",
                    input.tokenOffset(),
                    null);
        }

        /** Goes into the array that follows the last one, and returns its first token; null where none follows. */
        private @Nullable JsonToken following() {
            JsonToken start = parser.nextToken();
            if (start == null) {
                return null;
            }
            if (start != JsonToken.START_ARRAY) {
                throw input.error(
                        "a JSON " + JsonInput.kind(start)
                                + " follows the arrays of rows; take it away, or write the rows" + " as one array",
                        input.tokenOffset(),
                        null);
            }
            return parser.nextToken();
        }

        @Override
        void finish() {
            long after = input.offset();
            ahead = parser.nextToken();
            ended(after);
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
            if (!more()) {
                return false;
            }
            requireObject();
            lastLine = parser.tokenLine();
            number++;
            return true;
        }

        @Override
        ResumePoint resumePoint(@Nullable String table) {
            return new ResumePoint(Math.max(end(), begun()), end() < 0, table, "", "");
        }

        @Override
        void finish() {
            long after = input.offset();
            int line = parser.line();
            if (line != lastLine) {
                throw input.error(
                        "the object that starts on " + input.named("line", lastLine) + " ends on another"
                                + "; each line must hold one whole object",
                        after,
                        null);
            }
            ahead = parser.nextToken();
            if (ahead != null && parser.tokenLine() == lastLine) {
                requireObject();
                throw input.error(
                        input.named("line", lastLine) + " holds more than one object; each line must hold one",
                        input.tokenOffset(),
                        null);
            }
            ended(after);
        }

        private void requireObject() {
            if (ahead != null && ahead != JsonToken.START_OBJECT) {
                throw input.error(
                        input.named("line", parser.tokenLine()) + " holds no row but a JSON " + JsonInput.kind(ahead)
                                + "; each line must hold one object",
                        input.tokenOffset(),
                        null);
            }
        }
    }

    /** Objects one after the other, however many lines they take. Where one is damaged the next cannot be told with certainty. */
    static final class OfObjects extends Elements {
        OfObjects(JsonInput input) {
            super(input);
        }

        @Override
        boolean next() {
            if (!more()) {
                return false;
            }
            if (ahead != JsonToken.START_OBJECT) {
                throw input.error(
                        "holds no row but a JSON " + JsonInput.kind(ahead)
                                + " after its objects; write the rows as one array," + " and take away what is none",
                        input.tokenOffset(),
                        null);
            }
            number++;
            return true;
        }

        @Override
        @Nullable
        ResumePoint resumePoint(@Nullable String table) {
            return null;
        }

        @Override
        void finish() {
            long after = input.offset();
            ahead = parser.nextToken();
            ended(after);
        }
    }
}
