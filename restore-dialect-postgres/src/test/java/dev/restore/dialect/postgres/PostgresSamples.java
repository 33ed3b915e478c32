package dev.restore.dialect.postgres;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Types of PostgreSQL, and what is remarkable in them. */
final class PostgresSamples {

    private PostgresSamples() {}

    static List<String> setup() {
        return List.of(
                "create type mood as enum ('sad', 'it''s', '', '\u00fc')",
                "create domain small as integer check (value < 100)",
                "create domain document as jsonb",
                "create type pair as (a integer, b text)");
    }

    static Map<String, List<String>> all() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        numbers(all);
        texts(all);
        times(all);
        arrays(all);
        all.put("boolean", List.of("true", "false"));
        all.put("uuid", List.of("'00000000-0000-0000-0000-000000000000'", "'ffffffff-ffff-4fff-bfff-ffffffffffff'"));
        all.put(
                "json",
                List.of(
                        "'{\"a\":[1,2.50,null,true]}'",
                        "'[]'",
                        "'\"text\"'",
                        "'12345678901234567890.10'",
                        "'1e5'",
                        "'{\"b\":1,\"a\":2}'",
                        "E' {\"a\" : 1,\\n\"b\":[ ] } '",
                        "'{\"a\":1,\"b\":2,\"a\":3}'",
                        "'null'",
                        "' null'",
                        "'\"null\"'",
                        "'\"{\\\"a\\\":1}\"'",
                        "'\"[1,2]\"'",
                        "'\" [\"'",
                        "'\"a\\n\\u0041\\/\"'",
                        "'{\"a\":\"\\n\\u0041\\/\\u001f\\u001F\"}'",
                        "'\"\\ud83d\"'",
                        "'{\"a\":\"\\ude00\"}'",
                        "'{\"\\ud83d\\ude00\":1}'",
                        "'\"a \\\\ \\\" b\"'",
                        "'{\"$json\":\"1\"}'",
                        "'{ \"$oid\": 1, \"b\": 2 }'",
                        "'{\"a\":{\"$json\":\"1\"}}'",
                        "'-0'",
                        "'1E+05'",
                        "(repeat('[', 1500) || repeat(']', 1500))::json",
                        "('{\"' || repeat('n', 60000) || '\":1}')::json"));
        all.put(
                "jsonb",
                List.of(
                        "'{\"a\":[1,2.50,null,true]}'",
                        "'{}'",
                        "'\"a \\\\ \\\" \u00fc \\u0001\"'",
                        "'1e400'",
                        "'false'",
                        "'null'",
                        "'\"null\"'",
                        "'\"{\\\"a\\\":1}\"'",
                        "'\"[1,2]\"'",
                        "'\" [\"'",
                        "'\"{\"'",
                        "'{\"$json\":\"1\"}'",
                        "'{\"$a\":1,\"b\":2}'",
                        "'\"a\\nb\"'",
                        "(repeat('{\"a\":', 1500) || '1' || repeat('}', 1500))::jsonb",
                        "('{\"' || repeat('n', 60000) || '\":1}')::jsonb"));
        all.put("inet", List.of("'192.168.0.1/24'", "'::1'", "'10.0.0.1'"));
        all.put("cidr", List.of("'10.0.0.0/8'"));
        all.put("macaddr", List.of("'08:00:2b:01:02:03'"));
        all.put("int4range", List.of("'[1,10)'", "'empty'", "'(,5)'"));
        all.put("tstzrange", List.of("'[2024-01-01 00:00:00+00,infinity)'"));
        all.put("nummultirange", List.of("'{[1,2],[5,)}'", "'{}'"));
        all.put("point", List.of("'(1.5,-0.1)'", "'(1e300,NaN)'"));
        all.put("box", List.of("'(1,1),(0,0)'"));
        all.put("polygon", List.of("'((0,0),(1,1),(1,0))'"));
        all.put("bit(3)", List.of("B'101'"));
        all.put("bit varying", List.of("B''", "B'10101'"));
        all.put("tsvector", List.of("'''a b'':1A,2 c:3'", "''"));
        all.put("tsquery", List.of("'a & !b <-> c'"));
        all.put("xml", List.of("'<a b=\"c\">d</a>'"));
        all.put("money", List.of("'12.34'", "'-0.01'"));
        all.put("line", List.of("'{1,-1,0.5}'"));
        all.put("lseg", List.of("'[(0,0),(1,1)]'"));
        all.put("path", List.of("'[(0,0),(1,1)]'", "'((0,0),(1,1))'"));
        all.put("circle", List.of("'<(0,0),1.5>'"));
        all.put("macaddr8", List.of("'08:00:2b:01:02:03:04:05'"));
        all.put("regclass", List.of("'pg_catalog.pg_class'"));
        all.put("regtype", List.of("'integer'"));
        all.put("jsonpath", List.of("'$.a[*]'"));
        all.put("xid", List.of("'1'"));
        all.put("tid", List.of("'(1,2)'"));
        all.put("document", List.of("'{\"a\": 1}'", "'null'", "'\"[1]\"'"));
        all.put("int2vector", List.of("'1 2'"));
        all.put("oid", List.of("'4294967295'"));
        all.put("pg_lsn", List.of("'16/B374D848'"));
        all.put("mood", List.of("'sad'", "'it''s'", "''", "'\u00fc'"));
        all.put("small", List.of("99", "-2147483648"));
        all.put("pair", List.of("row(1, 'a \"b\"')", "row(null, '')", "row(-1, null)"));
        return all;
    }

    private static void numbers(Map<String, List<String>> all) {
        all.put("smallint", List.of("-32768", "32767"));
        all.put("integer", List.of("-2147483648", "2147483647", "0"));
        all.put("bigint", List.of("-9223372036854775808", "9223372036854775807"));
        all.put(
                "numeric",
                List.of(
                        "'NaN'",
                        "'Infinity'",
                        "'-Infinity'",
                        "0",
                        "0.00",
                        "1.10",
                        "-1e-1000",
                        "1e1000",
                        "'1." + "0".repeat(1500) + "'",
                        "-" + "7".repeat(1500),
                        "9".repeat(131) + "." + "9".repeat(300)));
        all.put("numeric(38, 10)", List.of("9999999999999999999999999999.9999999999", "-0.0000000001", "'NaN'"));
        all.put("numeric(3, -2)", List.of("99900", "100"));
        all.put("real", List.of("'NaN'", "'Infinity'", "'-Infinity'", "3.4028235e38", "1e-45", "0.1", "'-0'"));
        all.put(
                "double precision",
                List.of(
                        "'NaN'",
                        "'Infinity'",
                        "'-Infinity'",
                        "1.7976931348623157e308",
                        "5e-324",
                        "0.1",
                        "'-0'",
                        "1e22"));
    }

    private static void texts(Map<String, List<String>> all) {
        all.put(
                "text",
                List.of(
                        "''",
                        "' '",
                        "'quo\"te \\ \u00fc \ud83d\ude00'",
                        "'null'",
                        "E'\\x01\\x1f\\x7f\\t\\r\\n\\u2028'",
                        "'\\N'",
                        "'\\.'"));
        all.put("varchar(20)", List.of("''", "'trailing  '"));
        all.put("char(5)", List.of("'a'", "''", "'abcde'"));
        all.put("\"char\"", List.of("'a'"));
        all.put("name", List.of("'a name'"));
        all.put("bytea", List.of("''", "'\\x" + bytes() + "'"));
    }

    private static void times(Map<String, List<String>> all) {
        all.put(
                "date",
                List.of(
                        "'infinity'",
                        "'-infinity'",
                        "'0044-03-15 BC'",
                        "'4713-01-01 BC'",
                        "'5874897-12-31'",
                        "'2024-02-29'"));
        all.put("time", List.of("'00:00:00'", "'24:00:00'", "'23:59:59.999999'"));
        all.put(
                "time with time zone",
                List.of("'23:59:59.999999+15:59'", "'00:00:00-15:59'", "'24:00:00+00'", "'12:00:00+05:30:15'"));
        all.put(
                "timestamp",
                List.of(
                        "'infinity'",
                        "'-infinity'",
                        "'0044-03-15 01:02:03 BC'",
                        "'294276-12-31 23:59:59.999999'",
                        "'2024-02-29 00:00:00.1'"));
        all.put(
                "timestamp with time zone",
                List.of(
                        "'infinity'",
                        "'-infinity'",
                        "'4713-01-01 00:00:00+00 BC'",
                        "'294276-12-31 23:59:59.999999+00'",
                        "'1883-01-01 00:00:00+00:53:28'"));
        all.put(
                "interval",
                List.of(
                        "'-178000000 years'",
                        "'1 mon -1 day +00:00:00.000001'",
                        "'0'",
                        "'2147483647 days'",
                        "'1 year 2 mons -3 days 04:05:06.789'"));
    }

    private static void arrays(Map<String, List<String>> all) {
        all.put("integer[]", List.of("'{}'", "'{1,NULL,-3}'", "'{{1,2},{3,NULL}}'", "'[0:1]={1,2}'", "'{NULL}'"));
        all.put(
                "text[]",
                List.of(
                        "'{}'",
                        "array['', 'NULL', null, 'null', '\"', 'a,b', '{}', E'\\\\', ' x ']",
                        "array[array['a'], array[null]]"));
        all.put("numeric[]", List.of("'{NaN,1.10,Infinity}'", "'{123456789012345678901234567890.10}'"));
        all.put("double precision[]", List.of("'{NaN,-Infinity,0.1}'"));
        all.put("boolean[]", List.of("'{t,f,NULL}'"));
        all.put("bytea[]", List.of("array['\\x00ff'::bytea, null, '']"));
        all.put(
                "timestamp with time zone[]",
                List.of("'{infinity,\"2024-02-29 00:00:00.5+00\",\"0044-03-15 00:00:00+00 BC\"}'"));
        all.put("date[]", List.of("'{2024-02-29,infinity}'"));
        all.put("uuid[]", List.of("'{00000000-0000-0000-0000-000000000000,NULL}'"));
        all.put(
                "jsonb[]",
                List.of(
                        "array['{\"a\": [1]}', '\"x\"', null, '1.50']::jsonb[]",
                        "array['null', null]::jsonb[]",
                        "array['\"[1]\"', '[1]']::jsonb[]",
                        "array[array['null'], array['1']]::jsonb[]"));
        all.put(
                "json[]",
                List.of(
                        "array['{\"a\":[1]}', '{ \"a\": 1 }', null]::json[]",
                        "array['{\"a\":1,\"a\":2}', '\"\\ud83d\"']::json[]"));
        all.put("pair[]", List.of("array[row(1, 'a,b')::pair, null, row(null, '')::pair]"));
        all.put("inet[]", List.of("'{10.0.0.1/8,NULL}'"));
        all.put("int4range[]", List.of("'{\"[1,2)\",empty}'"));
        all.put("money[]", List.of("'{1.50,-2}'::money[]"));
        all.put("bit(3)[]", List.of("'{101,NULL}'"));
        all.put("xml[]", List.of("array['<a/>'::xml]"));
        all.put("box[]", List.of("'{(1,1),(0,0);(2,2),(1,1)}'"));
        all.put("oid[]", List.of("'{1,4294967295}'"));
        all.put("mood[]", List.of("'{sad,\"\",NULL}'"));
        all.put("interval[]", List.of("'{\"1 mon -1 day\",00:00:01}'"));
    }

    private static String bytes() {
        StringBuilder hex = new StringBuilder();
        for (int b = 0; b < 256; b++) {
            hex.append(String.format("%02x", b));
        }
        return hex.toString();
    }
}
