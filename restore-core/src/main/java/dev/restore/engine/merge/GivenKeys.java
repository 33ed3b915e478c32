package dev.restore.engine.merge;

import dev.restore.catalog.Column;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.catalog.TypeFamily;
import dev.restore.dialect.Staging.Draft;
import dev.restore.engine.stage.StagedTable;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads a map of keys that an earlier merge has written ({@link MappingFile}) into temporary tables. */
final class GivenKeys {

    private static final JsonFactory JSON = new JsonFactory();

    /** So many rows go in by one statement. */
    private static final int ROWS = 500;

    private final Workspace work;
    private final Path file;
    private final Map<String, Given> byName = new HashMap<>();

    /** The keys of one table, and those of them that wait for the next statement. */
    private static final class Given {
        final StagedTable table;
        final Table keys;
        final List<String> waiting = new ArrayList<>();

        Given(StagedTable table, Table keys) {
            this.table = table;
            this.keys = keys;
        }
    }

    GivenKeys(Workspace work, Path file) {
        this.work = work;
        this.file = file;
    }

    /**
     * Reads it.
     *
     * @throws PlanException when it is not such a map
     */
    void read() throws SQLException {
        long line = 0;
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                line++;
                if (!text.isBlank()) {
                    read(text, line);
                }
            }
        } catch (JacksonException e) {
            throw wrong(line, "is no JSON");
        } catch (IOException e) {
            throw problem("The map of keys " + file + " cannot be read ("
                    + e.getClass().getSimpleName() + ").");
        }
        for (Given given : byName.values()) {
            flush(given);
            work.staging().filled(given.keys);
            work.given(given.table.target().name(), given.keys);
        }
    }

    private void read(String text, long line) throws SQLException {
        String table = null;
        List<String> old = List.of();
        List<String> now = List.of();
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw wrong(line, "is not an object");
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "table" -> table = json.getString();
                    case "old" -> old = key(json, line);
                    case "new" -> now = key(json, line);
                    default -> json.skipChildren();
                }
            }
        }
        if (table == null) {
            throw wrong(line, "names no table");
        }
        Given given = given(table);
        if (given == null || old.contains("")) {
            return;
        }
        List<Column> primary = given.table.primaryKey();
        if (old.size() != primary.size() || now.size() != primary.size() || now.contains("")) {
            throw wrong(line, "does not hold an old and a new key of " + table);
        }
        List<String> values = new ArrayList<>();
        for (int i = 0; i < old.size(); i++) {
            values.add(literal(primary.get(i), old.get(i), line));
            values.add(literal(primary.get(i), now.get(i), line));
        }
        given.waiting.add("(" + String.join(", ", values) + ")");
        if (given.waiting.size() == ROWS) {
            flush(given);
        }
    }

    /** Returns the values of a key as texts, an empty one for null. */
    private List<String> key(JsonParser json, long line) {
        List<String> values = new ArrayList<>();
        boolean list = json.currentToken() == JsonToken.START_ARRAY;
        while (!list || json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken().isStructStart()) {
                throw wrong(line, "holds a key that is not a value");
            }
            values.add(json.currentToken() == JsonToken.VALUE_NULL ? "" : json.getString());
            if (!list) {
                break;
            }
        }
        return values;
    }

    /** Returns what is known of a table of the map, null where the backup does not hold it. */
    private @Nullable Given given(String name) throws SQLException {
        Given known = byName.get(name);
        if (known != null) {
            return known;
        }
        TableName table = work.named(name).map(Table::name).orElse(null);
        StagedTable staged = table == null ? null : work.stages().tables().get(table);
        if (staged == null || staged.primaryKey().isEmpty()) {
            return null;
        }
        List<Draft> drafts = new ArrayList<>();
        List<String> olds = new ArrayList<>();
        for (int i = 0; i < staged.primaryKey().size(); i++) {
            Column column = staged.primaryKey().get(i);
            olds.add("o" + i);
            drafts.add(Draft.like("o" + i, staged.target(), column));
            drafts.add(Draft.like("p" + i, staged.target(), column));
        }
        Given given = new Given(staged, work.create(drafts, List.of(olds)));
        byName.put(name, given);
        return given;
    }

    private String literal(Column column, String value, long line) {
        TypeFamily family = column.type().family();
        if (family != TypeFamily.INTEGER && family != TypeFamily.DECIMAL) {
            return Workspace.text(value);
        }
        try {
            return new BigInteger(value).toString();
        } catch (NumberFormatException e) {
            throw wrong(line, "holds a key that is not a number");
        }
    }

    private void flush(Given given) throws SQLException {
        if (!given.waiting.isEmpty()) {
            List<String> columns = given.keys.columns().stream()
                    .map(column -> work.quote(column.name()))
                    .toList();
            work.staging()
                    .update("INSERT INTO " + work.quote(given.keys) + " (" + String.join(", ", columns) + ") VALUES "
                            + String.join(", ", given.waiting));
            given.waiting.clear();
        }
    }

    private PlanException wrong(long line, String what) {
        return problem("Line " + line + " of the map of keys " + file + " " + what + ".");
    }

    private PlanException problem(String what) {
        return new PlanException(List.of(new Problem(
                Problem.Kind.BAD_OPTION,
                "mappingFrom",
                what,
                "Give the file that a merge has written (mapping, --mapping). Nothing was changed.")));
    }
}
