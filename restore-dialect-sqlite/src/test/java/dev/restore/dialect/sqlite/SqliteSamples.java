package dev.restore.dialect.sqlite;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Declared types of SQLite, and what is remarkable, whatever a column is declared as. */
final class SqliteSamples {

    private static final List<String> TYPES = List.of(
            "integer",
            "bigint",
            "real",
            "double precision",
            "numeric",
            "decimal(38, 10)",
            "text",
            "varchar(10)",
            "",
            "blob",
            "varbinary(9)",
            "boolean",
            "date",
            "time",
            "timestamp",
            "timestamp with time zone",
            "uuid",
            "json",
            "point");

    private static final List<String> NUMBERS = List.of(
            "-9223372036854775808",
            "9223372036854775807",
            "0",
            "1",
            "2",
            "20240229",
            "1709208000000",
            "0.1",
            "1.0",
            "2460000.5",
            "1e300",
            "-4.9e-324",
            "9e999",
            "-9e999",
            "1e22");

    private static final List<String> TEXTS = List.of(
            "''",
            "' '",
            "'quo\"te \\ \u00fc \ud83d\ude00'",
            "'null'",
            "char(1, 31, 127, 8232)",
            "'a' || char(0) || 'b'",
            "char(65533)",
            "cast(x'61ff00c3' as text)",
            "cast(x'eda080' as text)",
            "'0x1f'",
            "'\\x41'",
            "'AAE='",
            "'12 apples'",
            "'007'",
            "'1.0'",
            "'1.2.3'",
            "'12e'",
            "'1-2'",
            "'Infinity'",
            "'-Infinity'",
            "'NaN'",
            "'true'",
            "'2024-02-29'",
            "'0001-01-01'",
            "'-0044-03-15'",
            "'2024-02-29T12:00:00.123Z'",
            "'2024-02-29 12:00:00+05:30'",
            "'25:00'",
            "'01/02/2024'",
            "'yesterday'",
            "'00000000-0000-0000-0000-000000000000'",
            "'FFFFFFFF-ffff-4fff-bfff-ffffffffffff'",
            "'{\"a\":[1,2.50,null,true]}'",
            "'[]'",
            "'{\"a\": 1}'",
            "'{\"a\":1,\"a\":2}'",
            "'{\"$bytes\":\"AAE=\"}'");

    private static final List<String> BYTES =
            List.of("x''", "x'00ff'", "x'414243'", "x'6e756c6c'", "x'" + bytes() + "'");

    private SqliteSamples() {}

    /** Every column of SQLite takes values of every storage class. */
    static Map<String, List<String>> all() {
        List<String> values = new ArrayList<>(NUMBERS);
        values.addAll(TEXTS);
        values.addAll(BYTES);
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (String type : TYPES) {
            all.put(type, values);
        }
        return all;
    }

    private static String bytes() {
        StringBuilder hex = new StringBuilder();
        for (int b = 0; b < 256; b++) {
            hex.append(String.format("%02x", b));
        }
        return hex.toString();
    }
}
