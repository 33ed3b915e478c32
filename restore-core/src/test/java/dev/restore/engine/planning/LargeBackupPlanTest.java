package dev.restore.engine.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.Restore;
import dev.restore.backup.Manifest;
import dev.restore.backup.Manifest.ManifestColumn;
import dev.restore.backup.Manifest.ManifestTable;
import dev.restore.backup.write.BackupWriter;
import dev.restore.catalog.TypeFamily;
import dev.restore.outcome.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A manifest says of every row which columns it carries, also of those that the plan does not read. */
class LargeBackupPlanTest {

    private static final int ROWS = 70;

    @TempDir
    private Path temp;

    private Path backup() throws Exception {
        Path target = temp.resolve("large");
        byte[] row = ("{\"id\":1,\"v\":\"" + "x".repeat(1 << 20) + "\"}\n").getBytes(StandardCharsets.US_ASCII);
        try (BackupWriter writer = BackupWriter.create(target, BackupWriter.Form.PARTS, false, 1 << 30, null)) {
            writer.beginTable("THING");
            for (int i = 0; i < ROWS; i++) {
                writer.row(row, row.length);
            }
            writer.finish(new Manifest(
                    1,
                    Instant.EPOCH,
                    new Manifest.Source("H2", "2", "h2", "PUBLIC"),
                    "0".repeat(64),
                    List.of(new ManifestTable(
                            "THING",
                            ROWS,
                            false,
                            List.of(
                                    new ManifestColumn("id", "BIGINT", TypeFamily.INTEGER, false),
                                    new ManifestColumn("v", "CHARACTER VARYING", TypeFamily.TEXT, true)),
                            List.of(),
                            List.of(),
                            List.of(),
                            "0".repeat(64),
                            writer.endTable()))));
        }
        return target;
    }

    @Test
    void aNewColumnThatTakesNoNullIsAProblemOfThePlan() throws Exception {
        String url = "jdbc:h2:mem:" + temp.getFileName();
        try (Connection open = DriverManager.getConnection(url);
                var statement = open.createStatement()) {
            statement.execute("create table thing (id bigint, v varchar, w integer not null)");
            Restore restore = Restore.from(backup()).into(Jdbi.create(url));
            assertThat(restore.plan().survey().complete()).isFalse();
            assertThat(restore.plan().problems()).singleElement().satisfies(problem -> {
                assertThat(problem.kind()).isEqualTo(Problem.Kind.MISSING_VALUE);
                assertThat(problem.remedy()).contains("--default");
            });
            assertThat(restore.defaultValue("thing", "w", 1).plan().feasible()).isTrue();
        }
    }
}
