package dev.restore.dialect.postgres;

import static dev.restore.dialect.postgres.TestRows.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restore.catalog.ValueKind;
import dev.restore.dialect.ValueException;
import java.sql.SQLException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ValueTest {

    private static final String[] TYPES = {
        "create domain span as interval hour to minute",
        "create type stay as (length interval hour)",
        "CREATE TYPE mood AS ENUM ('sad', 'it''s \"quoted\"')",
        "CREATE DOMAIN posint AS int CHECK (VALUE > 0)",
        "CREATE DOMAIN short AS varchar(3)",
        "CREATE DOMAIN day AS date",
        "CREATE TYPE addr AS (street text, zip text)",
        "CREATE TYPE visit AS (\"At\" timestamptz, fee numeric(5,2), home addr, days date[])",
        "CREATE DOMAIN fee AS numeric(5,2)"
    };

    private static String url = "";

    @BeforeAll
    static void createTypes() throws SQLException {
        PostgresServer server = PostgresServer.shared();
        url = server.createOwner(server.createDatabase());
        try (Target target = Target.at(url, ZoneOffset.UTC)) {
            target.execute(TYPES);
        }
    }

    static Arguments[] kept() {
        return new Arguments[] {
            row("boolean", true, "true"),
            row("boolean", 0, "false"),
            row("boolean", "t", "true"),
            row("smallint", -32768, "-32768"),
            row("bigint", Long.MAX_VALUE, "9223372036854775807"),
            row("int", json("1e2"), "100"),
            row("int", json("7.000"), "7"),
            row("int", "42", "42"),
            row("posint", 7, "7"),
            row(
                    "numeric",
                    json("123456789012345678901234567890.000000000000000000000000000001"),
                    "123456789012345678901234567890.000000000000000000000000000001"),
            row("numeric", "NaN", "NaN"),
            row("numeric(10,2)", json("12.3400"), "12.34"),
            row("numeric(10,2)", "12.34", "12.34"),
            row("numeric(3,-2)", 12300, "12300"),
            row("real", json("1.1"), "1.1"),
            row("real", "Infinity", "Infinity"),
            row("double precision", json("0.30000000000000004"), "0.30000000000000004"),
            row("double precision", json("1.5e300"), "1.5e+300"),
            row("money", "$1,234.56", "$1,234.56"),
            row("money", "-1,234,567.5", "-$1,234,567.50"),
            row("money", "1,234", "$1,234.00"),
            row("point", "(-1.5e300, 0.30000000000000004)", "(-1.5e+300,0.30000000000000004)"),
            row("circle", "<(1,Infinity),2>", "<(1,Infinity),2>"),
            row("box[]", "{(1,1),(0,0);(2,2.5),(1,1)}", "{(1,1),(0,0);(2,2.5),(1,1)}"),
            row("oid", 4294967295L, "4294967295"),
            row("char(5)", "ab", "ab"),
            row("varchar(3)", "äöü", "äöü"),
            row("text", "tab\tline\nback\\slash\r\b\f\u000b\\N \\.", "tab\tline\nback\\slash\r\b\f\u000b\\N \\."),
            row("text", "\\.", "\\."),
            row("text", "", ""),
            row("text", "😀", "😀"),
            row("text", 12, "12"),
            row("text", true, "true"),
            row("text", json("{\"a\":\"b\\\\n\"}"), "{\"a\":\"b\\\\n\"}"),
            row("bytea", "\\xdeadbeef00", "\\xdeadbeef00"),
            row("bytea", "3q2+7w==", "\\xdeadbeef"),
            row("bytea", "", "\\x"),
            row("date", "2024-02-29", "2024-02-29"),
            row("date", "2024-02-29T00:00:00", "2024-02-29"),
            row("date", "infinity", "infinity"),
            row("date", "5874897-12-31", "5874897-12-31"),
            row("date", 86400, "1970-01-02"),
            row("time", "23:59:59.999999", "23:59:59.999999"),
            row("time", "24:00:00", "24:00:00"),
            row("timetz", "12:00:00+05:30", "12:00:00+05:30"),
            row("timetz", "00:00:00-15:59", "00:00:00-15:59"),
            row("timetz", "12:00:00", "12:00:00+00"),
            row("timestamp", "2024-06-30T23:59:59.123456", "2024-06-30 23:59:59.123456"),
            row("timestamp", "2024-06-30 23:59:59.123456000", "2024-06-30 23:59:59.123456"),
            row("timestamp", "2024-06-30T23:59:59+02:00", "2024-06-30 21:59:59"),
            row("timestamp", "2024-06-30", "2024-06-30 00:00:00"),
            row("timestamp", "-infinity", "-infinity"),
            row("timestamp", "294276-12-31T23:59:59.999999", "294276-12-31 23:59:59.999999"),
            row("timestamp", 1700000000, "2023-11-14 22:13:20"),
            row("timestamp", 1700000000123L, "2023-11-14 22:13:20.123"),
            row("timestamp", json("1700000000.123456"), "2023-11-14 22:13:20.123456"),
            row("timestamp(0)", "2024-01-01 10:00:00.000", "2024-01-01 10:00:00"),
            row("timestamptz", "2024-03-01 12:30:00.000 Z", "2024-03-01 12:30:00+00"),
            row("timestamptz", "2024-03-02 08:00:00.123 -0800", "2024-03-02 16:00:00.123+00"),
            row("timestamptz", "2024-03-31T02:30:00+02:00", "2024-03-31 00:30:00+00"),
            row("timestamptz", "2024-03-31T02:30:00", "2024-03-31 02:30:00+00"),
            row("timestamptz", "0044-03-15 12:00:00+00 BC", "0044-03-15 12:00:00+00 BC"),
            row("timestamptz", "12024-01-01T00:00:00.1234560Z", "12024-01-01 00:00:00.123456+00"),
            row("timestamp", "0044-03-15 12:00:00 BC", "0044-03-15 12:00:00 BC"),
            row("timestamp", "2024-01-01T24:00:00", "2024-01-02 00:00:00"),
            row("timestamptz", "Infinity", "infinity"),
            row("date[]", "{2024-01-02, \"2024-01-03\",NULL}", "{2024-01-02,2024-01-03,NULL}"),
            row(
                    "timestamp[]",
                    "{2024-01-02 10:00:00,2024-01-02T10:00:00+02:00}",
                    "{\"2024-01-02 10:00:00\",\"2024-01-02 08:00:00\"}"),
            row("date[]", "[0:1]={2024-01-02,2024-01-03}", "[0:1]={2024-01-02,2024-01-03}"),
            row("date[]", "{}", "{}"),
            row("daterange", "[2024-01-02,2024-02-03)", "[2024-01-02,2024-02-03)"),
            row("daterange", "empty", "empty"),
            row("tsrange", "(,2024-01-02 10:00:00]", "(,\"2024-01-02 10:00:00\"]"),
            row("tstzrange", "[\"2024-01-02 10:00:00+02\",infinity)", "[\"2024-01-02 08:00:00+00\",infinity)"),
            row("datemultirange", "{[2024-01-02,2024-01-03),[2024-02-01,)}", "{[2024-01-02,2024-01-03),[2024-02-01,)}"),
            row("numeric(12,2)", json("0.29999999999999998890"), "0.30"),
            row("numeric(12,2)", "-7654321.0999999996275", "-7654321.10"),
            row("numeric(30,20)", json("0.29999999999999998890"), "0.29999999999999998890"),
            row("real", json("0.10000000149011612"), "0.1"),
            row("interval", "1 year 2 mons 3 days 04:05:06.789", "1 year 2 mons 3 days 04:05:06.789"),
            row("interval", "-00:00:01", "-00:00:01"),
            row("uuid", "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
            row("inet", "2001:db8::1/64", "2001:db8::1/64"),
            row("json", json("{\"z\":1,\"a\":[1,2]}"), "{\"z\":1,\"a\":[1,2]}"),
            row("json", "just \"text\"\n\u0001", "\"just \\\"text\\\"\\u000a\\u0001\""),
            row("json", "{\"a\": \"\\ud83d\\ude00\"}", "{\"a\": \"\\ud83d\\ude00\"}"),
            row("json", "{\"a\": 01}", "\"{\\\"a\\\": 01}\""),
            row("json", "12", "\"12\""),
            row("jsonb", json("1.10"), "1.10"),
            row("jsonb", true, "true"),
            row("int[]", json("[1,null,3]"), "{1,NULL,3}"),
            row("int[]", json("[[1,2],[3,4]]"), "{{1,2},{3,4}}"),
            row("int[]", json("[]"), "{}"),
            row("int[]", "{1,2}", "{1,2}"),
            row(
                    "text[]",
                    json("[\"a,b\",\"q\\\"q\",\"\\\\\",\"\",null,\"NULL\",\"\\u00e4\\ud83d\\ude00\",{\"k\":1},7]"),
                    "{\"a,b\",\"q\\\"q\",\"\\\\\",\"\",NULL,\"NULL\",ä😀,\"{\\\"k\\\":1}\",7}"),
            row("bytea[]", json("[\"3q2+7w==\",\"\"]"), "{\"\\\\xdeadbeef\",\"\\\\x\"}"),
            row("boolean[]", json("[true,false,null]"), "{t,f,NULL}"),
            row("timestamp[]", json("[\"2024-06-30T23:59:59+02:00\"]"), "{\"2024-06-30 21:59:59\"}"),
            row("json[]", json("[{\"a\":[1]},[2]]"), "{\"{\\\"a\\\":[1]}\",[2]}"),
            row("box[]", json("[\"(2,2),(1,1)\",\"(4,4),(3,3)\"]"), "{(2,2),(1,1);(4,4),(3,3)}"),
            row("mood", "it's \"quoted\"", "it's \"quoted\""),
            row("mood[]", json("[\"it's \\\"quoted\\\"\"]"), "{\"it's \\\"quoted\\\"\"}"),
            row("addr", "(\"5 \"\"Main\"\" St\",00123)", "(\"5 \"\"Main\"\" St\",00123)"),
            row("int4range", "[1,10)", "[1,10)"),
            row("int4multirange", "{[1,3),[5,8)}", "{[1,3),[5,8)}"),
            row("bit(3)", "101", "101"),
            row("tsvector", "'a':1 'cat':2", "'a':1 'cat':2"),
            row("oid", 4294967295L, "4294967295"),
            row("jsonb", typed(ValueKind.JSON, "\"[1]\""), "\"[1]\""),
            row("json", typed(ValueKind.JSON, "null"), "null"),
            row("json", typed(ValueKind.JSON, "{ \"a\": 1, \"a\": 2 }"), "{ \"a\": 1, \"a\": 2 }"),
            row("text", typed(ValueKind.JSON, "\"a\""), "\"a\""),
            row("bytea", typed(ValueKind.BYTES, "\0\377"), "\\x00ff"),
            row("bytea", typed(ValueKind.BYTES, ""), "\\x"),
            row("text", typed(ValueKind.RAW_TEXT, "\303\244"), "ä"),
            row("addr", json("{\"zip\":null,\"street\":\"a \\\"b\\\", \\\\c)\"}"), "(\"a \"\"b\"\", \\\\c)\",)"),
            row("addr", "(\"a \"\"b\"\", \\\\c)\",\"\")", "(\"a \"\"b\"\", \\\\c)\",\"\")"),
            row(
                    "visit",
                    json("{\"At\":\"2024-01-02T03:04:05+02:00\",\"fee\":1.5,"
                            + "\"home\":{\"street\":\"x\",\"zip\":\"\"},\"days\":[\"2024-01-02\"]}"),
                    "(\"2024-01-02 01:04:05+00\",1.50,\"(x,\"\"\"\")\",{2024-01-02})"),
            row("visit", "(\"2024-01-02 01:04:05+00\",NaN,\"(x,)\",)", "(\"2024-01-02 01:04:05+00\",NaN,\"(x,)\",)"),
            row("visit[]", json("[{\"At\":null,\"fee\":1,\"home\":null,\"days\":null}]"), "{\"(,1.00,,)\"}"),
            row("interval", "1 day 00:00:00.1234560", "1 day 00:00:00.123456"),
            row("interval(1)", "PT1.5S", "00:00:01.5"),
            row("interval day", "3 days", "3 days"),
            row("interval day", 4, "4 days"),
            row("interval day", "1 year 2 mons 3 days 00:00:00", "1 year 2 mons 3 days"),
            row("interval day to hour", "1.5 days", "1 day 12:00:00"),
            row("interval hour", "P1DT120M", "1 day 02:00:00"),
            row("interval hour to minute", "-04:05:00", "-04:05:00"),
            row("interval hour to minute", "@ 4 hours 5 mins ago", "-04:05:00"),
            row("interval minute", "P0000-00-02T03:04:00", "2 days 03:04:00"),
            row("interval year to month", "1-2", "1 year 2 mons"),
            row("interval year to month", "P1Y2M", "1 year 2 mons"),
            row("interval year", "24 months", "2 years"),
            row("interval day to second(1)", "3 4:05:06.7", "3 days 04:05:06.7"),
            row("interval second", "1 day 00:00:01.5", "1 day 00:00:01.5"),
            row("interval day[]", json("[\"2 days\",null]"), "{\"2 days\",NULL}"),
            row("interval", "1.5 years", "1 year 6 mons"),
            row("\"char\"", "a", "a"),
            row("fee[]", "{1.50,NULL,NaN}", "{1.50,NULL,NaN}"),
            row("real[]", "{0.1,Infinity}", "{0.1,Infinity}"),
            row("varchar(3)[]", "{{a,\"b c\"},{\"\",NULL}}", "{{a,\"b c\"},{\"\",NULL}}"),
            row("interval[]", "{\"1 day\"}", "{\"1 day\"}"),
            row("interval day[]", "{4,NULL}", "{\"4 days\",NULL}"),
            row("varchar(4)[]", "{ null ,\tab ,\"a\\\" ,\"}", "{NULL,ab,\"a\\\" ,\"}"),
            row("varchar(3)[]", "[2:3]={ab,\"}\"}", "[2:3]={ab,\"}\"}"),
            row("varchar(3)[]", " {} ", "{}"),
            row("xid", 4294967295L, "4294967295"),
            row("xid8", "18446744073709551615", "18446744073709551615"),
            row("tid", "(0,1)", "(0,1)"),
            row("double precision", typed(ValueKind.REAL, "-Infinity"), "-Infinity"),
            row("real", typed(ValueKind.REAL, "Infinity"), "Infinity"),
            row("numeric", typed(ValueKind.REAL, "NaN"), "NaN"),
        };
    }

    private static TestRows.Typed typed(ValueKind kind, String latin1) {
        return new TestRows.Typed(kind, latin1);
    }

    private static Arguments row(String type, Object value, String shown) {
        return Arguments.of(type, value, shown);
    }

    @ParameterizedTest
    @MethodSource("kept")
    void keepsExactly(String type, Object value, String shown) throws SQLException {
        try (Target target = Target.at(url, ZoneOffset.UTC)) {
            target.execute("DROP TABLE IF EXISTS t", "CREATE TABLE t(v " + type + ")");
            assertThat(target.roundTrip(value)).isEqualTo(shown);
        }
    }

    static Arguments[] refused() {
        return new Arguments[] {
            Arguments.of("boolean", 2),
            Arguments.of("int", true),
            Arguments.of("int", json("1.5")),
            Arguments.of("int", json("[1]")),
            Arguments.of("numeric(10,2)", json("12.345")),
            Arguments.of("numeric(10,2)", "12.345"),
            Arguments.of("numeric(10,2)", json("1e-3")),
            Arguments.of("numeric(3,-2)", 12345),
            Arguments.of("numeric", true),
            Arguments.of("money", json("12.345")),
            Arguments.of("real", json("1.23456789012")),
            Arguments.of("double precision", json("0.123456789012345678901234567890")),
            Arguments.of("double precision", 9007199254740993L),
            Arguments.of("double precision", json("1e400")),
            Arguments.of("double precision", json("1e-400")),
            Arguments.of("char(3)", "ab   "),
            Arguments.of("varchar(3)", "abc "),
            Arguments.of("short", "abcd"),
            Arguments.of("name", "n".repeat(64)),
            Arguments.of("text", "a\u0000b"),
            Arguments.of("bytea", "abc"),
            Arguments.of("bytea", "\\xabc"),
            Arguments.of("bytea", "3q2+7x=="),
            Arguments.of("bytea", 12),
            Arguments.of("date", "2024-01-01T10:00:00"),
            Arguments.of("date", "2024-01-01 24:00:00"),
            Arguments.of("date", 86401),
            Arguments.of("date", true),
            Arguments.of("time", "2024-01-01 10:00:00"),
            Arguments.of("time", 12),
            Arguments.of("timetz", "2024-01-01 10:00:00+00"),
            Arguments.of("timestamp", "2024-01-01 10:00:00.1234567"),
            Arguments.of("timestamp", "2024-01-01 10:00:60"),
            Arguments.of("timestamp(0)", "2024-01-01 10:00:00.5"),
            Arguments.of("timestamp", "March 3 2024 10:00 CET"),
            Arguments.of("timestamp", "0044-03-15 12:00:00+02 BC"),
            Arguments.of("timestamp", json("1700000000.1234567")),
            Arguments.of("timestamptz", json("1700000000123456")),
            Arguments.of("date", "today"),
            Arguments.of("date", "epoch"),
            Arguments.of("date", "01/02/2024"),
            Arguments.of("date", "20240102"),
            Arguments.of("timestamp", "now"),
            Arguments.of("timestamp", "Feb 1 2024"),
            Arguments.of("timestamptz", "2024-01-02 10:00:00 CET"),
            Arguments.of("timestamptz", "2024-01-02 10:00:00 America/New_York"),
            Arguments.of("timestamptz", "tomorrow"),
            Arguments.of("time", "allballs"),
            Arguments.of("time", "10 PM"),
            Arguments.of("time", "infinity"),
            Arguments.of("timetz", "now"),
            Arguments.of("day", "yesterday"),
            Arguments.of("date[]", json("[\"today\"]")),
            Arguments.of("date[]", "{today}"),
            Arguments.of("timestamp[]", "{{now},{now}}"),
            Arguments.of("date[]", "today"),
            Arguments.of("daterange", "[today,)"),
            Arguments.of("tsrange", "[2024-01-01,\"now\")"),
            Arguments.of("tstzmultirange", "{[yesterday,today)}"),
            Arguments.of("numeric(12,2)", json("0.12345678901234567")),
            Arguments.of("double precision", json("0.2999999999999999777")),
            Arguments.of("uuid", 12),
            Arguments.of("addr", json("{\"street\":\"x\"}")),
            Arguments.of("addr", json("{\"street\":\"x\",\"zip\":\"y\",\"town\":\"z\"}")),
            Arguments.of("addr", json("[\"x\",\"y\"]")),
            Arguments.of("visit", "(now,1,,)"),
            Arguments.of("visit", "(01/02/2024,1,,)"),
            Arguments.of("visit", "(,1.255,,)"),
            Arguments.of("visit", "(,,,{today})"),
            Arguments.of("visit", json("{\"At\":\"today\",\"fee\":1,\"home\":null,\"days\":null}")),
            Arguments.of("visit[]", json("[\"(now,,,)\"]")),
            Arguments.of("visit[]", "{\"(,1.255,,)\"}"),
            Arguments.of("fee[]", "{1.255}"),
            Arguments.of("fee[]", "{1}05}"),
            Arguments.of("fee[]", "{1.50,-3},-3}"),
            Arguments.of("fee[]", "{1.50}}"),
            Arguments.of("fee[]", "{1.50"),
            Arguments.of("fee[]", "{1,,2}"),
            Arguments.of("fee[]", "{1,}"),
            Arguments.of("fee[]", Named.of("many braces", "{".repeat(100_000))),
            Arguments.of("fee[]", Named.of("many brackets", json("[".repeat(900) + "]".repeat(900)))),
            Arguments.of("varchar(3)[]", "{\"a\"b}"),
            Arguments.of("varchar(3)[]", "{a\"b\"}"),
            Arguments.of("varchar(3)[]", "{a\\"),
            Arguments.of("real[]", "{0.123456789012}"),
            Arguments.of("varchar(3)[]", "{\"abc \"}"),
            Arguments.of("daterange[]", "{\"[today,)\"}"),
            Arguments.of("interval", "PT0.1234567S"),
            Arguments.of("interval(0)", "1.6 seconds"),
            Arguments.of("interval day", "3 days 04:05:06"),
            Arguments.of("interval day", "P3DT4H"),
            Arguments.of("interval day", "1.5"),
            Arguments.of("interval day", "1 week 2.5 days"),
            Arguments.of("interval day", "some days"),
            Arguments.of("interval hour", "01:30"),
            Arguments.of("interval hour", "45 minutes 900 seconds"),
            Arguments.of("interval day to hour", "3 4:05:00"),
            Arguments.of("interval minute", "PT1M0.5S"),
            Arguments.of("interval hour to minute", "00:00:00.000001"),
            Arguments.of("interval day to minute", "P0000-00-02T03:04:05"),
            Arguments.of("interval year to month", "1 year 2 mons 3 days"),
            Arguments.of("interval month", "1.5 months"),
            Arguments.of("interval year", "1-2"),
            Arguments.of("interval year to month", "1 year 2 mon8"),
            Arguments.of("interval day to second(1)", "3 4:05:06.78"),
            Arguments.of("interval day[]", "{\"2 days 01:00\"}"),
            Arguments.of("interval day[]", json("[\"2 days 01:00\"]")),
            Arguments.of("span", "1 day 00:00:01"),
            Arguments.of("stay", "(\"1 day 00:30:00\")"),
            Arguments.of("stay", json("{\"length\":\"1 day 00:30:00\"}")),
            Arguments.of("interval", "1.3 years"),
            Arguments.of("interval[]", "{\"0.1234567 seconds\"}"),
            Arguments.of("\"char\"", "ab"),
            Arguments.of("\"char\"", 97),
            Arguments.of("money", "1.255"),
            Arguments.of("money", "1,50"),
            Arguments.of("money", "-1.234,5"),
            Arguments.of("money", "12,34,567"),
            Arguments.of("money[]", "{\"1,50\"}"),
            Arguments.of("point", "(0.12345678901234567890,1)"),
            Arguments.of("box", "((1,2),(9007199254740993,4))"),
            Arguments.of("polygon", "((0,0),(1,1.00000000000000012345))"),
            Arguments.of("circle[]", json("[\"<(0,9007199254740993),1>\"]")),
            Arguments.of("oid", -1),
            Arguments.of("oid", "-1"),
            Arguments.of("oid[]", "{1,-2}"),
            Arguments.of("xid", "abc"),
            Arguments.of("xid", "1e5"),
            Arguments.of("xid", 4294967296L),
            Arguments.of("xid", -1),
            Arguments.of("xid", ""),
            Arguments.of("cid", "0x10"),
            Arguments.of("cid[]", "{1,-2}"),
            Arguments.of("xid8", "18446744073709551616"),
            Arguments.of("tid", "(-1,0)"),
            Arguments.of("int4range", json("[1,10]")),
            Arguments.of("int[]", 1),
            Arguments.of("numeric(3,1)[]", json("[1.25]")),
            Arguments.of("text[]", json("[\"a\\u0000\"]")),
            Arguments.of("text", typed(ValueKind.BYTES, "a")),
            Arguments.of("json", typed(ValueKind.BYTES, "1")),
            Arguments.of("int", typed(ValueKind.BYTES, "1")),
            Arguments.of("uuid", typed(ValueKind.BYTES, "0123456789abcdef")),
            Arguments.of("bytea", typed(ValueKind.RAW_TEXT, "AAE=")),
            Arguments.of("text", typed(ValueKind.RAW_TEXT, "a\0")),
            Arguments.of("text", typed(ValueKind.RAW_TEXT, "a\377")),
        };
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesWhatWouldChange(String type, Object value) throws SQLException {
        try (Target target = Target.at(url, ZoneOffset.UTC)) {
            target.execute("DROP TABLE IF EXISTS t", "CREATE TABLE t(v " + type + ")");
            assertThatThrownBy(() -> target.roundTrip(value)).isInstanceOf(ValueException.class);
            // The connection must not hang in a COPY that was never ended.
            assertThat(target.queryInside("SELECT 1")).containsExactly("1");
        }
    }

    @Test
    void takesTimesWithoutZoneInTheZoneOfTheSession() throws SQLException {
        try (Target target = Target.owned(ZoneId.of("Europe/Berlin"), "CREATE TABLE t(v timestamptz)")) {
            assertThat(target.roundTrip("2024-06-30T12:00:00")).isEqualTo("2024-06-30 12:00:00+02");
            assertThat(target.roundTrip("2024-06-30")).isEqualTo("2024-06-30 00:00:00+02");
            // Of the two half past two the earlier.
            assertThat(target.roundTrip("2024-10-27T02:30:00")).isEqualTo("2024-10-27 02:30:00+02");
            assertThatThrownBy(() -> target.roundTrip("2024-03-31T02:30:00")).isInstanceOf(ValueException.class);
        }
    }

    @Test
    void givesColumnsWithoutZoneTheTimeOfTheSession() throws SQLException {
        try (Target target = Target.owned(ZoneId.of("Europe/Berlin"), "CREATE TABLE t(v timestamp)")) {
            assertThat(target.roundTrip("2024-06-30T12:00:00Z")).isEqualTo("2024-06-30 14:00:00");
            assertThat(target.roundTrip(0)).isEqualTo("1970-01-01 01:00:00");
            assertThat(target.roundTrip("2024-03-31T02:30:00")).isEqualTo("2024-03-31 02:30:00");
        }
    }

    @Test
    void readsOffsetsAsTheWorldDoesAndNotAsPosix() throws SQLException {
        try (Target target = Target.owned(ZoneOffset.ofHours(2), "CREATE TABLE t(v timestamptz)")) {
            assertThat(target.roundTrip("2024-06-30T12:00:00")).isEqualTo("2024-06-30 12:00:00+02");
        }
    }

    @Test
    void writesObjectsIntoHstore() throws SQLException {
        try (Target target =
                Target.guest("CREATE EXTENSION hstore", "CREATE TABLE t(v hstore)", "GRANT ALL ON t TO $guest")) {
            assertThat(target.roundTrip(json("{\"k\":\"v\",\"n\":null,\"q\\\"\":\"\\\\\",\"i\":1}")))
                    .isEqualTo("\"i\"=>\"1\", \"k\"=>\"v\", \"n\"=>NULL, \"q\\\"\"=>\"\\\\\"");
            assertThat(target.roundTrip("{ \"k\": \"v\", \"n\": null }")).isEqualTo("\"k\"=>\"v\", \"n\"=>NULL");
            assertThatThrownBy(() -> target.roundTrip("{k=>v}")).isInstanceOf(ValueException.class);
            assertThatThrownBy(() -> target.roundTrip(json("{\"k\":[1]}"))).isInstanceOf(ValueException.class);
        }
    }

    @Test
    void tellsAbsentNullAndEmptyApart() throws SQLException {
        try (Target target = Target.owned("CREATE TABLE t(id int, a text DEFAULT 'd', b text)")) {
            target.begin(target.replacing("t"));
            target.load("t", "id,b", new TestRows(2).row(1, null).row(2, ""));
            assertThat(target.load("t", "", new TestRows(0))).isEqualTo(2);
            assertThat(target.queryInside("SELECT id, a, b FROM t ORDER BY id"))
                    .containsExactly("1,d,null", "2,d,", "null,d,null", "null,d,null");
        }
    }

    @Test
    void takesCellsLargerThanItsBuffer() throws SQLException {
        try (Target target = Target.owned("CREATE TABLE t(v text)")) {
            String large = "a\\b\n".repeat(100_000);
            assertThat(target.roundTrip(large)).isEqualTo(large);
            String plain = "x".repeat(200_000);
            assertThat(target.roundTrip(plain)).isEqualTo(plain);
        }
    }
}
