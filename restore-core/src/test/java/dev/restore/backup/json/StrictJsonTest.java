package dev.restore.backup.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restore.backup.BackupSource;
import dev.restore.backup.ReadLimits;
import dev.restore.backup.format.BackupFormats;
import dev.restore.backup.format.Packages;
import dev.restore.backup.format.ReadBack;
import dev.restore.backup.reading.BackupReader;
import dev.restore.outcome.BackupFormatException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

    private static final ReadLimits SMALL = new ReadLimits(20, 1000, 20_000, 100, 200, 10, 500, 50);

    private static BackupSource source(byte[] content) {
        return BackupSource.of("t.json", () -> new ByteArrayInputStream(content));
    }

    private static Map<String, String> row(String json) {
        return ReadBack.rows(source(Packages.utf8("[" + json + "]")))
                .getOrDefault("t", List.of())
                .get(0);
    }

    private static void refused(byte[] content, String... says) {
        assertThatThrownBy(() -> ReadBack.rows(source(content)))
                .isInstanceOf(BackupFormatException.class)
                .hasMessageContaining("t.json")
                .hasMessageContainingAll(says);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0", "1", "123456789012345678901234567890", "-9223372036854775809"})
    void keepsTheDigitsOfAnInteger(String number) {
        assertThat(row("{\"n\":" + number + "}")).isEqualTo(Map.of("n", "INTEGER " + number));
        assertThat(row("{\"n\":[" + number + "]}")).isEqualTo(Map.of("n", "ARRAY [" + number + "]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1.10", "1e5", "1E+5", "-0.0", "1e1000000000", "0.1000000000000000055511151231257827", "1e-7"})
    void keepsTheDigitsOfADecimal(String number) {
        assertThat(row("{\"n\":" + number + "}")).isEqualTo(Map.of("n", "DECIMAL " + number));
        assertThat(row("{\"n\": { \"x\" : " + number + " } }")).isEqualTo(Map.of("n", "OBJECT {\"x\":" + number + "}"));
    }

    @Test
    void keepsNestedValuesAsCompactJson() {
        assertThat(
                        row(
                                "{\"j\": { \"a\\u0041\" : [ 1.10 , null, true,false, \"\\u0001\\\"\\\\\\/\\n\\u00fc\\ud83d\\ude00\" , {}, [] ] } , \"k\": 1}"))
                .isEqualTo(Map.of(
                        "j", "OBJECT {\"aA\":[1.10,null,true,false,\"\\u0001\\\"\\\\/\\n\u00fc\ud83d\ude00\",{},[]]}",
                        "k", "INTEGER 1"));
    }

    @Test
    void keepsTextAsItsCharacters() {
        assertThat(
                        row(
                                "{\"a\":\"\",\"b\":\"\\u0000\\t\u00e4\u20ac\ud83d\ude00\\ud83d\\ude00\",\"\\u00fc\":true,\"d\":false}"))
                .isEqualTo(Map.of(
                        "a", "TEXT ",
                        "b", "TEXT \u0000\t\u00e4\u20ac\ud83d\ude00\ud83d\ude00",
                        "\u00fc", "BOOLEAN true",
                        "d", "BOOLEAN false"));
    }

    @Test
    void keepsTextsOfEveryLengthAcrossBuffers() {
        for (int length : new int[] {0, 1, 4000, 4097, 8000, 70_000, 300_001}) {
            for (String unit : List.of("x", "\u00e4", "\u20ac", "\ud83d\ude00")) {
                String text = "a" + unit.repeat(length);
                assertThat(row("{\"t\":\"" + text + "\",\"u\":[\"" + text + "\"]}"))
                        .isEqualTo(Map.of("t", "TEXT " + text, "u", "ARRAY [\"" + text + "\"]"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"a\":\"\\ud800\"}]",
                "[{\"a\":\"\\ude00\\ud83d\"}]",
                "[{\"a\":[\"x\\ud83d\"]}]",
                "[{\"a\\ud800\":1}]",
                "[{\"a\":{\"b\\udc00\":1}}]"
            })
    void refusesHalfASurrogatePair(String json) {
        refused(Packages.utf8(json), "surrogate");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C0 80",
                "C1 BF",
                "80",
                "BF",
                "E0 80 80",
                "E0 9F BF",
                "ED A0 80",
                "ED BF BF",
                "F0 80 80 80",
                "F0 8F BF BF",
                "F4 90 80 80",
                "F5 80 80 80",
                "FF",
                "E2 82",
                "C3 28",
                "F0 9F 98",
                "E2 28 A1"
            })
    void refusesATextThatIsNotUtf8(String hex) {
        for (int before = 0; before < 20; before++) {
            ByteArrayOutputStream json = new ByteArrayOutputStream();
            json.writeBytes(Packages.utf8("[{\"a\":\"" + "x".repeat(before)));
            int at = json.size();
            for (String b : hex.split(" ", -1)) {
                json.write(Integer.parseInt(b, 16));
            }
            json.writeBytes(Packages.utf8("\"}]        "));
            refused(json.toByteArray(), "not UTF-8", "byte " + at + ":");
        }
    }

    @Test
    void refusesTheSameFieldTwiceInATableThatIsPassedOver() {
        byte[] content = Packages.utf8("{\"t\":[{\"a\":1}],\"u\":[{\"a\":{\"b\":1,\"b\":2}}]}");
        assertThatThrownBy(() -> {
                    try (BackupReader reader = BackupFormats.open(source(content))) {
                        reader.read("t"::equals, (table, row) -> {});
                    }
                })
                .isInstanceOf(BackupFormatException.class)
                .hasMessageContaining("same field twice");
    }

    @Test
    void tellsUtf8FromOtherBytesHoweverTheyArrive() {
        byte[] good = Packages.utf8("[{\"a\":\"\u00e4\u20ac\ud83d\ude00\uffff\u0800\ud7ff\ue000\"}]");
        BackupSource slow = BackupSource.of("t.json", () -> new ByteArrayInputStream(good) {
            @Override
            public synchronized int read(byte[] b, int off, int len) {
                return super.read(b, off, Math.min(len, 1));
            }
        });
        assertThat(ReadBack.rows(slow).getOrDefault("t", List.of()).get(0).get("a"))
                .isEqualTo("TEXT \u00e4\u20ac\ud83d\ude00\uffff\u0800\ud7ff\ue000");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[{\"a\":1}] x | follows",
                "[{\"a\":1}][] | second",
                "[{\"a\":1}]{} | second",
                "[{\"a\":1,\"a\":2}] | same field twice",
                "[{\"a\":{\"b\":1,\"b\":1}}] | same field twice",
                "[{\"a\":1,\"b\":1},{\"a\":1,\"b\":1,\"a\":1}] | same field twice",
                "[{\"a\":1,\"b\":1,\"c\":1},{\"c\":1,\"b\":1},{\"c\":1,\"b\":1,\"c\":1}] | same field twice",
                "[{\"a\":[[{\"b\":1},{\"b\":1,\"c\":{\"b\":1},\"b\":1}]]}] | same field twice",
                "[{\"a\":1,\"\\u0061\":2}] | same field twice",
                "{\"x\":1,\"t\":[{\"a\":1}],\"x\":2} | same field twice",
                "{\"x\":[[{\"a\":1,\"a\":2}]],\"t\":[{\"a\":1}]} | same field twice",
                "{\"t\":[{\"a\":1}],\"m\":{\"a\":1,\"a\":2}} | same field twice",
                "[{\"model\":\"a.b\",\"pk\":1,\"pk\":2,\"fields\":{}}] | same field twice",
                "[{\"model\":\"a.b\",\"pk\":1,\"fields\":{\"c\":1,\"c\":1}}] | same field twice",
                "{\"t\":[],\"t\":[]} | same field twice",
                "[{\"a\":1},2] | element 2",
                "[{\"a\":1},null] | null",
                "[{\"a\":1},[]] | array",
                "[{\"a\":1},] | JSON",
                "[{\"a\":01}] | JSON",
                "[{\"a\":+1}] | JSON",
                "[{\"a\":.5}] | JSON",
                "[{\"a\":1.}] | JSON",
                "[{\"a\":NaN}] | bare word",
                "[{\"a\":secret}] | bare word",
                "[{'a':1}] | JSON",
                "[{a:1}] | JSON",
                "[{\"a\":1}/**/] | JSON",
                "[{\"a\":\"x\ty\"}] | JSON",
                "[{\"a\":\"\\x\"}] | JSON",
                "[{\"a\":1} | cut",
                "[{\"a\":\"x | cut",
                "[{\"a\":tru | JSON"
            })
    void refusesWhatIsNotJson(String json, String says) {
        refused(Packages.utf8(json), says);
        assertThatThrownBy(() -> ReadBack.rows(source(Packages.utf8(json)))).hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1}~[1]~ | line 2",
                "{\"a\":1}~5~ | line 2",
                "{\"a\":1}{\"a\":2}~ | more than one object",
                "{\"a\":1}~{\"a\":~2}~ | one whole object",
                "{\"a\":1},~{\"a\":2}~ | JSON",
                "{\"a\":1}~{\"a\" | cut"
            })
    void refusesALineThatIsNotOneObject(String lines, String says) {
        byte[] content = Packages.utf8(lines.replace('~', '\n'));
        BackupSource source = BackupSource.of("t.ndjson", () -> new ByteArrayInputStream(content));
        assertThatThrownBy(() -> ReadBack.rows(source))
                .isInstanceOf(BackupFormatException.class)
                .hasMessageContaining(says);
    }

    @Test
    void toleratesBlankLinesAndCarriageReturns() {
        byte[] content = Packages.utf8("\n{\"a\":1}\r\n\r\n  \n{\"a\":2}\n{\"a\":3}");
        BackupSource source = BackupSource.of("t.ndjson", () -> new ByteArrayInputStream(content));
        assertThat(ReadBack.rows(source).get("t")).hasSize(3);
    }

    @Test
    void tellsWhereEachRowStarts() {
        StringBuilder json = new StringBuilder("[\n");
        List<Long> expected = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            json.append(i == 0 ? "" : ", ");
            expected.add((long) Packages.utf8(json.toString()).length);
            json.append("{\"n\":\"\u00e4\u20ac").append(i).append("\"}");
        }
        byte[] content = Packages.utf8(json.append("]").toString());
        List<Long> offsets = new ArrayList<>();
        try (BackupReader reader = BackupFormats.open(source(content))) {
            reader.read(table -> true, (table, row) -> offsets.add(row.offset()));
        }
        assertThat(offsets).isEqualTo(expected);
    }

    @Test
    @SuppressWarnings("ReferenceEquality")
    void namesAFieldByTheSameObjectInAllRows() {
        byte[] content = Packages.utf8("[{\"alpha\":1,\"beta\":2},{\"beta\":1,\"alpha\":1}]");
        List<String> names = new ArrayList<>();
        try (BackupReader reader = BackupFormats.open(source(content))) {
            reader.read(table -> true, (table, row) -> {
                names.add(row.name(0));
                names.add(row.name(1));
            });
        }
        assertThat(names.get(0) == names.get(3) && names.get(1) == names.get(2)).isTrue();
    }

    @Test
    void namesTheLimitThatWasPassed() {
        limited("[{\"a\":\"" + "x".repeat(5000) + "\"}]", "ReadLimits.textLength");
        limited("[{\"a\":" + "[".repeat(30) + "]".repeat(30) + "}]", "ReadLimits.depth");
        limited("[{\"a\":" + "1".repeat(101) + "}]", "ReadLimits.numberLength");
        limited("[{\"" + "n".repeat(1000) + "\":1}]", "ReadLimits.nameLength");
        limited("[{\"a\":[" + "\"0123456789\",".repeat(4000) + "1]}]", "ReadLimits.rowBytes");
        limited("[" + object("f", 51) + "]", "ReadLimits.names");
        limited("[{\"a\":" + object("f", 51) + "}]", "ReadLimits.names");
    }

    private static String object(String name, int fields) {
        return IntStream.range(0, fields)
                .mapToObj(i -> '"' + name + i + "\":1")
                .collect(Collectors.joining(",", "{", "}"));
    }

    @Test
    void eachLimitTellsHowToRaiseIt() {
        limited(
                "[{\"a\":\"" + "x".repeat(5000) + "\"}]",
                "ReadLimits.forThisHeap().withTextLength(N)",
                "--limit textLength=N");
    }

    @Test
    void countsTheNamesOfAllObjectsThatAreOpen() {
        String inner = object("inner", 30);
        limited("[" + object("outer", 30).replace("}", ",\"a\":" + inner + "}") + "]", "ReadLimits.names");
        reads("[{\"a\":" + inner + ",\"b\":" + inner + "},{\"a\":" + object("other", 45) + "}]");
    }

    @Test
    void aDeepObjectOfManyNamesIsForgotten() {
        String many = object("n", 300);
        String deep = "[" + "{\"a\":".repeat(17) + many + "}".repeat(17) + "," + "{\"a\":".repeat(17) + many
                + "}".repeat(17) + "]";
        try (BackupReader reader = BackupFormats.open(
                source(Packages.utf8(deep)), SMALL.withNames(1000).withRowBytes(100_000))) {
            reader.read(table -> true, (table, row) -> {});
        }
    }

    @Test
    void countsTheFieldsOfAllRows() {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            rows.append("{\"f").append(i).append("\":1}\n");
        }
        try (BackupReader reader = BackupFormats.open(source(Packages.utf8(rows.toString())), SMALL)) {
            assertThatThrownBy(() -> reader.survey(Long.MAX_VALUE)).hasMessageContaining("ReadLimits.names");
        }
    }

    @Test
    void countsTables() {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            rows.append("{\"model\":\"a.m").append(i).append("\",\"pk\":1,\"fields\":{}}\n");
        }
        limited(rows.toString(), "ReadLimits.names");
    }

    @Test
    void countsTheBytesOfLongNames() {
        StringBuilder rows = new StringBuilder("[");
        for (int i = 0; i < 40; i++) {
            rows.append("{\"").append("n".repeat(600)).append(i).append("\":1},");
        }
        String json = rows.append("{}]").toString();
        try (BackupReader reader = BackupFormats.open(
                source(Packages.utf8(json)), SMALL.withNameLength(2000).withRowBytes(20_000))) {
            assertThatThrownBy(() -> reader.read(table -> true, (table, row) -> {}))
                    .hasMessageContaining("ReadLimits.rowBytes");
        }
    }

    @Test
    void aFieldThatComesTwiceIsNotQuoted() {
        limited("[{\"a\":{\"secret\":1,\"secret\":1}}]", "same field twice");
    }

    private static void reads(String json) {
        try (BackupReader reader = BackupFormats.open(source(Packages.utf8(json)), SMALL)) {
            reader.read(table -> true, (table, row) -> {});
        }
    }

    private static void limited(String json, String... says) {
        assertThatThrownBy(() -> {
                    try (BackupReader reader = BackupFormats.open(source(Packages.utf8(json)), SMALL)) {
                        reader.read(table -> true, (table, row) -> {});
                    }
                })
                .isInstanceOf(BackupFormatException.class)
                .hasMessageContainingAll(says)
                .hasMessageNotContaining("secret");
    }
}
