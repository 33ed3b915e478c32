package dev.restore.engine;

import dev.restore.catalog.ValueKind;
import dev.restore.outcome.RowError;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes rejected rows as a backup of their own: {@code <table>.ndjson} with the rows, and {@code reasons/<table>.ndjson} with a
 * line for each of them. Used by the loading thread.
 */
final class RejectWriter implements AutoCloseable {

    private static final JsonFactory JSON =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private final Path directory;
    private final Map<String, OutputStream> files = new HashMap<>();

    RejectWriter(Path directory) {
        this.directory = directory;
    }

    String directory() {
        return directory.toString();
    }

    /** Writes a row under its backup's name and fields. */
    void write(ColumnSet set, RowBatch batch, int row, RowError error) throws IOException {
        OutputStream rows = file(directory.resolve(fileName(set.source())));
        try (JsonGenerator json = generator(rows)) {
            json.writeStartObject();
            for (int i = 0; i < batch.columns(); i++) {
                String field = set.fields().get(i);
                if (!field.isEmpty()) {
                    json.writeName(field);
                    cell(json, batch, row, i);
                }
            }
            json.writeEndObject();
        }
        rows.write('\n');
        writeReason(set.source(), error);
    }

    /** Writes a record that could not be read, on one line: what cannot be parsed cannot be put in another form. */
    void write(String source, byte[] record, RowError error) throws IOException {
        OutputStream rows = file(directory.resolve(fileName(source)));
        for (byte b : record) {
            if (b != '\n' && b != '\r') {
                rows.write(b);
            }
        }
        rows.write('\n');
        writeReason(source, error);
    }

    private void writeReason(String source, RowError error) throws IOException {
        OutputStream reasons = file(directory.resolve("reasons").resolve(fileName(source)));
        try (JsonGenerator json = generator(reasons)) {
            json.writeStartObject();
            json.writeStringProperty("table", error.table());
            json.writeNumberProperty("row", error.row());
            json.writeStringProperty("location", error.location());
            json.writeNumberProperty("offset", error.offset());
            json.writeStringProperty("column", error.column());
            json.writeStringProperty("sqlstate", error.sqlState());
            json.writeStringProperty("reason", error.reason());
            json.writeEndObject();
        }
        reasons.write('\n');
    }

    private static String fileName(String source) {
        return source.replaceAll("[^\\p{L}\\p{N} ._-]", "_") + ".ndjson";
    }

    private static JsonGenerator generator(OutputStream out) {
        return JSON.createGenerator(ObjectWriteContext.empty(), out, JsonEncoding.UTF8);
    }

    private static void cell(JsonGenerator json, RowBatch batch, int row, int column) {
        int start = batch.start(row, column);
        int length = batch.end(row, column) - start;
        ValueKind kind = batch.kind(row, column);
        switch (kind) {
            case NULL -> json.writeNull();
            case TEXT -> json.writeUTF8String(batch.bytes(), start, length);
            default -> json.writeRawValue(new String(batch.bytes(), start, length, StandardCharsets.UTF_8));
        }
    }

    private OutputStream file(Path path) throws IOException {
        OutputStream open = files.get(path.toString());
        if (open == null) {
            Path parent = path.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            open = new BufferedOutputStream(Files.newOutputStream(path));
            files.put(path.toString(), open);
        }
        return open;
    }

    /** Hands everything to the operating system. */
    void flush() throws IOException {
        for (OutputStream file : files.values()) {
            file.flush();
        }
    }

    /** Removes what was written. */
    void restart() throws IOException {
        close();
        for (String file : files.keySet()) {
            Files.deleteIfExists(Path.of(file));
        }
        files.clear();
    }

    @Override
    public void close() throws IOException {
        IOException first = null;
        for (OutputStream file : files.values()) {
            try {
                file.close();
            } catch (IOException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
