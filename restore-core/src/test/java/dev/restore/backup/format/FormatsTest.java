package dev.restore.backup.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.restore.backup.BackupSource;
import dev.restore.backup.Survey;
import dev.restore.backup.Survey.SurveyedField;
import dev.restore.backup.reading.BackupReader;
import dev.restore.backup.reading.RowSink;
import dev.restore.catalog.ValueKind;
import dev.restore.outcome.BackupFormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormatsTest {

    private static final String USERS = "[{\"id\":1,\"name\":\"Ann\"},{\"id\":2,\"name\":null}]";
    private static final String ORDERS = "{\"id\":7,\"user\":1}\n{\"id\":8,\"user\":2}\n";
    private static final String DJANGO =
            "{\"model\":\"app.user\",\"pk\":1,\"fields\":{\"name\":\"Ann\",\"groups\":[1, 2]}}";

    @TempDir
    Path directory;

    private Path write(String name, String content) throws IOException {
        return write(name, Packages.utf8(content));
    }

    private Path write(String name, byte[] content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }

    private static Survey survey(Path path, long budget) {
        try (BackupReader reader = BackupFormats.open(BackupSource.of(path))) {
            return reader.survey(budget);
        }
    }

    private static void refused(Path path, String... says) {
        assertThatThrownBy(() -> ReadBack.rows(path))
                .isInstanceOf(BackupFormatException.class)
                .hasMessageContainingAll(says)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    @Test
    void readsADirectoryOfTablesInEachForm() throws IOException {
        write("users.json", USERS);
        write("orders.ndjson.gz", Packages.gzip(Packages.utf8(ORDERS)));
        write("empty.jsonl", "");
        write("none.json", " [ ] ");
        write("lines.json", ORDERS);
        Survey survey = survey(directory, Long.MAX_VALUE);
        assertThat(survey.tables())
                .extracting(Survey.SurveyedTable::name)
                .containsExactly("empty", "lines", "none", "orders", "users");
        assertThat(survey.tables()).extracting(Survey.SurveyedTable::rows).containsExactly(0L, 2L, 0L, 2L, 2L);
        assertThat(survey.complete()).isTrue();
        assertThat(survey.django()).isFalse();
        assertThat(ReadBack.rows(directory).get("users"))
                .containsExactly(
                        Map.of("id", "INTEGER 1", "name", "TEXT Ann"), Map.of("id", "INTEGER 2", "name", "NULL"));
    }

    @Test
    void namesFieldsInTheOrderOfTheirFirstAppearanceWithTheirKinds() throws IOException {
        Path file = write("t.ndjson", "{\"b\":1,\"a\":\"x\"}\n{\"c\":[1],\"b\":1.5}\n{\"a\":null,\"b\":true}\n");
        Survey survey = survey(file, Long.MAX_VALUE);
        assertThat(survey.tables().get(0).fields())
                .extracting(SurveyedField::name, SurveyedField::rows, SurveyedField::kinds)
                .containsExactly(
                        tuple("b", 3L, java.util.Set.of(ValueKind.INTEGER, ValueKind.DECIMAL, ValueKind.BOOLEAN)),
                        tuple("a", 2L, java.util.Set.of(ValueKind.TEXT, ValueKind.NULL)),
                        tuple("c", 1L, java.util.Set.of(ValueKind.ARRAY)));
    }

    @Test
    void surveysNoMoreThanTheBudgetOfATable() throws IOException {
        Path file = write("t.ndjson", "{\"id\":1}\n".repeat(1000));
        Survey survey = survey(file, 80);
        assertThat(survey.complete()).isFalse();
        assertThat(survey.tables().get(0).complete()).isFalse();
        assertThat(survey.tables().get(0).rows()).isEqualTo(10);
        assertThat(survey.tables().get(0).bytes()).isEqualTo(80);
        assertThat(survey(file, 8000).complete()).isTrue();
    }

    @Test
    void readsDataFilesWhoseTableTheManifestOfTheirExportNames() throws IOException {
        String folder = "AWSDynamoDB/0170-ab/";
        write(folder + "data/x1.json.gz", Packages.gzip(Packages.utf8("{\"Item\":{\"id\":{\"N\":\"1\"}}}\n")));
        write(folder + "data/x2.json.gz", Packages.gzip(Packages.utf8("{\"Item\":{\"id\":{\"N\":\"2\"}}}\n")));
        write(folder + "manifest-files.json", "{\"itemCount\":1,\"dataFileS3Key\":\"data/x1.json.gz\"}\n");
        write(folder + "manifest-summary.json", "{\"itemCount\":2,\"tableArn\":\"arn:aws:dynamodb:eu:1:table/pets\"}");
        assertThat(ReadBack.rows(directory))
                .isEqualTo(Map.of("pets", List.of(Map.of("id", "INTEGER 1"), Map.of("id", "INTEGER 2"))));
    }

    @Test
    void readsOneDocumentOfMongoAsARow() throws IOException {
        Path file = write("pets.json", "{\"_id\":{\"$oid\":\"65e1c0d2f1a2b3c4d5e6f701\"},\"name\":\"Rex\"}\n");
        assertThat(ReadBack.rows(file).get("pets")).hasSize(1);
    }

    @Test
    void readsAnEmptyObjectAmongTablesAsATableWithoutRows() throws IOException {
        Path file = write("all.json", "{\"_default\":{},\"pets\":{\"1\":{\"name\":\"Rex\"}},\"owners\":{}}");
        assertThat(survey(file, Long.MAX_VALUE).tables())
                .extracting(Survey.SurveyedTable::name, Survey.SurveyedTable::rows, Survey.SurveyedTable::certain)
                .contains(tuple("pets", 1L, false), tuple("owners", 0L, false));
        Path answer = write("pets.json", "{\"items\":[],\"total\":0}");
        assertThat(survey(answer, Long.MAX_VALUE).undecided())
                .extracting(Survey.Undecided::envelope)
                .containsExactly("items");
    }

    @Test
    void takesTheNewestOfTimestampedDirectories() throws IOException {
        write("20241219_103045/users.json", "[{\"id\":1}]");
        write("20250101_000000/users.json", "[{\"id\":2}]");
        write("2024-12-31T23-59-59/users.json", "[{\"id\":3}]");
        write(".hidden", "");
        assertThat(ReadBack.rows(directory)).isEqualTo(Map.of("users", List.of(Map.of("id", "INTEGER 2"))));
    }

    @Test
    void doesNotFallBackToAnOlderDirectoryWhenTheNewestIsEmpty() throws IOException {
        write("20241219_103045/users.json", "[{\"id\":1}]");
        Files.createDirectory(directory.resolve("20250101_000000"));
        refused(directory, "20250101_000000", "is empty");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsADjangoDumpWithItsKeysInAnyOrder(boolean lines) throws IOException {
        List<String> records = List.of(
                "{\"pk\":1,\"model\":\"app.user\",\"fields\":{\"name\":\"Ann\"}}",
                "{\"model\":\"app.group\",\"pk\":2,\"fields\":{}}",
                "{\"fields\":{\"name\":\"Bob\"},\"pk\":3,\"model\":\"app.user\"}");
        String dump = lines ? String.join("\n", records) : records.toString();
        Path file = write("dump.json", dump);
        assertThat(survey(file, 1).django()).isTrue();
        Map<String, List<Map<String, String>>> rows = ReadBack.rows(file);
        assertThat(rows.keySet()).containsExactly("app.user", "app.group");
        assertThat(rows.get("app.user"))
                .extracting(row -> List.copyOf(row.entrySet()).toString())
                .containsExactly("[pk=INTEGER 1, name=TEXT Ann]", "[pk=INTEGER 3, name=TEXT Bob]");
        assertThat(rows.get("app.group")).containsExactly(Map.of("pk", "INTEGER 2"));
    }

    @Test
    void readsDjangoRecordsWithoutAKey() throws IOException {
        Path file = write(
                "dump.json",
                "[{\"model\":\"a.b\",\"fields\":{\"x\":1}},"
                        + "{\"model\":\"a.b\",\"pk\":null,\"fields\":{\"x\":2}}, {\"model\":\"a.b\",\"fields\":{\"x\":3},\"pk\":null}]");
        assertThat(ReadBack.rows(file).get("a.b"))
                .containsExactly(Map.of("x", "INTEGER 1"), Map.of("x", "INTEGER 2"), Map.of("x", "INTEGER 3"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[%s]", "%s", "%s\n%s"})
    void readsKeysBesideTheFieldsOfADjangoRecord(String form) throws IOException {
        String record = "{\"__file__\":[1],\"model\":\"app.doc\",\"fields\":{\"x\":\"y\"},\"note\":\"z\",\"pk\":7}";
        Path file = write("dump", form.replace("%s", record));
        assertThat(survey(file, 1).django()).isTrue();
        assertThat(ReadBack.rows(file).get("app.doc"))
                .first()
                .isEqualTo(Map.of("pk", "INTEGER 7", ".__file__", "ARRAY [1]", "x", "TEXT y", ".note", "TEXT z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":1,\"model\":\"app.doc\",\"pk\":7,\"fields\":{}}",
                "{\"model\":\"app.doc\",\"fields\":{},\"at\":\"2024-01-01\"}",
                "{\"model\":\"T\",\"pk\":7,\"fields\":{},\"wheels\":4}"
            })
    void tellsARowWithSuchColumnsFromADjangoRecord(String row) throws IOException {
        Survey survey = survey(write("changes.json", "[" + row + "]"), 1);
        assertThat(survey.django()).isFalse();
        assertThat(survey.tables()).extracting(Survey.SurveyedTable::name).containsExactly("changes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":\"a.b\",\"pk\":1}",
                "{\"pk\":1,\"fields\":{}}",
                "{\"model\":5,\"pk\":1,\"fields\":{}}",
                "{\"model\":\"a.b\",\"pk\":1,\"fields\":[]}",
                "{\"model\":\"a.b\",\"pk\":1,\"fields\":{\"pk\":2}}"
            })
    void refusesADjangoRecordThatIsNone(String record) throws IOException {
        refused(write("dump.json", "[" + DJANGO + "," + record + "]"), "record 2 of the Django dump");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"users\":%s,\"orders\":[]}",
                "{\"version\":1,\"users\":%s,\"object_counts\":{\"users\":2},\"orders\":[],\"tags\":[\"a\"]}",
                "{\"data\":{\"users\":%s,\"orders\":[]},\"meta\":{\"object_counts\":{\"users\":2}}}",
                "{\"note\":\"x\",\"tables\":{\"users\":%s,\"orders\":[]}}",
                "{\"database\":{\"orders\":[],\"users\":%s}}"
            })
    void readsAnObjectOfTables(String form) throws IOException {
        Path file = write("all.json", form.formatted(USERS));
        Survey survey = survey(file, 1);
        assertThat(survey.tables()).extracting(Survey.SurveyedTable::name).containsExactlyInAnyOrder("users", "orders");
        assertThat(survey.complete()).isTrue();
        assertThat(ReadBack.rows(file).get("users")).hasSize(2);
        if (form.contains("object_counts")) {
            assertThat(survey.expectedRows()).isEqualTo(Map.of("users", 2L));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"users\":[{\"id\":1},2]}",
                "{\"users\":[{\"id\":1}],\"orders\":[null,{\"id\":1}]}",
                "{\"data\":{\"users\":[{\"id\":1}]},\"orders\":[{\"id\":1}]}"
            })
    void losesNoRowOfAnObjectOfTables(String document) throws IOException {
        refused(write("all.json", document), "all.json");
    }

    @Test
    void passesOverTablesThatAreNotWanted() throws IOException {
        for (Path path : everyContainer(Map.of("users.json", USERS, "orders.ndjson", ORDERS))) {
            List<String> seen = new ArrayList<>();
            try (BackupReader reader = BackupFormats.open(BackupSource.of(path))) {
                reader.read("orders"::equals, (table, row) -> seen.add(table + row.number()));
                assertThat(reader.position()).isEqualTo(reader.size());
            }
            assertThat(seen).containsExactly("orders1", "orders2");
        }
        Path django = write("d/dump.json", "[" + DJANGO + "," + DJANGO.replace("user", "group") + "]");
        Path tables = write("t/all.json", "{\"users\":" + USERS + ",\"app.group\":[{\"id\":1}]}");
        for (Path path : List.of(django, tables)) {
            List<String> seen = new ArrayList<>();
            try (BackupReader reader = BackupFormats.open(BackupSource.of(path))) {
                reader.read("app.group"::equals, (table, row) -> seen.add(table + row.number()));
            }
            assertThat(seen).containsExactly("app.group1");
        }
    }

    private List<Path> everyContainer(Map<String, String> texts) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        texts.forEach((name, text) -> files.put(name, Packages.utf8(text)));
        Path out = Files.createTempDirectory(directory, "containers");
        return List.of(
                Packages.directory(out.resolve("dir"), files),
                Files.write(out.resolve("zip.bin"), Packages.zip(files)),
                Files.write(out.resolve("tar.bin"), Packages.tar(files)),
                Files.write(out.resolve("targz.bin"), Packages.gzip(Packages.tar(files))));
    }

    @Test
    void readsPackagesWithMetadataAndFilesBesideTheRows() throws IOException {
        for (String top : List.of("", "backup_2024/")) {
            Map<String, String> files = new LinkedHashMap<>();
            files.put(top + "storage/media/broken.json", "{");
            files.put(top + "storage/media/rows.json", "[{\"id\":9}]");
            files.put(top + "database/users.json", USERS);
            files.put(top + "database/orders.json", ORDERS);
            files.put(top + "storage/media/a.png", "\u0089PNG");
            files.put(
                    top + "backup_metadata.json",
                    "{\"tables\":[{\"name\":\"users\"}],\"object_counts\":{\"users\":2}}");
            for (Path path : everyContainer(files)) {
                assertThat(ReadBack.rows(path).keySet())
                        .as(path.toString())
                        .containsExactlyInAnyOrder("users", "orders");
                if (!path.endsWith("dir")) {
                    assertThat(ReadBack.rows(BackupSource.of("x", () -> bytes(path))))
                            .containsOnlyKeys("users", "orders");
                }
            }
            files.put(top + "backup_metadata.json", "{\"object_counts\":{\"users\":2}}");
            for (Path path : everyContainer(files)) {
                assertThat(survey(path, 10).expectedRows()).isEqualTo(Map.of("users", 2L));
            }
        }
    }

    private static ByteArrayInputStream bytes(Path file) {
        try {
            return new ByteArrayInputStream(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void refusesToChooseAmongSeveralFolders() throws IOException {
        write("a/users.json", USERS);
        write("b/users.json", USERS);
        refused(directory, "several folders", "a", "b");
    }

    @Test
    void refusesTwoFilesForOneTable() throws IOException {
        write("users.json", USERS);
        write("users.ndjson", ORDERS);
        refused(directory, "two files for table users");
    }

    @Test
    void refusesADamagedFileAmongTheTables() throws IOException {
        write("users.json", USERS);
        write("orders.json", "");
        refused(directory, "orders.json", "is empty");
        write("orders.json", "[{\"id\":1},{\"id\"");
        refused(directory, "orders.json", "cut");
        write("orders.json", "id,name\n1,Ann\n");
        refused(directory, "orders.json", "CSV");
    }

    @Test
    void namesWhatIsNoBackup() throws IOException {
        refused(directory.resolve("nothing"), "nothing", "does not exist");
        refused(directory, "is empty", "accepted are");
        refused(write("a.txt", "hello"), "a text file", "accepted are");
        refused(write("a.sql", "-- dump\nCREATE TABLE x();"), "SQL dump");
        refused(write("a.csv", "id,name\n1,x\n"), "CSV");
        refused(write("a.png", new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10}), "image");
        refused(write("a.age", "age-encryption.org/v1\n"), "age", "decrypt");
        refused(write("a.json", ""), "is empty");
        refused(write("b.json", "{\"version\":1}"), "object without tables");
        refused(write("c.json", "[1,2]"), "array", "number");
        refused(write("d.json", "\uFEFF[]"), "byte order mark");
        refused(write("e.json", "[]".getBytes(StandardCharsets.UTF_16LE)), "UTF-16");
        refused(write("a.zip", Packages.zip(Map.of())), "zip package is empty");
        refused(write("b.zip", Packages.zip(Map.of("a.txt", new byte[1]))), "a.txt", "no tables");
    }

    @Test
    void namesTheTableAfterTheFileOfASingleTable() throws IOException {
        assertThat(ReadBack.rows(write("my.users.json.gz", Packages.gzip(Packages.utf8(USERS)))))
                .containsOnlyKeys("my.users");
        assertThat(ReadBack.rows(BackupSource.of(
                        "http://host/x/users.ndjson", () -> new ByteArrayInputStream(Packages.utf8(ORDERS)))))
                .containsOnlyKeys("users");
        assertThat(survey(write("one.ndjson", "{\"id\":1,\"tags\":[{\"a\":1}]}"), 100)
                        .tables()
                        .get(0)
                        .name())
                .isEqualTo("one");
    }

    @Test
    void passesExceptionsOfTheSinkOnUntouched() throws IOException {
        Path file = write("users.json", USERS);
        IOException mine = new IOException("mine");
        try (BackupReader reader = BackupFormats.open(BackupSource.of(file))) {
            assertThatThrownBy(() -> reader.read(t -> true, (RowSink<IOException>) (table, row) -> {
                        throw mine;
                    }))
                    .isSameAs(mine);
        }
    }

    @Test
    void noticesThatAFileChangedSinceItWasOpened() throws IOException {
        Path file = write("users.json", USERS);
        try (BackupReader reader = BackupFormats.open(BackupSource.of(file))) {
            reader.survey(Long.MAX_VALUE);
            Files.writeString(file, USERS + " ");
            assertThatThrownBy(() -> reader.read(t -> true, (table, row) -> {}))
                    .isInstanceOf(BackupFormatException.class)
                    .hasMessageContaining("changed while it was read");
        }
    }
}
