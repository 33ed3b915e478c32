package dev.restore.backup;

import dev.restore.outcome.BackupFormatException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;

/**
 * Recognises what a file holds by its first value. Where that is an object it is read to its end, as what follows tells
 * a row on a line from an object of tables; past {@link #ENOUGH} bytes it can only be the latter.
 */
final class Recognizer {

    private static final int HEAD = 4096;
    private static final long ENOUGH = 16 << 20;
    private static final Set<String> WRAPPERS = Set.of("data", "tables", "database");
    private static final Set<String> DJANGO_KEYS = Set.of("model", "pk", "fields");

    private final JsonFactory json;
    private final ReadLimits limits;

    Recognizer(JsonFactory json, ReadLimits limits) {
        this.json = json;
        this.limits = limits;
    }

    /** Unpacks a stream if it is gzipped, whatever its name says. */
    static InputStream unpacked(InputStream stored, ReadLimits limits) throws IOException {
        BufferedInputStream in = new BufferedInputStream(stored, 1 << 16);
        byte[] head = new byte[2];
        in.mark(head.length);
        int length = in.readNBytes(head, 0, head.length);
        in.reset();
        return GzipStream.startsLike(head, length) ? new GzipStream(in, limits) : in;
    }

    /**
     * Recognises a file.
     *
     * @param location where it is, for errors
     * @param lines whether its name says that it has a row on each line, which decides where the content does not
     */
    Shape recognize(InputStream stored, String location, boolean lines) throws IOException {
        BufferedInputStream in = new BufferedInputStream(unpacked(stored, limits), HEAD);
        byte[] head = new byte[HEAD];
        in.mark(HEAD);
        int length = in.readNBytes(head, 0, HEAD);
        in.reset();
        int first = firstCharacter(head, length);
        if (first < 0 && length < HEAD) {
            if (lines) {
                return new Shape.Lines();
            }
            throw new BackupFormatException(
                    "is empty: the file is cut; an empty table is written as []", location, -1, null);
        }
        if (first != '[' && first != '{') {
            return new Shape.Other(Glimpse.describe(head, length));
        }
        JsonInput input = new JsonInput(json, in, location, limits);
        try {
            return first == '[' ? array(input) : new RootObject(input, lines).shape();
        } catch (JacksonException e) {
            throw input.failure(e);
        }
    }

    private static int firstCharacter(byte[] head, int length) {
        for (int i = 0; i < length; i++) {
            if (head[i] != ' ' && head[i] != '\n' && head[i] != '\r' && head[i] != '\t') {
                return head[i] & 0xFF;
            }
        }
        return -1;
    }

    private static Shape array(JsonInput input) {
        JsonParser parser = input.parser();
        parser.nextToken();
        JsonToken first = parser.nextToken();
        if (first == JsonToken.END_ARRAY) {
            return new Shape.Array();
        }
        if (first != JsonToken.START_OBJECT) {
            return new Shape.Other("is a JSON array, but of " + JsonInput.kind(first) + " values instead of objects");
        }
        return isDjango(parser) ? new Shape.Django(false) : new Shape.Array();
    }

    /** Reads the object that the parser is at the start of, and returns whether it looks like a record of a Django dump. */
    static boolean isDjango(JsonParser parser) {
        DjangoRecord record = new DjangoRecord();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            record.see(name, parser.nextToken());
            parser.skipChildren();
        }
        return record.matches();
    }

    /** Whether an object looks like a record of a Django dump. */
    private static final class DjangoRecord {
        private boolean model;
        private boolean fields;
        private boolean other;

        void see(String name, JsonToken value) {
            model |= name.equals("model") && value == JsonToken.VALUE_STRING;
            fields |= name.equals("fields") && value == JsonToken.START_OBJECT;
            other |= !DJANGO_KEYS.contains(name);
        }

        boolean matches() {
            return model && fields && !other;
        }
    }

    /** A document that starts with an object. */
    private static final class RootObject {
        private final JsonInput input;
        private final JsonParser parser;
        private final boolean lines;
        private final DjangoRecord record = new DjangoRecord();
        private final Map<String, Long> counts = new LinkedHashMap<>();
        private boolean tables;
        private boolean empties;
        private boolean others;
        private @Nullable String wrapper;
        private @Nullable String emptyWrapper;

        RootObject(JsonInput input, boolean lines) {
            this.input = input;
            this.parser = input.parser();
            this.lines = lines;
        }

        Shape shape() {
            try {
                return shapeOfAll();
            } catch (StreamReadException | BackupFormatException e) {
                boolean cut = e instanceof UnexpectedEndOfInputException;
                if (cut || lines || (!tables && wrapper == null)) {
                    throw e;
                }
                // Where rows were seen it is up to their reader whether the damage is in one that can be passed over.
                return new Shape.Tables(wrapper);
            }
        }

        private Shape shapeOfAll() {
            parser.nextToken();
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                JsonToken token = parser.nextToken();
                record.see(name, token);
                if (token == JsonToken.START_ARRAY) {
                    array();
                } else if (token == JsonToken.START_OBJECT) {
                    object(name);
                } else {
                    others = true;
                }
                if (decided()) {
                    return new Shape.Tables(wrapper);
                }
            }
            if (somethingFollows() || lines || record.matches()) {
                return record.matches() ? new Shape.Django(true) : new Shape.Lines();
            }
            if (wrapper != null && tables) {
                tables = false;
                wrapper = null;
                throw input.error(
                        "has tables both at the top and in \"" + wrapper + "\"; put all of them side by side",
                        -1,
                        null);
            }
            if (tables || wrapper != null || (empties && !others)) {
                return new Shape.Tables(wrapper);
            }
            return emptyWrapper == null ? new Shape.Metadata(counts) : new Shape.Tables(emptyWrapper);
        }

        private boolean somethingFollows() {
            try {
                return parser.nextToken() != null;
            } catch (StreamReadException | BackupFormatException e) {
                if (lines || record.matches()) {
                    return true;
                }
                throw e;
            }
        }

        private void array() {
            JsonToken first = parser.nextToken();
            tables |= first == JsonToken.START_OBJECT;
            empties |= first == JsonToken.END_ARRAY;
            others |= first != JsonToken.START_OBJECT && first != JsonToken.END_ARRAY;
            skipArray(first);
        }

        private void object(String name) {
            if (wrapper != null || !WRAPPERS.contains(name)) {
                others = true;
                ObjectCounts.collect(parser, name, counts);
                return;
            }
            for (String inner = parser.nextName(); inner != null; inner = parser.nextName()) {
                if (parser.nextToken() == JsonToken.START_ARRAY) {
                    JsonToken first = parser.nextToken();
                    if (first == JsonToken.START_OBJECT) {
                        wrapper = name;
                    } else if (first == JsonToken.END_ARRAY) {
                        emptyWrapper = name;
                    }
                    skipArray(first);
                } else {
                    parser.skipChildren();
                }
                if (decided()) {
                    return;
                }
            }
        }

        private void skipArray(JsonToken first) {
            JsonToken token = first;
            while (token != JsonToken.END_ARRAY && !decided()) {
                parser.skipChildren();
                token = parser.nextToken();
            }
        }

        private boolean decided() {
            return !lines && (tables || wrapper != null) && input.offset() > ENOUGH;
        }
    }
}
