package dev.restore.backup.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restore.backup.BackupSource;
import dev.restore.backup.LeftOut;
import dev.restore.backup.Survey;
import dev.restore.backup.Survey.SurveyedTable;
import dev.restore.backup.Survey.Undecided;
import dev.restore.backup.reading.BackupReader;
import dev.restore.outcome.BackupFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is neither an array nor lines: rows of other shapes, and what is named because it is not read. */
class LeftOutTest {

    private static final String USERS = "[{\"id\":1,\"name\":\"Ann\"},{\"id\":2,\"name\":null}]";

    @TempDir
    Path directory;

    private Path write(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private static Survey survey(Path path, String... except) {
        try (BackupReader reader = BackupFormats.open(BackupSource.of(path))) {
            return reader.survey(Long.MAX_VALUE, false, Set.of(except));
        }
    }

    private static SurveyedTable table(Survey survey, String name) {
        return survey.tables().stream()
                .filter(table -> table.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> places(Survey survey) {
        return survey.leftOut().stream().map(LeftOut::place).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"id\":1,\"theme\":\"x\"}", "{\n  \"id\": 1,\n  \"theme\": null\n}\n", " {\"id\":1}"})
    void takesALoneObjectAmongTablesForOneRowInEveryContainer(String object) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("users.json", Packages.utf8(USERS));
        files.put("settings.json", Packages.utf8(object));
        files.put("zipped.json.gz", Packages.gzip(Packages.utf8(object)));
        for (Path path : List.of(
                Packages.directory(directory.resolve("d"), files),
                Files.write(directory.resolve("p.zip"), Packages.zip(files)),
                Files.write(directory.resolve("p.tar.gz"), Packages.gzip(Packages.tar(files))))) {
            Survey survey = survey(path);
            for (String name : List.of("settings", "zipped")) {
                assertThat(table(survey, name).rows()).isEqualTo(1);
                assertThat(table(survey, name).certain()).isFalse();
                assertThat(ReadBack.rows(path).get(name))
                        .singleElement()
                        .satisfies(row -> assertThat(row).containsEntry("id", "INTEGER 1"));
            }
            assertThat(table(survey, "users").certain()).isTrue();
            assertThat(survey.format()).endsWith("of JSON tables");
            assertThat(places(survey.leavingOut(table -> true))).containsExactlyInAnyOrder("settings", "zipped");
        }
    }

    @Test
    void leavesItToTheTargetWhatAnObjectWithAnArrayIs() throws IOException {
        Path file = write("orders.json", "{\"id\":1,\"items\":[{\"sku\":\"A\"},{\"sku\":\"B\"}]}");
        try (BackupReader reader = BackupFormats.open(BackupSource.of(file))) {
            Survey tables = reader.survey(Long.MAX_VALUE);
            assertThat(tables.tables()).extracting(SurveyedTable::name).containsExactly("items");
            assertThat(tables.undecided())
                    .extracting(Undecided::file, Undecided::table, Undecided::tables)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple("orders.json", "orders", List.of("items")));
            reader.readAsOneRow(Set.of("orders.json"));
            Survey row = reader.survey(Long.MAX_VALUE);
            assertThat(row.tables()).extracting(SurveyedTable::name).containsExactly("orders");
            assertThat(row.undecided()).isEmpty();
            assertThat(row.leftOut()).isEmpty();
            assertThat(reader.another().survey(Long.MAX_VALUE).tables())
                    .extracting(SurveyedTable::name)
                    .containsExactly("orders");
        }
        assertThat(survey(write("x/items.json", "{\"count\":2,\"items\":[{\"sku\":\"A\"}]}"))
                        .undecided())
                .isEmpty();
        assertThat(survey(write("y/orders.json", "{\"id\":1,\"data\":{\"items\":[{\"sku\":\"A\"}]}}"))
                        .undecided())
                .hasSize(1);
    }

    @Test
    void givesTheKeyAsTheId() throws IOException {
        Path file = write(
                "posts.json",
                "{\"7\":{\"title\":\"a\"},\"b3c1f8a0-0000-4000-8000-000000000001\":{\"id\":\"b3c1f8a0-0000-4000-8000-000000000001\"}}");
        assertThat(ReadBack.rows(file).get("posts"))
                .containsExactly(
                        Map.of("id", "INTEGER 7", "title", "TEXT a"),
                        Map.of("id", "TEXT b3c1f8a0-0000-4000-8000-000000000001"));
        Path tables = write("all.json", "{\"posts\":{\"7\":{\"title\":\"a\"},\"8\":{\"title\":\"b\"}},\"t\":3}");
        assertThat(ReadBack.rows(tables).get("posts")).hasSize(2);
        assertThat(places(survey(tables))).containsExactly("t");
        for (String wrong : List.of("{\"7\":{\"id\":8}}", "{\"posts\":{\"7\":{\"a\":1},\"x\":{\"a\":1}}}")) {
            Path damaged = write("wrong.json", wrong);
            assertThatThrownBy(() -> ReadBack.rows(damaged)).isInstanceOf(BackupFormatException.class);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'id':1}N{'id':2}N     | 0 | true",
                "{'id':1}N{'id':2}N     | 1 | true",
                "[{'id':1},N{'id':2}]N  | 0 | true",
                "[{'id':1},N{'id':2}]N  | 1 | false",
                "[{'id':1}, N {'id':2}]N| 1 | true",
                "[{'id':1}, N {'id':2}]N| 0 | false",
                "[{'id':1},{'id':2}]    | 0 | false",
                "[{'id':1}]N            | 0 | false",
                "[N{'id':1},N{'id':2}N] | 0 | false",
                "[N  {N 'id':1N  }N]    | 0 | false",
                "[]                     | 0 | false",
                "{'users':[{'id':1}]}   | 0 | false"
            })
    void takesAnEmptyFileForATableOnlyBesideFilesOfAWriterOfSuch(String neighbour, int lineEnds, boolean table)
            throws IOException {
        write("d/users.json", neighbour.replace('\'', '"').replace("N", "\n"));
        write("d/tags.json", "\n".repeat(lineEnds));
        if (table) {
            SurveyedTable tags = table(survey(directory.resolve("d")), "tags");
            assertThat(tags.rows()).isZero();
            assertThat(tags.certain()).isFalse();
            assertThat(tags.remark()).contains("without rows");
        } else {
            assertThatThrownBy(() -> survey(directory.resolve("d")))
                    .isInstanceOf(BackupFormatException.class)
                    .hasMessageContainingAll("tags.json", "is empty", "sqlite3", "psql", "DuckDB");
            assertThat(places(survey(directory.resolve("d"), "tags"))).containsExactly("tags.json");
        }
    }

    @Test
    void takesNoEmptyFileForATableWhereOneWithBracketsStandsBeside() throws IOException {
        write("users.json", "[{\"id\":1},\n{\"id\":2}]\n");
        write("none.json", "[]");
        write("tags.json", "");
        assertThatThrownBy(() -> survey(directory)).hasMessageContaining("tags.json");
    }

    @Test
    void readsNothingOfWhatIsExcepted() throws IOException {
        write("users.json", USERS);
        write("late.json", "[{\"id\":1},{\"id\":2},{\"id\"");
        write("posts.json", "<html>");
        assertThatThrownBy(() -> survey(directory)).isInstanceOf(BackupFormatException.class);
        Survey survey = survey(directory, "late.json", "posts");
        assertThat(table(survey, "users").rows()).isEqualTo(2);
        assertThat(places(survey)).containsExactly("posts.json");
        try (BackupReader reader = BackupFormats.open(BackupSource.of(directory))) {
            assertThatThrownBy(() -> reader.read(name -> true, (name, row) -> {}))
                    .hasMessageContaining("posts.json");
            reader.read("users"::equals, (name, row) -> {});
        }
    }

    @Test
    void namesFilesWithoutOpeningWhatIsNoJson() throws IOException {
        write("p/data/users.json", USERS);
        write("p/data/users.csv", "x");
        write("p/README.md", "x");
        write("p/logs/1.log", "x");
        write("p/logs/2.log", "x");
        write("p/backup_metadata.json", "{\"object_counts\":{\"users\":2}}");
        write("p/manifest.json", "{\"entries\":[{\"file\":\"users.json\"}]}");
        write("p/old/users.json", USERS);
        write("p/Thumbs.db", "x");
        write("p/files/a.txt", "x");
        Survey survey = survey(directory.resolve("p"));
        assertThat(places(survey))
                .containsExactlyInAnyOrder("data/users.csv", "README.md", "logs/", "manifest.json", "old/users.json");
        assertThat(survey.leftOut())
                .filteredOn(left -> left.place().equals("data/users.csv"))
                .singleElement()
                .satisfies(left -> assertThat(left.tables()).contains("users"));
        assertThat(survey.expectedRows()).isEqualTo(Map.of("users", 2L));
    }

    @Test
    void saysOfALoneObjectWhatWouldMakeItARow() throws IOException {
        Path file = write("a/settings.json", "{\"id\":1}");
        for (Path backup : List.of(file, directory.resolve("a"))) {
            assertThatThrownBy(() -> survey(backup)).hasMessageContainingAll("settings.json", "[{...}]");
        }
    }

    @Test
    void keepsOnNamingDamageInALoneObject() throws IOException {
        write("users.json", USERS);
        write("settings.json", "{\"id\":1,\"theme\":tru}");
        assertThatThrownBy(() -> survey(directory))
                .isInstanceOf(BackupFormatException.class)
                .hasMessageContainingAll("settings.json", "byte");
    }
}
