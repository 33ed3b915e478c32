package dev.restore.backup.write;

import dev.restore.backup.Manifest;
import dev.restore.backup.Manifest.ManifestPart;
import dev.restore.backup.Manifest.ManifestTable;
import dev.restore.backup.names.TableFileNames;
import dev.restore.backup.stream.GzipOutput;
import dev.restore.backup.stream.MeasuredOutput;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Rows as JSON arrays: one in a file of its own for each table, or one for all of them. Used by one thread. */
final class ArrayFiles {

    private static final String METADATA = "backup_metadata";
    private static final String ONLY_FILE = "data.json";
    private static final byte[] FIRST = {'\n'};
    private static final byte[] NEXT = {',', '\n'};

    private final PackageOutput output;
    private final boolean gzipped;
    private final boolean oneFile;
    private final Set<String> names = new HashSet<>(Set.of(METADATA));

    private String path = ONLY_FILE;
    private @Nullable OutputStream array;
    private @Nullable MeasuredOutput measured;
    private boolean first;
    private long rows;
    private long bytesBefore;

    /**
     * Creates them.
     *
     * @param gzipped whether each file is gzipped
     * @param oneFile whether all tables are in one file
     */
    ArrayFiles(PackageOutput output, boolean gzipped, boolean oneFile) {
        this.output = output;
        this.gzipped = gzipped;
        this.oneFile = oneFile;
    }

    void beginTable(String table) throws IOException {
        if (!oneFile) {
            String name = TableFileNames.of(table);
            if (!names.add(name.toLowerCase(Locale.ROOT))) {
                name = TableFileNames.spelledOut(table);
            }
            path = name + ".json";
        }
        if (array == null) {
            beginArray();
        }
        rows = 0;
        bytesBefore = measured == null ? 0 : measured.bytes();
    }

    private void beginArray() throws IOException {
        OutputStream file = output.begin(gzipped ? path + ".gz" : path);
        MeasuredOutput plain =
                new MeasuredOutput(gzipped ? new GzipOutput(file) : new BufferedOutputStream(file, 1 << 16));
        plain.write(new byte[] {'['}, 0, 1);
        measured = plain;
        array = plain;
        first = true;
    }

    /** Writes a row, which has a line feed after it. */
    void row(byte[] line, int length) throws IOException {
        OutputStream out = open();
        byte[] separator = first ? FIRST : NEXT;
        out.write(separator, 0, separator.length);
        out.write(line, 0, length - 1);
        first = false;
        rows++;
    }

    /** Ends the table and returns what was written of it, its bytes not compressed. */
    ManifestPart endTable() throws IOException {
        MeasuredOutput plain = measured;
        long bytes = plain == null ? 0 : plain.bytes() - bytesBefore;
        if (!oneFile) {
            endArray();
        }
        return new ManifestPart(path, rows, bytes, "");
    }

    private void endArray() throws IOException {
        OutputStream out = open();
        byte[] end = (first ? "]\n" : "\n]\n").getBytes(StandardCharsets.US_ASCII);
        out.write(end, 0, end.length);
        out.close();
        array = null;
        measured = null;
    }

    private OutputStream open() {
        if (array == null) {
            throw new IllegalStateException("no table was begun");
        }
        return array;
    }

    /** Writes what is after the rows. */
    void finish(Manifest manifest) throws IOException {
        if (oneFile) {
            if (array == null) {
                beginArray();
            }
            endArray();
            return;
        }
        try (OutputStream out = output.begin(METADATA + ".json")) {
            out.write(metadata(manifest));
        }
    }

    private static byte[] metadata(Manifest manifest) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json =
                new JsonFactory().createGenerator(ObjectWriteContext.empty(), bytes, JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeStringProperty("created_at", manifest.createdAt().toString());
            json.writeStringProperty("database", manifest.source().product());
            json.writeStringProperty("database_version", manifest.source().version());
            json.writeStringProperty("schema_fingerprint", manifest.fingerprint());
            json.writeObjectPropertyStart("object_counts");
            for (ManifestTable table : manifest.tables()) {
                json.writeNumberProperty(table.name(), table.rows());
            }
            json.writeEndObject();
            json.writeEndObject();
            json.writeRaw('\n');
        }
        return bytes.toByteArray();
    }

    /** Releases what is open; nothing of it is used. */
    void discard() throws IOException {
        if (array != null) {
            array.close();
        }
    }
}
