package dev.restore.engine.merge;

import dev.restore.backup.names.UnfinishedName;
import dev.restore.catalog.Column;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.catalog.TypeFamily;
import dev.restore.engine.stage.StagedTable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The map of keys as a file: a line of JSON for each row, {@code {"table": "users", "how": "matched", "old": 3, "new": 1}}, where a key of
 * several columns is a list. It has its name only when the restore is committed.
 */
public final class MappingFile {

    private static final JsonFactory JSON =
            JsonFactory.builder().rootValueSeparator("\n").build();

    private final Path file;
    private final Path unfinished;

    /** Creates one, of which nothing is on the disk yet. */
    MappingFile(Path file) {
        this.file = file;
        this.unfinished = UnfinishedName.beside(file.toAbsolutePath());
    }

    /** Writes the maps of all tables. */
    void write(Workspace work, Function<TableName, String> names) throws SQLException {
        try (OutputStream out = Files.newOutputStream(unfinished);
                JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out, JsonEncoding.UTF8)) {
            for (StagedTable table : work.stages().inOrder()) {
                Table map = work.map(table.target().name()).orElse(null);
                if (map != null) {
                    write(work, table, map, names.apply(table.target().name()), json);
                }
            }
            json.writeRaw('\n');
        } catch (IOException e) {
            throw cannot(e);
        }
    }

    private static void write(Workspace work, StagedTable table, Table map, String name, JsonGenerator json)
            throws SQLException {
        int size = table.primaryKey().size();
        List<String> columns = new ArrayList<>(List.of(work.column("m", Workspace.HOW)));
        for (int i = 0; i < size; i++) {
            columns.add(work.old("m", i));
        }
        for (int i = 0; i < size; i++) {
            columns.add(work.key("m", i));
        }
        work.staging()
                .each(
                        "SELECT " + String.join(", ", columns) + " FROM " + work.quote(map) + " m ORDER BY "
                                + work.column("m", Workspace.ROW),
                        columns.size(),
                        row -> {
                            json.writeStartObject();
                            json.writeStringProperty("table", name);
                            json.writeStringProperty(
                                    "how",
                                    String.valueOf(Workspace.MATCHED).equals(row.get(0)) ? "matched" : "inserted");
                            key(json, "old", table.primaryKey(), row.subList(1, 1 + size));
                            key(json, "new", table.primaryKey(), row.subList(1 + size, 1 + 2 * size));
                            json.writeEndObject();
                        });
    }

    private static void key(JsonGenerator json, String field, List<Column> columns, List<@Nullable String> values) {
        json.writeName(field);
        if (columns.size() > 1) {
            json.writeStartArray();
        }
        for (int i = 0; i < columns.size(); i++) {
            String value = values.get(i);
            if (value == null) {
                json.writeNull();
            } else if (columns.get(i).type().family() == TypeFamily.INTEGER) {
                json.writeRawValue(value);
            } else {
                json.writeString(value);
            }
        }
        if (columns.size() > 1) {
            json.writeEndArray();
        }
    }

    /**
     * Gives it its name. The rows are in: what fails is a warning.
     *
     * @return warnings
     */
    public List<String> publish() {
        try {
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
            return List.of();
        } catch (IOException e) {
            return List.of("The map of keys could not be put in its place; it lies in " + unfinished + ": "
                    + e.getClass().getSimpleName() + ".");
        }
    }

    /** Takes away what was written, because the restore has failed. */
    public void discard() {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            throw cannot(e);
        }
    }

    private UncheckedIOException cannot(IOException e) {
        return new UncheckedIOException("the map of keys cannot be written to " + file + ": " + e.getMessage(), e);
    }
}
