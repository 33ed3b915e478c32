package dev.restore.dialect.postgres.read;

import dev.restore.catalog.ValueKind;
import dev.restore.dialect.ReadRows;
import dev.restore.dialect.SessionException;
import dev.restore.dialect.postgres.catalog.PgType;
import dev.restore.dialect.value.JsonCells;
import dev.restore.dialect.value.JsonKeeping;
import dev.restore.dialect.value.JsonText;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;

/** Chooses the decoder for a type and holds the short ones. */
public final class CellDecoders {

    private static final byte[] TRUE = "true".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.ISO_8859_1);

    private CellDecoders() {}

    public static CellDecoder of(PgType type) {
        return switch (type.family()) {
            case BOOLEAN -> CellDecoders::bool;
            case INTEGER, DECIMAL, FLOAT -> CellDecoders::number;
            case BINARY -> CellDecoders::binary;
            case TIMESTAMP, TIMESTAMP_WITH_ZONE -> CellDecoders::timestamp;
            case JSON -> json(type.base().equals("jsonb") ? JsonKeeping.VALUE : JsonKeeping.TEXT);
            case ARRAY -> {
                PgType element = Objects.requireNonNull(type.element());
                yield new ArrayDecoder(of(element), element.delimiter());
            }
            case TEXT, DATE, TIME, TIME_WITH_ZONE, UUID, OTHER, ANY ->
                type.base().equals("money") ? CellDecoders::number : CellDecoders::text;
        };
    }

    private static CellDecoder json(JsonKeeping keeping) {
        return (text, from, to, rows) -> JsonCells.add(rows, text, from, to, keeping);
    }

    /** Returns what to select for a column, so that its text does not depend on the server's locale. */
    public static String selected(PgType type, String column) {
        PgType element = type.element();
        if (element != null && element.base().equals("money")) {
            return column + "::pg_catalog.numeric[]";
        }
        return type.base().equals("money") ? column + "::pg_catalog.numeric" : column;
    }

    private static void text(byte[] text, int from, int to, ReadRows rows) {
        rows.add(ValueKind.TEXT, text, from, to);
    }

    /** The server writes t and f; an array in a backup may have other words for them. */
    private static void bool(byte[] text, int from, int to, ReadRows rows) {
        if (to - from != 1 || (text[from] != 't' && text[from] != 'f')) {
            text(text, from, to, rows);
            return;
        }
        byte[] word = text[from] == 't' ? TRUE : FALSE;
        rows.add(ValueKind.BOOLEAN, word, 0, word.length);
    }

    private static void number(byte[] text, int from, int to, ReadRows rows) {
        byte last = text[to - 1];
        if (last < '0' || last > '9') {
            rows.add(ValueKind.TEXT, text, from, to);
        } else {
            rows.add(JsonText.isWhole(text, from, to) ? ValueKind.INTEGER : ValueKind.DECIMAL, text, from, to);
        }
    }

    private static void binary(byte[] text, int from, int to, ReadRows rows) throws SQLException {
        if (to - from < 2 || text[from] != '\\' || text[from + 1] != 'x') {
            throw new SessionException("bytea_output must be hex, it was changed during the transaction");
        }
        byte[] value = HexFormat.of().parseHex(new String(text, from + 2, to - from - 2, StandardCharsets.ISO_8859_1));
        byte[] encoded = Base64.getEncoder().encode(value);
        rows.add(ValueKind.TEXT, encoded, 0, encoded.length);
    }

    /** Puts a T between day and time. Of what is not in ISO 8601 form nothing is changed. */
    private static void timestamp(byte[] text, int from, int to, ReadRows rows) {
        if (text[to - 1] != 'C') {
            for (int i = from; i < to; i++) {
                if (text[i] == ' ') {
                    text[i] = 'T';
                }
            }
        }
        rows.add(ValueKind.TEXT, text, from, to);
    }
}
