package dev.restore.dialect.postgres;

import static dev.restore.dialect.postgres.TestRows.json;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;

/** Makes cells for every type that there is a binary form of: mostly good ones, some at an edge, some spoiled. */
final class RandomCells {

    private static final List<Object> OF_OTHER_KINDS = List.of(
            true,
            false,
            0,
            1,
            -7,
            "",
            " ",
            "x",
            "a\u0000",
            "\u0000",
            json("1.5"),
            json("[]"),
            json("[1]"),
            json("{\"a\":1}"));

    private static final List<String> NUMBERS = List.of(
            "0",
            "-0",
            "-0.0",
            "0.00",
            "1.0",
            "1e2",
            "1E-20",
            "-1.50e1",
            "0e5",
            "10000",
            "100000000",
            "0.0001",
            "0.00010000",
            "99999999.99999999",
            "1e130",
            "1e-130",
            "32767",
            "-32768",
            "32768",
            "2147483647",
            "-2147483649",
            "9223372036854775807",
            "-9223372036854775808",
            "9223372036854775808",
            "-9223372036854775809",
            "9999999999999999999",
            "99999999999999999999",
            "3.4028235e38",
            "3.5e38",
            "1.7976931348623157e308",
            "1e309",
            "5e-324",
            "1e-400",
            "0.1",
            "16777217",
            "9007199254740993",
            "123456789.125",
            "1e99999",
            "1e100000",
            "1e9999999999",
            "12300",
            "12345",
            "-99900",
            "0.00000012345",
            "1.5e300",
            "1.1754942e-38",
            "1e-45");

    private static final List<String> NUMBER_TEXTS = List.of(
            "NaN",
            "nan",
            "Infinity",
            "-Infinity",
            "+Infinity",
            "inf",
            "+5",
            " 5",
            "5 ",
            "007",
            "0x10",
            "1_000",
            ".5",
            "5.",
            "1e",
            "-",
            "+",
            "--1",
            "1.5.5",
            "+1.5e+2",
            "-00012.3400");

    private static final List<String> MOMENTS = List.of(
            "infinity",
            "-infinity",
            "Infinity",
            "epoch",
            "now",
            "4714-11-24 00:00:00 BC",
            "4713-01-01 BC",
            "4714-11-23 23:59:59 BC",
            "294276-12-31T23:59:59.999999",
            "294276-12-31T23:59:59.999999Z",
            "294276-12-31T23:59:59.999999-15:59",
            "294277-01-01",
            "5874897-12-31",
            "5874898-01-01",
            "0001-01-01",
            "0001-01-01T00:00:00+15:59:59",
            "0000-01-01",
            "-0044-03-15",
            "-4713-11-24T00:00:00Z",
            "0044-03-15 BC",
            "2024-02-29",
            "2023-02-29",
            "1900-02-29",
            "2000-02-29T12:00",
            "2024-13-01",
            "2024-00-10",
            "2024-01-00",
            "2024-04-31",
            "02024-01-01",
            "002024-01-01",
            "12024-01-01",
            "2024-01-01T24:00:00",
            "2024-01-01T23:59:60",
            "2024-01-01T23:60",
            "2024-01-01T10:00:00+16:00",
            "2024-01-01T10:00:00-15:59:59",
            "2024-01-01T10:00:00+05:30:15",
            "2024-01-01T10:00:00+0560",
            "2024-01-01T10:00:00+05:60",
            "2024-01-01T10:00:00+02:",
            "2024-01-01T10:00:00+2",
            "2024-01-01 10:00:00 UTC",
            "2024-01-01 10:00:00 Z",
            "2024-01-01 10:00:00.123 -0800",
            "2024-01-01 10:00:00 +02",
            "2024-01-01t10:00:00z",
            "2024-01-01T10:00:00.1234567",
            "2024-01-01T10:00:00.1234560",
            "2024-01-01T10:00:00.",
            "2024-01-01T00:00:00Z",
            "2024-01-01T22:00:00-02:00",
            "2024-03-31T02:30:00",
            "2024-10-27T02:30:00",
            "20240101",
            "01/02/2024",
            "24:00:00",
            "24:00:01",
            "23:59:59.999999",
            "00:00",
            "10:00:00.120",
            "10:00:60",
            "10:60:00",
            "10:00:00+02",
            "10:00:00-15:59",
            "10:00:00+16",
            "10:00:00Z",
            "10:00:00 UTC",
            "1:00:00",
            "10:00 PM",
            "2024-W01-1",
            "9999-12-31",
            "10000-01-01",
            "99999-12-31T23:59:59Z");

    private static final List<String> TEXTS = List.of(
            "tab\t\\N\\.\n\r\"{}",
            "äöü",
            "😀",
            "ab   ",
            "abcdef",
            "äöüäöü",
            "x".repeat(63),
            "x".repeat(64),
            "null",
            "NULL");

    private static final List<String> DOCUMENTS = List.of(
            "{\"z\":1,\"a\":[1,2],\"a\":2}",
            "[1,[2,{}]]",
            "{\"a\":\"\\u0000\"}",
            "{\"a\":\"\\ud83d\\ude00\"}",
            "{\"a\": 01}",
            "{",
            "[1e999]",
            "{\"n\":1.10}",
            "\"x\"",
            "12");

    private static final List<String> ARRAYS = List.of(
            "[]",
            "[[]]",
            "[[],[]]",
            "[null]",
            "[[1,null],[null,2]]",
            "[[1],[2,3]]",
            "[[1],2]",
            "[1,[2]]",
            "[[[[[[1]]]]]]",
            "[[[[[[[1]]]]]]]",
            "[[1],null]",
            "[\"a\\u0000\"]",
            "[\"\"]",
            "[{}]",
            "[true]",
            "[\"NULL\"]",
            "[ 1 , [2] ]");

    private final Random random;

    RandomCells(Random random) {
        this.random = random;
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Returns every edge of a type once, and what belongs to other types. */
    List<Object> edges(String type) {
        List<Object> cells = new ArrayList<>(OF_OTHER_KINDS);
        if (type.endsWith("[]") || type.equals("ints")) {
            ARRAYS.forEach(array -> cells.add(json(array)));
            cells.add("{1,2}");
            return cells;
        }
        switch (type.replaceAll("\\(.*", "")) {
            case "smallint", "int", "bigint", "posint", "numeric", "real", "double precision" -> {
                NUMBERS.forEach(number -> cells.add(json(number)));
                cells.addAll(NUMBERS);
                cells.addAll(NUMBER_TEXTS);
            }
            case "date", "time", "timetz", "timestamp", "timestamptz" -> {
                cells.addAll(MOMENTS);
                List.of(
                                "86400",
                                "86401",
                                "1700000000123",
                                "1700000000.123456",
                                "1700000000.1234567",
                                "-62135596801",
                                "1e15")
                        .forEach(number -> cells.add(json(number)));
            }
            case "boolean" ->
                cells.addAll(List.of("t", "f", "T", "true", "false", "TRUE", "yes", "on", "tr", "o", "2", 2));
            case "json", "jsonb" -> {
                cells.addAll(DOCUMENTS);
                cells.addAll(TEXTS);
                cells.add(json("1.10"));
            }
            case "bytea" ->
                cells.addAll(List.of("\\xdeadbeef00", "\\xabc", "\\xzz", "3q2+7w==", "3q2+7x==", "3q2", "\\x"));
            case "uuid" -> {
                String uuid = "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11";
                cells.addAll(List.of(
                        uuid,
                        uuid.toUpperCase(Locale.ROOT),
                        "{" + uuid + "}",
                        uuid.replace("-", ""),
                        "a0ee-bc99-9c0b-4ef8-bb6d-6bb9-bd38-0a11",
                        uuid.replace('-', '0'),
                        uuid.replace('a', 'g')));
            }
            default -> cells.addAll(TEXTS);
        }
        return cells;
    }

    /** Returns a cell of a type, in one case of eight with a character of it changed. */
    Object cell(String type) {
        Object cell = good(type);
        if (cell instanceof String text && !text.isEmpty() && random.nextInt(8) == 0) {
            int at = random.nextInt(text.length());
            return text.substring(0, at) + "0 -+:.eZ\\x9".charAt(random.nextInt(11)) + text.substring(at + 1);
        }
        return cell;
    }

    private Object good(String type) {
        if (type.endsWith("[]")) {
            return json(array(type.substring(0, type.length() - 2), 1 + random.nextInt(3)));
        }
        return switch (type.replaceAll("\\(.*", "")) {
            case "smallint" -> number(String.valueOf(random.nextInt(70_000) - 35_000));
            case "int", "posint" ->
                number(String.valueOf((long) random.nextInt() + (random.nextInt(9) == 0 ? 1L << 31 : 0)));
            case "bigint" -> number(new BigInteger(60 + random.nextInt(6), random).toString());
            case "ints" -> json(array("int", 1));
            case "numeric" -> number(decimal(type.contains("(") ? 6 : 60));
            case "real", "double precision" -> number(decimal(10));
            case "boolean" -> random.nextBoolean();
            case "date" -> day();
            case "time", "timetz" -> time() + (random.nextBoolean() ? offset() : "");
            case "timestamp", "timestamptz" ->
                day() + any(List.of("T", " ")) + time() + (random.nextBoolean() ? offset() : "");
            case "json", "jsonb" -> json("{\"k\":" + array("text", 1 + random.nextInt(2)) + "}");
            case "bytea" -> bytes();
            case "uuid" -> new UUID(random.nextLong(), random.nextLong()).toString();
            case "mood" -> any(List.of("sad", "it's \"quoted\"", "glad"));
            default -> text(random.nextInt(8));
        };
    }

    /** Returns digits as a number or as a text. */
    private Object number(String digits) {
        String signed = (random.nextBoolean() && !digits.startsWith("-") ? "-" : "") + digits;
        return random.nextBoolean() ? json(signed) : signed;
    }

    private String decimal(int most) {
        String whole = String.valueOf(new BigInteger(random.nextInt(most * 2), random));
        String fraction = random.nextInt(3) == 0 ? "" : "." + digits(1 + random.nextInt(most));
        return whole + fraction + (random.nextInt(3) == 0 ? "e" + (random.nextInt(41) - 20) : "");
    }

    private String digits(int count) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < count; i++) {
            digits.append(random.nextInt(3) == 0 ? 0 : random.nextInt(10));
        }
        return digits.toString();
    }

    private String day() {
        int year = random.nextInt(9) == 0 ? 1 + random.nextInt(300_000) : 1 + random.nextInt(2500);
        return "%04d-%02d-%02d".formatted(year, 1 + random.nextInt(12), 1 + random.nextInt(31));
    }

    private String time() {
        String time = "%02d:%02d".formatted(random.nextInt(24), random.nextInt(60));
        if (random.nextInt(4) > 0) {
            time += ":%02d".formatted(random.nextInt(60));
            time += random.nextBoolean() ? "." + digits(1 + random.nextInt(7)) : "";
        }
        return time;
    }

    private String offset() {
        String sign = any(List.of("+", "-"));
        return switch (random.nextInt(5)) {
            case 0 -> "Z";
            case 1 -> sign + "%02d".formatted(random.nextInt(17));
            case 2 -> sign + "%02d%02d".formatted(random.nextInt(16), random.nextInt(60));
            case 3 -> sign + "%02d:%02d".formatted(random.nextInt(16), random.nextInt(60));
            default -> sign + "%02d:%02d:%02d".formatted(random.nextInt(16), random.nextInt(60), random.nextInt(60));
        };
    }

    private String bytes() {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        return random.nextBoolean()
                ? "\\x" + HexFormat.of().formatHex(bytes)
                : Base64.getEncoder().encodeToString(bytes);
    }

    private String text(int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(any(List.of("a", "B", " ", "\\", "\"", "\n", "ß", "€", "😀", "{", ",", "'")));
        }
        return text.toString();
    }

    /** Returns nested arrays whose sides are mostly of the same length. */
    private String array(String element, int depth) {
        int length = random.nextInt(12) == 0 ? 3 : 2;
        Supplier<String> item = depth > 1
                ? () -> array(element, depth - 1)
                : () -> random.nextInt(6) == 0 ? "null" : quoted(cell(element));
        List<String> items = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            items.add(item.get());
        }
        return "[" + String.join(",", items) + "]";
    }

    private static String quoted(Object cell) {
        if (cell instanceof TestRows.Json json) {
            return json.text();
        }
        return cell instanceof String text
                ? '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"'
                : cell.toString();
    }
}
