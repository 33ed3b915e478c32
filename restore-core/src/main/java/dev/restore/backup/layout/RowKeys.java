package dev.restore.backup.layout;

import dev.restore.backup.json.JsonInput;
import dev.restore.backup.json.RowBuffer;
import dev.restore.backup.names.EntryNames;
import dev.restore.catalog.ValueKind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** Rows of an object whose keys are the ids of the rows in it: {@code {"7": {"title": "x"}}}. */
public final class RowKeys {

    /** The field that a key becomes. */
    private static final String ID = "id";

    private static final Pattern NUMBER = Pattern.compile("0|-?[1-9][0-9]{0,18}");

    /** UUIDs, the object ids of MongoDB, and the push ids of Firebase. */
    private static final Pattern GENERATED = Pattern.compile(
            "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[0-9a-f]{24}|-[A-Za-z0-9][A-Za-z0-9_-]{5,40}");

    private RowKeys() {}

    /** Returns whether a key looks like an id rather than like the name of a field. */
    public static boolean fits(String key) {
        return NUMBER.matcher(key).matches() || GENERATED.matcher(key).matches();
    }

    /**
     * Reads the row under a key. The key becomes the row's first field, {@code id}.
     *
     * @param fields reads the fields of the row
     * @param token the start of the row, which the parser is at
     * @param any whether a key may be any text, rather than only what looks like an id
     */
    public static void row(
            JsonInput input,
            Runnable fields,
            RowBuffer row,
            String key,
            @Nullable JsonToken token,
            String table,
            boolean any) {
        boolean fits = any || fits(key);
        if (!fits || token != JsonToken.START_OBJECT) {
            throw input.error(
                    "table " + EntryNames.printable(table) + " is an object of rows by their ids, and "
                            + (fits
                                    ? "a JSON " + JsonInput.kind(token) + " stands where a row would"
                                    : "the key " + EntryNames.printable(key) + " is not an id")
                            + "; correct it, or leave the table out (except, --except)",
                    input.tokenOffset(),
                    null);
        }
        long start = input.tokenOffset();
        row.begin(start, true);
        fields.run();
        if (!carriesId(row, key, input, start)) {
            addId(input, row, key);
            row.takeKey();
        }
    }

    /** Adds an id to the row that was just read, which stands beside it; one that it carries itself must be the same. */
    public static void id(JsonInput input, RowBuffer row, String id) {
        if (!carriesId(row, id, input, row.offset())) {
            addId(input, row, id);
        }
    }

    private static void addId(JsonInput input, RowBuffer row, String key) {
        row.field(ID, NUMBER.matcher(key).matches() ? ValueKind.INTEGER : ValueKind.TEXT);
        if (!row.text(key)) {
            throw input.error(
                    "the id of a row holds half of a surrogate pair, which is not a character", row.offset(), null);
        }
        row.end();
    }

    private static boolean carriesId(RowBuffer row, String key, JsonInput input, long start) {
        for (int i = 0; i < row.size(); i++) {
            if (row.name(i).equals(ID)) {
                byte[] value = Arrays.copyOfRange(row.bytes(), row.start(i), row.end(i));
                if (Arrays.equals(value, key.getBytes(StandardCharsets.UTF_8))) {
                    return true;
                }
                throw input.error(
                        "the key of the row and its field id are not the same; write the rows as an array, [{...}, {...}], if the"
                                + " key means nothing",
                        start,
                        null);
            }
        }
        return false;
    }
}
