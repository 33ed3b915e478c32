package dev.restore.backup.json;

import dev.restore.backup.ReadLimits;
import dev.restore.backup.names.EntryNames;
import dev.restore.backup.names.IoMessages;
import dev.restore.backup.stream.Utf8Stream;
import dev.restore.outcome.BackupFormatException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;

/** One JSON document, read strictly by RFC 8259, with errors that say where and quote no values. */
public final class JsonInput implements Closeable {

    /** What the parser says of a text that is too long. */
    static final String STRING_LENGTH = "String value length";

    public static final String CUT = "ends in the middle of the JSON text: the file is cut";

    private final StrictParser parser;
    private final Utf8Stream in;
    private final String location;
    private final ReadLimits limits;
    private final long base;
    private final String cut;

    public JsonInput(JsonFactory factory, InputStream raw, String location, ReadLimits limits) {
        this(factory, raw, location, limits, 0, CUT);
    }

    /**
     * Starts reading in the middle of a file.
     *
     * @param base where in the file the stream would start, negative where something is put in front of it
     * @param cut what to say where the stream ends too early
     */
    public JsonInput(JsonFactory factory, InputStream raw, String location, ReadLimits limits, long base, String cut) {
        this.in = new Utf8Stream(raw, location, base);
        this.base = base;
        this.cut = cut;
        this.location = location;
        this.limits = limits;
        try {
            this.parser = parser(factory, in);
        } catch (JacksonException e) {
            throw failure(e);
        }
    }

    /** A factory for all documents of a backup, so that a field keeps its name object from one to the next. */
    public static JsonFactory factory(ReadLimits limits) {
        StreamReadConstraints constraints = StreamReadConstraints.builder()
                .maxNestingDepth(limits.depth())
                .maxStringLength(limits.textLength())
                .maxNumberLength(limits.numberLength())
                .maxNameLength(limits.nameLength())
                .build();
        return new StrictFactory(
                limits,
                new JsonFactoryBuilder()
                        .streamReadConstraints(constraints)
                        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                        .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
                        .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
                        .disable(TokenStreamFactory.Feature.CHARSET_DETECTION));
    }

    /** Makes a parser that refuses duplicate fields. */
    public static StrictParser parser(JsonFactory factory, InputStream in) {
        return (StrictParser) factory.createParser(ObjectReadContext.empty(), in);
    }

    public StrictParser parser() {
        return parser;
    }

    /** Returns whether the stream ends where the file does, rather than one record that was cut out of it. */
    public boolean endsWithFile() {
        return cut.equals(CUT);
    }

    public String location() {
        return location;
    }

    /** Names one of many, by its number unless it was cut out of the file, where numbers start anew. */
    public String named(String what, long number) {
        return endsWithFile() ? what + " " + number : "the " + what;
    }

    public ReadLimits limits() {
        return limits;
    }

    /** Returns where the current token starts. */
    public long tokenOffset() {
        return base + parser.tokenOffset();
    }

    /** Returns where the parser stands, after the current token. */
    public long offset() {
        return base + parser.offset();
    }

    /** Goes to the first token, which must be the one that the document was recognised by. */
    public void requireStart(JsonToken first) {
        if (parser.nextToken() != first) {
            throw error("no longer starts with an " + kind(first) + ": it changed while it was read", 0, null);
        }
    }

    /** Requires that nothing but blanks follows, and reads to the end of the stream so that its checksums are seen. */
    public void requireEnd() {
        JsonToken after;
        try {
            after = parser.nextToken();
        } catch (StreamReadException e) {
            if (e instanceof UnexpectedEndOfInputException) {
                throw failure(e);
            }
            throw error("something follows the end of the JSON text", offsetOf(e), e);
        }
        if (after != null) {
            throw error(
                    "a second JSON " + kind(after) + " follows the first; one file holds one array or object,"
                            + " or one object on each line: write each table into a file of its own, or name the one that"
                            + " all rows are of (shape, --table NAME)",
                    tokenOffset(),
                    null);
        }
        drain();
    }

    /** Reads to the end of the stream. */
    public void drain() {
        byte[] waste = new byte[1024];
        try {
            while (in.read(waste) >= 0) {
                // Everything after the last token is blank; what counts is that the end is reached.
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    public BackupFormatException error(String message, long offset, @Nullable Throwable cause) {
        return new BackupFormatException(message, location, offset, cause);
    }

    public BackupFormatException failure(IOException e) {
        return error(IoMessages.of(e), in.offset(), e);
    }

    /** Translates what the parser throws. */
    public BackupFormatException failure(JacksonException e) {
        if (e instanceof JacksonIOException && e.getCause() instanceof IOException io) {
            return failure(io);
        }
        if (e instanceof StreamConstraintsException) {
            return error(limitMessage(String.valueOf(e.getOriginalMessage())), tokenOffset(), null);
        }
        if (e instanceof UnexpectedEndOfInputException) {
            return error(cut, in.offset(), null);
        }
        String message = String.valueOf(e.getOriginalMessage());
        if (message.startsWith("Unexpected end-of-input")) {
            return error(cut, in.offset(), null);
        }
        if (message.contains("surrogate")) {
            return error("holds half of a surrogate pair, which is not a character", offsetOf(e), null);
        }
        if (message.startsWith(StrictParser.SAME_NAME)) {
            return error(message, offsetOf(e), null);
        }
        if (message.startsWith("Unrecognized token") || message.startsWith("Non-standard token")) {
            message =
                    "a bare word that is not true, false or null; JSON has no NaN and no Infinity, so write them as texts,"
                            + " \"NaN\", or as null";
        }
        String plainer = plainer(message);
        if (plainer != null) {
            return error("is not valid JSON: " + plainer, offsetOf(e), null);
        }
        return error("is not valid JSON: " + EntryNames.printable(message), offsetOf(e), null);
    }

    /** Says what people write who take JavaScript, JSON5 or YAML for JSON, and what to do about it. */
    private static @Nullable String plainer(String message) {
        if (message.contains("comment?")) {
            return "it holds a comment, which JSON does not have; remove the comments";
        }
        if ((message.startsWith("Unexpected character (']'") && message.contains("expected a value"))
                || (message.startsWith("Unexpected character ('}'")
                        && message.contains("was expecting double-quote"))) {
            return "a comma stands in front of the bracket that closes an array or object; remove it";
        }
        if (message.contains("was expecting double-quote to start")) {
            return "the name of a field does not stand in double quotes, as in JavaScript and JSON5; quote it";
        }
        if (message.contains("(code 39)")) {
            return "a text stands in single quotes, as in JavaScript and JSON5; write it in double quotes";
        }
        if (message.startsWith("Illegal unquoted character")) {
            int code = message.indexOf("code ");
            String number = code < 0 ? "code unknown" : message.substring(code, message.indexOf(')', code));
            return "a text holds a control character as it is (" + number
                    + "), such as a line break or a tab; write it as an escape";
        }
        return null;
    }

    private String limitMessage(String message) {
        if (message.equals(StrictParser.TOO_MANY_NAMES)) {
            return "has more than " + limits.names() + " different fields in its objects" + ReadLimits.raise("names")
                    + "; give the JVM more heap";
        }
        if (message.equals(StrictParser.TOO_LONG_NAMES)) {
            return "the long names of its fields take more than " + limits.longNameBytes()
                    + " bytes, a quarter of what a row may take" + ReadLimits.raise("rowBytes")
                    + "; give the JVM more heap";
        }
        if (message.contains("nesting depth")) {
            return "is nested deeper than " + limits.depth() + " levels" + ReadLimits.raise("depth");
        }
        if (message.contains(STRING_LENGTH) || message.contains("String length")) {
            return "a text has more than " + limits.textLength() + " characters" + ReadLimits.raise("textLength")
                    + "; give the JVM more heap";
        }
        if (message.contains("Number value length") || message.contains("Number length")) {
            return "a number has more than " + limits.numberLength() + " characters" + ReadLimits.raise("numberLength");
        }
        if (message.contains("Name") || message.contains("name")) {
            return "the name of a field has more than " + limits.nameLength() + " bytes"
                    + ReadLimits.raise("nameLength");
        }
        return "goes past a limit: " + message;
    }

    private long offsetOf(JacksonException e) {
        TokenStreamLocation where = e.getLocation();
        return where == null ? -1 : base + where.getByteOffset();
    }

    /** Returns the kind of value that starts with a token, in words; null is the end. */
    public static String kind(@Nullable JsonToken token) {
        if (token == null) {
            return "end";
        }
        return switch (token) {
            case START_OBJECT -> "object";
            case START_ARRAY -> "array";
            case VALUE_STRING -> "text";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "number";
            case VALUE_TRUE, VALUE_FALSE -> "boolean";
            case VALUE_NULL -> "null";
            default -> "value";
        };
    }

    @Override
    public void close() {
        try {
            parser.close();
            in.close();
        } catch (IOException | JacksonException e) {
            // What was read is complete or has already failed with a better message.
            return;
        }
    }
}
