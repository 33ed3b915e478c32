package dev.restore.testing;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Locale;
import java.util.StringJoiner;

/** Writes cells of any database in one form, so that what was restored can be compared between databases. */
final class CellText {

    /** Stands for NULL, which is neither the empty text nor the text {@code null}. */
    static final String NULL = "∅";

    private CellText() {}

    static String ofRow(ResultSet row) throws SQLException {
        StringJoiner cells = new StringJoiner("|");
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            cells.add(of(row, i));
        }
        return cells.toString();
    }

    private static String of(ResultSet row, int column) throws SQLException {
        String type = row.getMetaData().getColumnTypeName(column).toUpperCase(Locale.ROOT);
        if (type.startsWith("BYTEA") || type.startsWith("BINARY") || type.equals("BLOB")) {
            byte[] bytes = row.getBytes(column);
            return bytes == null ? NULL : HexFormat.of().formatHex(bytes);
        }
        String text = row.getString(column);
        if (text == null) {
            return NULL;
        }
        if (type.startsWith("BOOL")) {
            return Boolean.toString(row.getBoolean(column));
        }
        if (type.startsWith("TIMESTAMPTZ") || type.startsWith("TIMESTAMP WITH TIME ZONE")) {
            return moment(text);
        }
        if (type.startsWith("TIMESTAMP") || type.startsWith("DATETIME")) {
            return LocalDateTime.parse(text.replace(' ', 'T')).toString();
        }
        if (type.equals("TIME")) {
            return LocalTime.parse(text.indexOf(':') == 1 ? "0" + text : text).toString();
        }
        if (type.startsWith("DOUBLE") || type.startsWith("FLOAT")) {
            return Double.toString(row.getDouble(column));
        }
        if (type.startsWith("NUMERIC") || type.startsWith("DECIMAL")) {
            return number(new BigDecimal(text));
        }
        if (type.startsWith("JSON")) {
            return compact(text);
        }
        return text;
    }

    static String number(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private static String moment(String text) {
        String iso = text.replace(' ', 'T')
                .replaceFirst("([+-])(\\d:\\d\\d)$", "$10$2")
                .replaceFirst("([+-]\\d\\d)$", "$1:00");
        boolean zoned = iso.endsWith("Z") || iso.matches(".*T.*[+-]\\d\\d:\\d\\d");
        OffsetDateTime moment =
                zoned ? OffsetDateTime.parse(iso) : LocalDateTime.parse(iso).atOffset(ZoneOffset.UTC);
        return moment.toInstant().toString();
    }

    private static String compact(String json) {
        StringBuilder text = new StringBuilder();
        boolean inString = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c == '"' && (i == 0 || json.charAt(i - 1) != '\\')) {
                inString = !inString;
            }
            if (inString || !Character.isWhitespace(c)) {
                text.append(c);
            }
        }
        return text.toString();
    }
}
