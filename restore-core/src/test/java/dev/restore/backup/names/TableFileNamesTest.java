package dev.restore.backup.names;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.backup.format.ReadBack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableFileNamesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "users",
                "a/b",
                "a:b",
                "a_b",
                "a\\b",
                ".hidden",
                "..",
                "CON",
                "nul.txt",
                "com1",
                "dots...",
                " spaces ",
                "100%",
                "a%2Fb",
                "%",
                "%%41",
                "t.json",
                "t.ndjson.gz",
                "stra\u00dfe",
                "\ud83d\ude00",
                "a\nb",
                "__MACOSX",
                "app.model"
            })
    void givesTheTableBackThroughADirectory(String table, @TempDir Path directory) throws IOException {
        for (String name : List.of(TableFileNames.of(table), TableFileNames.spelledOut(table))) {
            assertThat(name).matches("[A-Za-z0-9_%-][A-Za-z0-9._%-]*");
            Path file = Files.writeString(directory.resolve(name + ".ndjson"), "{\"id\":1}\n");
            assertThat(ReadBack.rows(directory)).containsOnlyKeys(table);
            Files.delete(file);
        }
    }

    @Test
    void leavesOrdinaryNamesAsTheyAre() {
        assertThat(TableFileNames.of("Order_lines-2.v1")).isEqualTo("Order_lines-2.v1");
        assertThat(TableFileNames.tableOf("order_lines")).isEqualTo("order_lines");
        assertThat(TableFileNames.tableOf("50%")).isEqualTo("50%");
        assertThat(TableFileNames.tableOf("50%zz")).isEqualTo("50%zz");
        assertThat(TableFileNames.tableOf("%FF")).isEqualTo("%FF");
    }

    @Test
    void namesNoDeviceAndNoHiddenFile() {
        assertThat(TableFileNames.of("CON")).isEqualTo("%43ON");
        assertThat(TableFileNames.of("console")).isEqualTo("console");
        assertThat(TableFileNames.of(".hidden")).isEqualTo("%2Ehidden");
    }

    @Test
    void differentTablesHaveDifferentNames() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String alphabet = "aAbB%/:._2Ff5 \u00e4\u00c4";
        Set<String> tables = new HashSet<>();
        Set<String> names = new HashSet<>();
        Set<String> spelled = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            StringBuilder table = new StringBuilder();
            for (int length = 1 + random.nextInt(4); length > 0; length--) {
                table.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            if (tables.add(table.toString())) {
                String name = TableFileNames.of(table.toString());
                assertThat(TableFileNames.tableOf(name)).as("seed %d", seed).isEqualTo(table.toString());
                names.add(name);
                spelled.add(TableFileNames.spelledOut(table.toString()).toLowerCase(Locale.ROOT));
            }
        }
        assertThat(names).as("seed %d", seed).hasSameSizeAs(tables);
        assertThat(spelled).as("seed %d", seed).hasSameSizeAs(tables);
    }
}
