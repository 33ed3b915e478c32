package dev.restore.backup.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restore.backup.BackupSource;
import dev.restore.backup.Survey;
import dev.restore.backup.reading.BackupReader;
import dev.restore.backup.reading.BackupRow;
import dev.restore.backup.reading.DamagedRow;
import dev.restore.backup.reading.RowSink;
import dev.restore.outcome.BackupFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged records are passed on one by one, and every record around them is read. */
class ResyncTest {

    @TempDir
    Path directory;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    /** What a reading gave: rows as number, offset and fields, damaged ones as number, offset and raw bytes. */
    private static final class Seen implements RowSink<RuntimeException> {
        private final Map<String, List<String>> tables = new LinkedHashMap<>();
        private final List<String> reasons = new ArrayList<>();

        @Override
        public void row(String table, BackupRow row) {
            tables.computeIfAbsent(table, t -> new ArrayList<>())
                    .add(row.number() + "@" + row.offset() + " " + ReadBack.fields(row));
        }

        @Override
        public boolean damaged(String table, DamagedRow row) {
            try {
                byte[] bytes = row.open().readAllBytes();
                assertThat(row.whole()).isTrue();
                assertThat(row.length()).isEqualTo(bytes.length);
                tables.computeIfAbsent(table, t -> new ArrayList<>())
                        .add(row.number() + "@" + row.offset() + " damaged " + latin(bytes));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            reasons.add(row.reason());
            return true;
        }
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static Seen tolerant(Path backup) {
        Seen seen = new Seen();
        try (BackupReader reader = BackupFormats.open(BackupSource.of(backup))) {
            reader.read(table -> true, seen);
        }
        return seen;
    }

    private Path file(String name, String content) throws IOException {
        return Files.write(directory.resolve(name), Packages.utf8(content));
    }

    private String text() {
        String[] scraps = {"a", " ", "{", "}", "[", "]", ",", "\\\"", "\\\\", "\u00e4", "\ud83d\ude00", "\\n", ":"};
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(random.nextInt(20) == 0 ? 5000 : 10);
        for (int i = 0; i < length; i++) {
            text.append(scraps[random.nextInt(scraps.length)]);
        }
        return text.toString();
    }

    /** A record; a damaged one still opens and closes unless it is a line. */
    private byte[] record(int id, boolean damaged, boolean line) {
        String start = "{\"id\":" + id + ",\"t\":\"" + text() + "\",\"j\":[{\"x\":\"" + text() + "\"}]";
        if (!damaged) {
            return Packages.utf8(start + "}");
        }
        return switch (random.nextInt(line ? 12 : 9)) {
            case 0 -> Packages.utf8(start + ",\"id\":2}");
            case 1 -> Packages.utf8(start + ",\"e\":\"\\q\"}");
            case 2 -> Packages.utf8(start + ",\"e\":\"\\ud800\"}");
            case 3 -> noise(Packages.utf8(start + ",\"e\":\"?\"}"), (byte) (0x80 | random.nextInt(0x80)));
            case 4 -> noise(Packages.utf8(start + ",\"e\":\"?\"}"), (byte) (1 + random.nextInt(8)));
            case 5 -> Packages.utf8(start + ",\"e\":tru}");
            case 6 -> Packages.utf8(start + "}\"z\":1}");
            case 7 -> Packages.utf8(start + ",\"e\":01}");
            case 8 -> Packages.utf8(start + ",,}");
            case 9 -> Packages.utf8(start);
            case 10 -> Packages.utf8(start + ",\"e\":\"open}");
            default -> Packages.utf8("]" + start + "}");
        };
    }

    private static byte[] noise(byte[] record, byte bad) {
        record[record.length - 3] = bad;
        return record;
    }

    private static void append(ByteArrayOutputStream out, String text) {
        out.writeBytes(Packages.utf8(text));
    }

    /** What must be read of records, in their order: what each gives where no damage is near it, and the damaged ones as they are. */
    private final class Expected {
        private final List<String> places = new ArrayList<>();
        private final List<byte[]> records = new ArrayList<>();
        private final List<Boolean> damage = new ArrayList<>();

        private void add(int offset, byte[] record, boolean damaged) {
            places.add(records.size() + 1 + "@" + offset + " ");
            records.add(record);
            damage.add(damaged);
        }

        private int damaged() {
            return Collections.frequency(damage, true);
        }

        /** The good records are read from a file of their own, where each is a line. */
        private List<String> rows() throws IOException {
            ByteArrayOutputStream good = new ByteArrayOutputStream();
            for (int r = 0; r < records.size(); r++) {
                if (!damage.get(r)) {
                    good.writeBytes(records.get(r));
                    append(good, "\n");
                }
            }
            Path alone = Files.write(directory.resolve("alone.ndjson"), good.toByteArray());
            Iterator<Map<String, String>> read =
                    ReadBack.rows(alone).getOrDefault("alone", List.of()).iterator();
            List<String> rows = new ArrayList<>();
            for (int r = 0; r < records.size(); r++) {
                rows.add(places.get(r) + (damage.get(r) ? "damaged " + latin(records.get(r)) : read.next()));
            }
            assertThat(read).isExhausted();
            return rows;
        }
    }

    @RepeatedTest(20)
    void deliversEveryRecordBetweenDamagedLines() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Expected expected = new Expected();
        for (int r = 1; r <= 200; r++) {
            boolean damaged = random.nextInt(r < 3 ? 2 : 15) == 0;
            byte[] record = record(r, damaged, true);
            expected.add(out.size(), record, damaged);
            out.writeBytes(record);
            append(out, random.nextInt(5) == 0 ? "\n\n" : "\n");
        }
        check(out.toByteArray(), "t.ndjson", Map.of("t", expected.rows()), expected.damaged());
    }

    @RepeatedTest(20)
    void deliversEveryRecordBetweenDamagedElements() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        append(out, "[ ");
        Expected expected = elements(out, 200);
        append(out, "]\n");
        check(out.toByteArray(), "t.json", Map.of("t", expected.rows()), expected.damaged());
    }

    private Expected elements(ByteArrayOutputStream out, int count) {
        Expected expected = new Expected();
        for (int r = 1; r <= count; r++) {
            boolean damaged = random.nextInt(r < 3 ? 2 : 15) == 0;
            byte[] record = record(r, damaged, false);
            append(out, r == 1 ? "" : random.nextBoolean() ? "," : " ,\n");
            expected.add(out.size(), record, damaged);
            out.writeBytes(record);
        }
        return expected;
    }

    /** Every container gives the same, and without a sink that takes damage all fail. */
    private void check(byte[] content, String name, Map<String, List<String>> expected, int damage) throws IOException {
        Path all = Files.createTempDirectory(directory, "forms");
        Map<String, byte[]> files = Map.of(name, content);
        List<Path> forms = List.of(
                Files.write(all.resolve(name), content),
                Files.write(Files.createDirectory(all.resolve("gz")).resolve(name), Packages.gzip(content)),
                Packages.directory(Files.createDirectory(all.resolve("dir")), files),
                Files.write(all.resolve("z.zip"), Packages.zip(files)),
                Files.write(all.resolve("z.tar"), Packages.tar(files)),
                Files.write(all.resolve("z.tar.gz"), Packages.gzip(Packages.tar(files))));
        for (Path form : forms) {
            Seen seen = tolerant(form);
            assertThat(seen.tables).as("seed %s, %s", seed, form.getFileName()).isEqualTo(expected);
            assertThat(seen.reasons).as("seed %s", seed).hasSize(damage);
            try (BackupReader reader = BackupFormats.open(BackupSource.of(form))) {
                Survey survey = reader.survey(Long.MAX_VALUE, true);
                assertThat(survey.tables().stream()
                                .mapToLong(Survey.SurveyedTable::damaged)
                                .sum())
                        .as("seed %s", seed)
                        .isEqualTo(damage);
            }
            if (damage > 0) {
                assertThatThrownBy(() -> ReadBack.rows(form))
                        .as("seed %s", seed)
                        .isInstanceOf(BackupFormatException.class);
            }
        }
    }

    @RepeatedTest(10)
    void deliversEveryRecordOfAnObjectOfTables() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        append(out, "{\"made\":1,\"data\":{");
        Map<String, List<String>> expected = new LinkedHashMap<>();
        int damage = 0;
        for (int t = 0; t < 4; t++) {
            append(out, (t == 0 ? "" : ",") + "\"t" + t + "\":[");
            Expected rows = elements(out, 30);
            damage += rows.damaged();
            append(out, "]");
            expected.put("t" + t, rows.rows());
        }
        append(out, "}}");
        check(out.toByteArray(), "all.json", expected, damage);
    }

    @Test
    void passesOverRecordsOfADjangoDumpThatNameTheirModel() throws IOException {
        String good = "{\"model\":\"a.b\",\"pk\":1,\"fields\":{\"x\":1}}";
        String twice = "{\"model\":\"a.b\",\"pk\":2,\"fields\":{\"x\":1,\"x\":2}}";
        for (Path dump : List.of(
                file("d.json", "[" + good + "," + twice + "," + good + "]"),
                file("d.jsonl", good + "\n" + twice + "\n" + good + "\n"))) {
            List<String> rows = tolerant(dump).tables.getOrDefault("a.b", List.of());
            assertThat(rows).hasSize(3);
            assertThat(rows.get(1)).startsWith("2@").endsWith("damaged " + twice);
            assertThat(rows.get(2)).startsWith("3@").contains("INTEGER 1");
        }
    }

    @Test
    void findsTheFirstWholeRecordBehindDamage() throws IOException {
        for (String lines : List.of("garbage\n", "\u0001\n", "]\n", "{\"id\":\n\n{\"a\":[{\"b\":}]}\n", "5\n")) {
            Seen seen = tolerant(file("t.ndjson", lines + "{\"id\":7}\n"));
            List<String> rows = seen.tables.getOrDefault("t", List.of());
            assertThat(rows).as(lines).last().asString().endsWith("{id=INTEGER 7}");
            assertThat(seen.reasons).as(lines).hasSize(rows.size() - 1).isNotEmpty();
        }
        assertThat(tolerant(file("l.json", "{\"id\":1,}\n{\"id\":2}\n")).tables)
                .isEqualTo(Map.of("l", List.of("1@0 damaged {\"id\":1,}", "2@10 {id=INTEGER 2}")));
        String twice = "{\"model\":\"a.b\",\"pk\":2,\"fields\":{\"x\":1,\"x\":2}}";
        String good = "{\"model\":\"a.b\",\"pk\":1,\"fields\":{\"x\":1}}";
        for (Path dump :
                List.of(file("d.json", "[" + twice + "," + good + "]"), file("d.jsonl", twice + "\n" + good + "\n"))) {
            assertThat(tolerant(dump).tables.getOrDefault("a.b", List.of()))
                    .hasSize(2)
                    .first()
                    .asString()
                    .endsWith("damaged " + twice);
        }
    }

    @Test
    void refusesAFileWithoutAWholeRecord() throws IOException {
        for (Map.Entry<String, String> content : Map.of(
                        "a.ndjson", "{\"id\":1,}\n{\"id\":2,}\n",
                        "b.ndjson", "id,name\n1,Ann\n",
                        "c.ndjson", "\ufeff{\"id\":1}\n{\"id\":2}\n",
                        "d.json", "[{\"id\":1,}]",
                        "e.json", "{\"meta\":{\"v\":01},\"t\":[\n{\"id\":1}\n]}",
                        "f.json", "{\"id\":\n{\"id\":2}\n",
                        "g.json", "garbage\n{\"id\":2}\n")
                .entrySet()) {
            Path backup = file(content.getKey(), content.getValue());
            assertThatThrownBy(() -> tolerant(backup)).as(content.getKey()).isInstanceOf(BackupFormatException.class);
        }
    }

    @Test
    void saysWhereTheFirstRecordIsDamaged() throws IOException {
        Path backup = Packages.directory(
                Files.createDirectory(directory.resolve("b")),
                Map.of(
                        "a.ndjson",
                        Packages.utf8("{\"id\":1}\n"),
                        "t.ndjson",
                        Packages.utf8("{\"id\":,}\n{\"id\":2}\n")));
        assertThatThrownBy(() -> ReadBack.rows(backup)).isInstanceOfSatisfying(BackupFormatException.class, failure -> {
            assertThat(failure.location()).endsWith("t.ndjson");
            assertThat(failure.offset()).isBetween(0L, 8L);
        });
        assertThat(tolerant(backup).tables.get("t")).hasSize(2);
    }

    @Test
    void takesALastLineThatIsCutForADamagedRecord() throws IOException {
        Seen seen = tolerant(file("t.ndjson", "{\"id\":1}\n{\"id\":2}\n{\"id\":"));
        assertThat(seen.tables)
                .isEqualTo(Map.of("t", List.of("1@0 {id=INTEGER 1}", "2@9 {id=INTEGER 2}", "3@18 damaged {\"id\":")));
        assertThat(seen.reasons).singleElement().asString().contains("ends in the middle");
    }

    @Test
    void staysAtAnErrorWhereTheNextRecordIsUncertain() throws IOException {
        for (String json : List.of(
                "[{\"id\":1},{\"id\":2,{\"id\":3}]",
                "[{\"id\":1},{\"id\":\"2},{\"id\":3}]",
                "[{\"id\":1},{\"id\":2},]",
                "[{\"id\":1} {\"id\":2}]",
                "[{\"id\":1},5,{\"id\":2}]",
                "[{\"id\":1},{\"id\":2,\"id\":2}]]",
                "[{\"id\":1},{\"id\":2,\"id\":2}",
                "{\"a\":[{\"id\":1},{\"id\":2,\"id\":2}],\"a\":[{\"id\":3}]}",
                "{\"a\":[{\"id\":1},{\"id\":2,{\"id\":3}],\"b\":[{\"id\":4}]}")) {
            Path backup = file("t.json", json);
            assertThatThrownBy(() -> tolerant(backup)).as(json).isInstanceOf(BackupFormatException.class);
        }
    }
}
