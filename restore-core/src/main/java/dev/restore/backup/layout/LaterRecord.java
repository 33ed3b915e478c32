package dev.restore.backup.layout;

import dev.restore.backup.ReadLimits;
import dev.restore.backup.archive.Compression;
import dev.restore.backup.json.JsonInput;
import dev.restore.backup.json.RecordScan;
import dev.restore.outcome.BackupFormatException;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonFactory;

/**
 * Recognises a file whose beginning is damaged by the first whole record after the damage, so that it is up to the reader of
 * the rows what becomes of the damaged ones.
 */
public final class LaterRecord {

    private final JsonFactory json;
    private final ReadLimits limits;

    public LaterRecord(JsonFactory json, ReadLimits limits) {
        this.json = json;
        this.limits = limits;
    }

    /**
     * Looks for a whole record.
     *
     * @param lines whether the file's name says that it has a row on each line; otherwise its first line must look like one
     * @return the file's shape, null where there is none
     */
    Shape.@Nullable Rows find(InputStream stored, String location, boolean lines) throws IOException {
        InputStream in = new BufferedInputStream(Compression.unpacked(stored, limits), 1 << 16);
        try (RecordScan scan = new RecordScan(in, 0, limits.rowBytes())) {
            return scan.passed('[') ? element(scan, location) : line(scan, location, lines);
        }
    }

    private Shape.@Nullable Rows element(RecordScan scan, String location) throws IOException {
        while (scan.object()) {
            Shape.Rows shape =
                    shape(scan.bytes(), location, django -> django ? new Shape.Django(false) : new Shape.Array());
            if (shape != null) {
                return shape;
            }
            if (!scan.passed(',')) {
                return null;
            }
        }
        return null;
    }

    private Shape.@Nullable Rows line(RecordScan scan, String location, boolean lines) throws IOException {
        boolean first = true;
        while (scan.line()) {
            byte[] line = scan.bytes();
            if (first && (lines ? FormatSniffer.byMagic(line, line.length) != null : !opensAndCloses(line))) {
                return null;
            }
            Shape.Rows shape = shape(line, location, django -> django ? new Shape.Django(true) : new Shape.Lines());
            if (shape != null) {
                // A whole first line is not what kept the file from being recognised.
                return first && !lines ? null : shape;
            }
            first = false;
        }
        return null;
    }

    private static boolean opensAndCloses(byte[] line) {
        int end = line.length;
        while (end > 0 && line[end - 1] <= ' ') {
            end--;
        }
        return end > 1 && line[0] == '{' && line[end - 1] == '}';
    }

    private Shape.@Nullable Rows shape(byte[] record, String location, Function<Boolean, Shape.Rows> shape) {
        try (JsonInput input = new JsonInput(json, new ByteArrayInputStream(record), location, limits)) {
            JsonParser parser = input.parser();
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            boolean django = DjangoRecord.read(parser);
            return parser.nextToken() == null ? shape.apply(django) : null;
        } catch (JacksonException | BackupFormatException e) {
            // It is damaged too; the next one may not be.
            return null;
        }
    }
}
