package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.outcome.LoadException;
import dev.restore.outcome.RestoreReport;
import dev.restore.outcome.RowError;
import dev.restore.plan.Mode;
import dev.restore.plan.RowErrors;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows with fields that are not columns, after so many bytes that not all rows are in one part. */
interface RejectedFieldsContract extends ContractCase {

    private Path rejects() {
        return temp().resolve("rejects");
    }

    private List<String> lines(String file) throws IOException {
        Path path = rejects().resolve(file);
        return Files.exists(path) ? new ArrayList<>(Files.readAllLines(path)) : List.of();
    }

    @Test
    default void rowsWhoseFieldsDoNotFitAreRejectedLikeOthers() throws Exception {
        createLibrary();
        Path backup = Files.createDirectories(temp().resolve("large"));
        String filling = "x".repeat(1_000_000);
        try (Writer file = Files.newBufferedWriter(backup.resolve("library_author.ndjson"))) {
            for (int n = 1; n <= 24; n++) {
                file.write("{\"id\":" + n + ",\"name\":\"" + filling + "\"}\n");
            }
            file.write("{\"id\":101,\"name\":\"Ann\",\"shoe\":{\"size\":42.50}}\n");
            file.write("{\"id\":102,\"name\":\"Bea\",\"NAME\":null}\n");
            file.write("{\"id\":103,\"name\":\"Cy\",\"boss\":101}\n");
            file.write("{\"id\":104,\"name\":\"Dee\",\"boss\":1}\n");
        }
        LoadException failure =
                failsWithoutTrace(LoadException.class, () -> restore(backup).run());
        assertThat(failure.row().row()).isEqualTo(25);
        assertThat(failure.row().column()).isEqualTo("shoe");
        failsWithoutTrace(
                LoadException.class,
                () -> restore(backup).onRowError(RowErrors.reject().atMost(1)).run());

        RestoreReport report = restore(backup)
                .onRowError(RowErrors.reject().atMost(3))
                .rejectsTo(rejects())
                .run();
        assertThat(report.totals().read()).isEqualTo(28);
        assertThat(report.rejects()).extracting(RowError::row).containsExactlyInAnyOrder(25L, 26L, 27L);
        assertThat(lines("library_author.ndjson"))
                .contains(
                        "{\"id\":101,\"name\":\"Ann\",\"shoe\":{\"size\":42.50}}",
                        "{\"id\":102,\"name\":\"Bea\",\"NAME\":null}")
                .hasSize(3);

        Path file = rejects().resolve("library_author.ndjson");
        Files.writeString(
                file,
                Files.readString(file).replace(",\"shoe\":{\"size\":42.50}", "").replace(",\"NAME\":null", ""));
        assertThat(restore(rejects()).mode(Mode.APPEND).run().totals().inserted())
                .isEqualTo(3);
        assertThat(db().rows("select id, name, boss from library_author where id > 100 order by id"))
                .containsExactly("101|Ann|∅", "102|Bea|∅", "103|Cy|101", "104|Dee|1");
    }
}
