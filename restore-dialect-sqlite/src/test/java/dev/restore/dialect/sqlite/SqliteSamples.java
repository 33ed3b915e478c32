package dev.restore.dialect.sqlite;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Declared types of SQLite, and what is remarkable in columns of them, whatever they are declared as. */
final class SqliteSamples {

    private SqliteSamples() {}

    static Map<String, List<String>> all() {
        List<String> texts = List.of(
                "''",
                "' '",
                "'quo\"te \\ \u00fc \ud83d\ude00'",
                "'null'",
                "char(1, 31, 127, 8232)",
                "'0x1f'",
                "'\\x41'");
        List<String> numbers = List.of(
                "-9223372036854775808",
                "9223372036854775807",
                "0",
                "0.1",
                "1e300",
                "-4.9e-324",
                "9e999",
                "-9e999",
                "1e22",
                "'12 apples'");
        Map<String, List<String>> all = new LinkedHashMap<>();
        all.put("integer", numbers);
        all.put("bigint", numbers);
        all.put("real", numbers);
        all.put("double precision", numbers);
        all.put("numeric", numbers);
        all.put("decimal(38, 10)", numbers);
        all.put("text", texts);
        all.put("varchar(10)", texts);
        all.put("", List.of("1", "1.0", "'1'", "'a'", "0.1", "'1.0'"));
        all.put("blob", List.of("x''", "x'" + bytes() + "'"));
        all.put("boolean", List.of("0", "1", "2", "'yes'"));
        all.put("date", List.of("'2024-02-29'", "'0001-01-01'", "20240229", "'yesterday'", "2460000.5"));
        all.put("time", List.of("'23:59:59.999'", "'25:00'", "86399"));
        all.put(
                "timestamp",
                List.of("'2024-02-29 12:00:00'", "'2024-02-29T12:00:00.123Z'", "1709208000000", "1709208000.5", "''"));
        all.put("timestamp with time zone", List.of("'2024-02-29 12:00:00+05:30'", "'-0044-03-15'", "0"));
        all.put(
                "uuid",
                List.of(
                        "'00000000-0000-0000-0000-000000000000'",
                        "'FFFFFFFF-ffff-4fff-bfff-ffffffffffff'",
                        "'no uuid'"));
        all.put(
                "json",
                List.of(
                        "'{\"a\":[1,2.50,null,true]}'",
                        "'[]'",
                        "'no json'",
                        "12",
                        "'{\"a\": 1}'",
                        "'{\"a\":1,\"a\":2}'"));
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
