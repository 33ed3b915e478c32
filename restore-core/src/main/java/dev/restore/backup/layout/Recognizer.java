package dev.restore.backup.layout;

import dev.restore.backup.ReadLimits;
import dev.restore.backup.RowShape;
import dev.restore.backup.archive.Archive;
import dev.restore.backup.archive.Compression;
import dev.restore.backup.json.JsonInput;
import dev.restore.backup.layout.Shape.Declared.By;
import dev.restore.backup.names.EntryNames;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonFactory;

/**
 * Recognises what a file holds by its first value. Where that is an object it is read to its end, as what follows tells
 * a row on a line from an object of tables.
 */
public final class Recognizer {

    private static final int HEAD = 4096;

    private final JsonFactory json;
    private final ReadLimits limits;
    private final @Nullable RowShape given;

    /**
     * Creates one.
     *
     * @param given where the rows are in files of an envelope, null for those that are known
     */
    public Recognizer(JsonFactory json, ReadLimits limits, @Nullable RowShape given) {
        this.json = json;
        this.limits = limits;
        this.given = given;
    }

    /** Opens a file and unpacks it. */
    InputStream open(Archive.Entry file) throws IOException {
        return Compression.unpacked(file.open(), limits);
    }

    /**
     * Recognises a file.
     *
     * @param location where it is, for errors
     * @param lines whether its name says that it has a row on each line, which decides where the content does not
     */
    Shape recognize(InputStream stored, String location, boolean lines) throws IOException {
        BufferedInputStream in = new BufferedInputStream(Compression.unpacked(stored, limits), Outline.BYTES);
        byte[] head = new byte[Outline.BYTES];
        in.mark(head.length);
        int length = in.readNBytes(head, 0, head.length);
        in.reset();
        int first = firstCharacter(head, length);
        if (first < 0 && length < head.length) {
            if (lines) {
                return new Shape.Lines();
            }
            return new Shape.Empty(length);
        }
        if (first != '[' && first != '{') {
            return new Shape.Other(FormatSniffer.describe(head, Math.min(length, HEAD)));
        }
        Outline outline = Outline.of(head, length, length == head.length);
        Shape declared = declared(outline, in, location, first == '{');
        if (declared != null) {
            return declared;
        }
        CopyText copied = CopyText.of(head, length);
        if (copied == CopyText.CERTAIN) {
            return new Shape.Copied(first == '{');
        }
        if (copied == CopyText.LIKELY) {
            return new Shape.Refused(CopyText.REFUSAL);
        }
        if (first == '{' && outline.areObjectsOfLines()) {
            return new Shape.Objects();
        }
        JsonInput input = new JsonInput(json, in, location, limits);
        try {
            return first == '[' ? array(input) : proposing(new RootObject(input, lines).shape(), outline, location);
        } catch (JacksonException e) {
            throw input.failure(e);
        }
    }

    /** Returns the shape that is declared for such a file, null where none is. */
    private @Nullable Shape declared(Outline outline, InputStream in, String location, boolean object) {
        Writer writer = given == null ? KnownWriters.of(outline).orElse(null) : null;
        if (writer != null && writer.refusal() != null) {
            return new Shape.Refused(writer.refusal());
        }
        RowShape where = writer == null ? given : writer.shape();
        if (where == null) {
            return null;
        }
        String named = outline.namedAfterRows(where);
        if (named != null) {
            where = where.table(named);
        }
        if (writer == null && !reaches(where, outline)) {
            return new Shape.NoRow(
                    "a JSON object with nothing at " + EntryNames.printable(String.join(".", where.rows())));
        }
        List<String> columns = where.header().isEmpty()
                ? List.of()
                : new HeaderNames(new JsonInput(json, in, location, limits), where.header()).find();
        boolean lines = object && where.rows().isEmpty();
        return writer == null
                ? new Shape.Declared(where.words(), where, lines, columns, false, "", By.CALLER)
                : new Shape.Declared(writer.name(), where, lines, columns, writer.bulk(), writer.damaged(), By.WRITER);
    }

    /** Returns whether the first step of the path to the rows leads somewhere. */
    private static boolean reaches(RowShape where, Outline outline) {
        String first = where.rows().isEmpty() ? RowShape.EVERY : where.rows().get(0);
        return first.equals(RowShape.EVERY)
                || outline.document() == null
                || outline.isCut()
                || outline.document().children().containsKey(first);
    }

    /** Says of a file without rows what in it could be some. */
    private static Shape proposing(Shape shape, Outline outline, String location) {
        if (!(shape instanceof Shape.NoRow) && !(shape instanceof Shape.Single)) {
            return shape;
        }
        if (shape instanceof Shape.Single && outline.isDocumentOfMongo()) {
            return new Shape.Objects();
        }
        String proposal = outline.proposal(EntryNames.tableOf(location));
        return shape instanceof Shape.NoRow object
                ? new Shape.NoRow(object.what() + proposal)
                : new Shape.Single(proposal);
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
        return DjangoRecord.read(parser) ? new Shape.Django(false) : new Shape.Array();
    }
}
