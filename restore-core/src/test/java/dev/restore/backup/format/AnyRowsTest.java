package dev.restore.backup.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** Random rows come back equal from every form that a backup may have. */
class AnyRowsTest {

    private static final String[] SCRAPS = {
        "a",
        " ",
        "\"",
        "\\",
        "\n",
        "\u0000",
        "\u001f",
        "/",
        "\u00e4",
        "\u20ac",
        "\ud83d\ude00",
        "\ufffd",
        "\u2028",
        "{",
        "]",
        ","
    };
    private static final String[] NUMBERS = {"0", "-1", "12345678901234567890", "007", "1.50", "-0.0", "1e5", "1E-30"};

    @TempDir
    Path directory;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @RepeatedTest(20)
    void comesBackEqualFromEveryForm() throws IOException {
        Map<String, List<String>> json = new LinkedHashMap<>();
        Map<String, List<Map<String, String>>> expected = new LinkedHashMap<>();
        int tables = 1 + random.nextInt(4);
        for (int t = 0; t < tables; t++) {
            List<String> rows = new ArrayList<>();
            List<Map<String, String>> values = new ArrayList<>();
            int count = 1 + random.nextInt(50);
            for (int r = 0; r < count; r++) {
                Map<String, String> value = new LinkedHashMap<>();
                rows.add(row(value));
                values.add(value);
            }
            json.put("t" + t, rows);
            expected.put("t" + t, values);
        }
        int form = 0;
        for (Path backup : everyForm(json)) {
            assertThat(ReadBack.rows(backup))
                    .as("seed %s, form %s", seed, form++)
                    .isEqualTo(expected);
        }
        assertThat(ReadBack.rows(django(json))).as("seed %s, Django", seed).isEqualTo(expected);
    }

    private String row(Map<String, String> fields) {
        StringBuilder json = new StringBuilder("{");
        int count = random.nextInt(8);
        for (int f = 0; f < count; f++) {
            String name = "f" + f + text(3);
            json.append(f == 0 ? "" : ",")
                    .append(blank())
                    .append(quoted(name))
                    .append(blank())
                    .append(':')
                    .append(blank());
            fields.put(name, value(json));
        }
        return json.append('}').toString();
    }

    /** Appends a value and returns what it must be read as. */
    private String value(StringBuilder json) {
        switch (random.nextInt(6)) {
            case 0 -> {
                json.append("null");
                return "NULL";
            }
            case 1 -> {
                boolean value = random.nextBoolean();
                json.append(value);
                return "BOOLEAN " + value;
            }
            case 2 -> {
                String number = number();
                json.append(number);
                return (number.matches("-?[0-9]+") ? "INTEGER " : "DECIMAL ") + number;
            }
            case 3 -> {
                String compact = "[" + number() + ",\"x\\\\\u00e4\",{\"k\":null}]";
                json.append(compact.replace(",", " , ").replace("{", "{ "));
                return "ARRAY " + compact;
            }
            default -> {
                String text = text(random.nextInt(20) == 0 ? 20_000 : 12);
                json.append(quoted(text));
                return "TEXT " + text;
            }
        }
    }

    private String number() {
        String number = NUMBERS[random.nextInt(NUMBERS.length)];
        return number.equals("007") ? Long.toString(random.nextLong()) : number;
    }

    private String text(int longest) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(longest + 1);
        for (int i = 0; i < length; i++) {
            text.append(SCRAPS[random.nextInt(SCRAPS.length)]);
        }
        return text.toString();
    }

    private String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int point = text.codePointAt(i);
            if (point < 0x20 || point == '"' || point == '\\' || random.nextInt(8) == 0) {
                for (char c : Character.toChars(point)) {
                    json.append(String.format("\\u%04x", (int) c));
                }
            } else {
                json.appendCodePoint(point);
            }
        }
        return json.append('"').toString();
    }

    private String blank() {
        return random.nextInt(4) == 0 ? " " : "";
    }

    private List<Path> everyForm(Map<String, List<String>> tables) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        StringBuilder all = new StringBuilder("{\"data\":{");
        for (Map.Entry<String, List<String>> table : tables.entrySet()) {
            String lines = String.join("\n", table.getValue());
            switch (random.nextInt(4)) {
                case 0 ->
                    files.put(
                            table.getKey() + ".json",
                            Packages.utf8(table.getValue().toString()));
                case 1 ->
                    files.put(
                            table.getKey() + ".json.gz",
                            Packages.gzip(Packages.utf8(table.getValue().toString())));
                case 2 -> files.put(table.getKey() + ".ndjson", Packages.utf8(lines));
                default -> files.put(table.getKey() + ".jsonl.gz", Packages.gzip(Packages.utf8(lines + "\n")));
            }
            all.append(all.charAt(all.length() - 1) == '{' ? "" : ",");
            all.append('"').append(table.getKey()).append("\":").append(table.getValue());
        }
        byte[] object = Packages.utf8(all.append("}}").toString());
        Path out = Files.createTempDirectory(directory, "forms");
        return List.of(
                Packages.directory(out.resolve("dir"), files),
                Files.write(out.resolve("a"), Packages.zip(files)),
                Files.write(out.resolve("b"), Packages.tar(files)),
                Files.write(out.resolve("c"), Packages.gzip(Packages.tar(files))),
                Files.write(out.resolve("d"), object),
                Files.write(out.resolve("e"), Packages.gzip(object)));
    }

    /** Interleaves the tables as models. */
    private Path django(Map<String, List<String>> tables) throws IOException {
        List<String> records = new ArrayList<>();
        int longest = tables.values().stream().mapToInt(List::size).max().orElse(0);
        for (int r = 0; r < longest; r++) {
            for (Map.Entry<String, List<String>> table : tables.entrySet()) {
                if (r < table.getValue().size()) {
                    String model = "\"model\":\"" + table.getKey() + "\"";
                    String fields = "\"fields\":" + table.getValue().get(r);
                    records.add("{" + (random.nextBoolean() ? model + "," + fields : fields + "," + model) + "}");
                }
            }
        }
        String dump = random.nextBoolean() ? records.toString() : String.join("\n", records);
        return Files.write(directory.resolve("dump"), Packages.utf8(dump));
    }
}
