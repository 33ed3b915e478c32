package dev.restore.backup.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restore.backup.BackupSource;
import dev.restore.outcome.BackupFormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What people take for a backup and is none, or holds rows in a way that is not read: one sentence says what it is. */
class OtherFilesTest {

    @TempDir
    Path directory;

    private record Other(String what, String content, String... says) {
        @Override
        public String toString() {
            return what;
        }
    }

    private static Stream<Other> files() {
        return Stream.of(
                new Other("pg_dump", "PGDMP\1\16", "pg_restore"),
                new Other("7z", "7z\u00bc\u00af'\34", "7z archive"),
                new Other("SQL dump", "-- Table pets\nINSERT INTO pet VALUES (1);\n", "SQL"),
                new Other("comment first", "// pets\n[{\"id\":1}]", "comment"),
                new Other("comment inside", "[{\"id\":1}, // Rex\n{\"id\":2}]", "comment"),
                new Other("comma after the last row", "[{\"id\":1},\n]", "comma"),
                new Other("comma after the last field", "[{\"id\":1,}]", "comma"),
                new Other("names without quotes", "[{id: 1, name: 'Rex'}]", "quotes"),
                new Other("not a number", "[{\"id\":1,\"weight\":NaN}]", "NaN"),
                new Other("words of Python", "[{\"id\":1,\"alive\":True}]", "bare word"),
                new Other(
                        "log line first",
                        "2024-03-01 12:00:00,1 INFO dumping\n[{\"id\":1}]\n",
                        "JSON after other lines"),
                new Other("words after the rows", "[{\"id\":1}]\n1 row\n", "byte"),
                new Other("aligned psql", "  row_to_json \n-------------\n {\"id\":1}\n(1 row)\n", "psql with -At"),
                new Other("arrays with a first one of names", "[[\"id\",\"name\"],[1,\"Rex\"]]", "array values"),
                new Other("arrays on lines", "[\"id\"]\n[\"Int64\"]\n[1]\n", "text values"),
                new Other("null for a row", "[{\"id\":1},null]", "element 2", "null"),
                new Other(
                        "an array for each column",
                        "{\"id\":[1,2],\"name\":[\"Rex\",\"Tom\"]}",
                        "none of which holds rows"),
                new Other("a text broken into lines", "[{\"id\":1,\"name\":\"R\r\nex\"}]", "control character"),
                new Other("a tab in a text", "{\"pets\":[{\"id\":\"1\",\"name\":\"R\tex\"}]}", "control character"),
                new Other("bytes in a text", "{\"pets\":[{\"id\":\"1\",\"photo\":\"\u00ff\u00fe\"}]}", "not UTF-8"),
                new Other("fixtures by name", "{\"entity\":\"Pet\",\"items\":{\"rex\":{\"id\":1}}}", "without tables"),
                new Other("several arrays", "[{\"id\":1}]\n[{\"id\":2}]\n", "second JSON array"),
                new Other(
                        "several databases of phpMyAdmin without a comma",
                        "[{\"type\":\"header\",\"version\":\"5\",\"comment\":\"-\"},{\"type\":\"database\",\"name\":\"a\"}\n"
                                + "{\"type\":\"database\",\"name\":\"b\"}]",
                        "several databases"),
                new Other(
                        "several databases of phpMyAdmin",
                        "[{\"type\":\"header\",\"version\":\"5\",\"comment\":\"-\"},"
                                + "{\"type\":\"table\",\"name\":\"pet\",\"database\":\"a\",\"data\":[{\"id\":\"1\"}]},"
                                + "{\"type\":\"table\",\"name\":\"pet\",\"database\":\"b\",\"data\":[{\"id\":\"1\"}]}]",
                        "pet at two places"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void saysWhatAFileIs(Other file) throws IOException {
        Path path = directory.resolve("pets.json");
        Files.write(path, file.content().getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> ReadBack.rows(path))
                .isInstanceOf(BackupFormatException.class)
                .hasMessageContainingAll(file.says());
    }

    private static Stream<Other> packages() {
        return Stream.of(
                new Other(
                        "Strapi", "schemas/schemas_00001.jsonl entities/entities_00001.jsonl links/links_00001.jsonl"),
                new Other("GitLab", "VERSION tree/project.json tree/project/issues.ndjson"),
                new Other("Discourse", "dump.sql.gz uploads/default/a.png"));
    }

    @ParameterizedTest
    @MethodSource("packages")
    void saysWhoWroteAPackageThatIsNotRead(Other of) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (String name : of.content().split(" ")) {
            files.put(name, Packages.utf8("{\"id\":1}\n"));
        }
        Map<String, byte[]> below = new LinkedHashMap<>();
        files.forEach((name, content) -> below.put("export/" + name, content));
        Path zip = Files.write(directory.resolve("a.zip"), Packages.zip(below));
        Path tar = Files.write(directory.resolve("a.tar.gz"), Packages.gzip(Packages.tar(files)));
        for (Path path : new Path[] {Packages.directory(directory.resolve("d"), files), zip, tar}) {
            assertThatThrownBy(() -> ReadBack.rows(path))
                    .as(path.toString())
                    .isInstanceOf(BackupFormatException.class)
                    .hasMessageContaining(of.what());
        }
    }

    @Test
    void readsObjectsOneAfterTheOtherAndAResourceOfManyLines() throws IOException {
        Path pretty = Files.writeString(directory.resolve("pets.json"), "{\n  \"id\": 1\n}\n{\n  \"id\": 2\n}\n");
        assertThat(ReadBack.rows(pretty).get("pets")).hasSize(2);
        byte[] answer = Packages.utf8("{\"data\":{\"pets\":[{\"id\":1}],\"owners\":[]}}");
        assertThat(ReadBack.rows(BackupSource.of("x/answer", () -> new ByteArrayInputStream(answer))))
                .containsOnlyKeys("pets");
    }
}
