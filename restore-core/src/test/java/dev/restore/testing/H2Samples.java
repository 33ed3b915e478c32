package dev.restore.testing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Types of H2, and what is remarkable in them. */
final class H2Samples {

    private H2Samples() {}

    static Map<String, List<String>> all() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        all.put("tinyint", List.of("-128", "0", "127"));
        all.put("smallint", List.of("-32768", "32767"));
        all.put("integer", List.of("-2147483648", "2147483647"));
        all.put("bigint", List.of("-9223372036854775808", "9223372036854775807", "0"));
        all.put("numeric(38, 10)", List.of("9999999999999999999999999999.9999999999", "-0.0000000001", "0"));
        all.put("numeric(100, 0)", List.of("9".repeat(100), "-1"));
        all.put("decfloat(40)", List.of("1e-1000", "1.50e300", "'NaN'", "'Infinity'", "'-Infinity'"));
        all.put("real", List.of("3.4028235e38", "1.4e-45", "0.1", "'NaN'", "'Infinity'", "'-Infinity'"));
        all.put(
                "double precision",
                List.of("1.7976931348623157e308", "4.9e-324", "0.1", "1e22", "'NaN'", "'Infinity'", "'-Infinity'"));
        all.put("boolean", List.of("true", "false"));
        all.put("char(5)", List.of("'a'", "'     '", "'abcde'"));
        all.put(
                "varchar",
                List.of("''", "' '", "'quo\"te \\ \u00fc \ud83d\ude00'", "'null'", "U&'\\0001\\001f\\007f\\2028'"));
        all.put("varchar_ignorecase", List.of("'a'", "'A'"));
        all.put("clob", List.of("''", "repeat('\u00e4b', 5000)"));
        all.put("binary(3)", List.of("X'000000'", "X'ff00fe'"));
        all.put("varbinary", List.of("X''", "X'" + bytes() + "'"));
        all.put("blob", List.of("X''", "X'" + bytes() + "'"));
        all.put("date", List.of("'0001-01-01'", "'9999-12-31'", "'-0044-03-15'", "'1582-10-10'", "'+12345-01-01'"));
        all.put("time(9)", List.of("'00:00:00'", "'23:59:59.999999999'", "'12:00:00.5'"));
        all.put("time(6) with time zone", List.of("'23:59:59.999999+14:00'", "'00:00:00-12:30'", "'01:02:03Z'"));
        all.put(
                "timestamp(9)",
                List.of("'0001-01-01 00:00:00'", "'9999-12-31 23:59:59.999999999'", "'-0044-03-15 01:02:03'"));
        all.put(
                "timestamp(9) with time zone",
                List.of(
                        "'2024-02-29 12:00:00.123456789+05:30'",
                        "'1900-01-01 00:00:00+01:00'",
                        "'-0001-01-01 00:00:00Z'"));
        all.put("interval year to month", List.of("interval '-7-11' year to month", "interval '0-0' year to month"));
        all.put(
                "interval day to second(9)",
                List.of("interval '-1 23:59:59.999999999' day to second(9)", "interval '0 00:00:00' day to second"));
        all.put("uuid", List.of("'00000000-0000-0000-0000-000000000000'", "'ffffffff-ffff-4fff-bfff-ffffffffffff'"));
        all.put(
                "json",
                List.of(
                        "json '{\"a\":[1,2.50,null,true,{\"b\":\"\\\\ \\\" \u00fc\"}]}'",
                        "json '[]'",
                        "json '\"text\"'",
                        "json '12345678901234567890.123'",
                        "json 'false'",
                        "json 'null'",
                        "json '\"null\"'",
                        "json '\"{\\\"a\\\":1}\"'",
                        "json '\"[1,2]\"'",
                        "json '\" [\"'",
                        "json '{\"a\":1,\"b\":2,\"a\":3}'",
                        "json '{\"$json\":\"1\"}'",
                        "json '{\"$a\":1,\"b\":2}'",
                        "json '\"a\\nb\\u0041\"'"));
        all.put("enum('red', 'it''s', 'a b')", List.of("'red'", "'it''s'", "'a b'"));
        all.put("integer array", List.of("array[1, null, -3]", "array[]", "array[null]"));
        all.put("varchar array", List.of("array['', 'null', null, '\"', 'a,b', '{}', '\\']", "array[]"));
        all.put("timestamp(9) array", List.of("array[timestamp '1500-03-01 02:30:00.123456789', null]", "array[]"));
        all.put("date array array", List.of("array[array[date '1500-03-01'], array[date '2024-02-29', null]]"));
        all.put("time(9) array", List.of("array[time '23:59:59.123456789']"));
        all.put("timestamp(9) with time zone array", List.of("array['2024-01-01 00:00:00.123456789+05:30']"));
        all.put("time(9) with time zone array", List.of("array['10:00:00.123456789+05']"));
        all.put("interval day array", List.of("array[interval '-3' day]"));
        all.put("clob array", List.of("array['c', null]"));
        all.put("uuid array", List.of("array['00000000-0000-0000-0000-000000000000']"));
        all.put("decfloat array", List.of("array['NaN', '1.50', '-Infinity']"));
        all.put("double precision array", List.of("array['NaN', '0.1', '-Infinity']"));
        all.put("numeric(20, 5) array", List.of("array[1.5, -0.00001]"));
        all.put("boolean array", List.of("array[true, null]"));
        all.put("enum('x', 'y z') array", List.of("array['y z']"));
        all.put("geometry", List.of("'POINT (1 2)'", "'SRID=4326;POINT Z (1 2 3)'"));
        all.put("integer array array", List.of("array[array[1, 2], array[3]]", "array[null, array[]]"));
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
