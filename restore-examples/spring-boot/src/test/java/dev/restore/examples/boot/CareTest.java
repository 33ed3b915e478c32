package dev.restore.examples.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.examples.boot.Client.Answer;
import dev.restore.examples.boot.operations.ScheduledCare;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Backups by the clock, their drills, and health. */
class CareTest extends ApplicationTest {

    @Autowired
    ScheduledCare care;

    @Test
    void aScheduledBackupIsTriedAndOnlyTheNewestAreKept() {
        Instant first = Instant.parse("2030-01-01T03:00:00Z");
        care.run(first);
        care.run(first.plusSeconds(20)); // as another instance does
        List<JsonNode> runs = scheduled();
        assertThat(runs).extracting(run -> run.get("kind").asString()).containsExactly("DRILL", "BACKUP");
        assertThat(runs).allMatch(run -> status(run).equals("COMPLETE"));
        JsonNode drill =
                admin.get("/api/runs/" + runs.get(0).get("id").asString()).json();
        assertThat(drill.get("report").get("tables")).isNotEmpty();

        care.run(first.plusSeconds(3600));
        care.run(first.plusSeconds(7200));
        assertThat(admin.get("/api/backups").json().findValuesAsString("origin").stream()
                        .filter("SCHEDULED"::equals))
                .hasSize(2);
        assertThat(scheduled()).hasSize(6);
        assertThat(admin.get("/api/health")
                        .json()
                        .get("details")
                        .get("lastBackupAgeSeconds")
                        .asLong())
                .isNotNegative();
    }

    private List<JsonNode> scheduled() {
        List<JsonNode> runs = new ArrayList<>();
        admin.get("/api/runs?limit=200").json().forEach(run -> {
            if (run.get("by").asString().equals(ScheduledCare.WHO)) {
                runs.add(run);
            }
        });
        return runs;
    }

    @Test
    void aDrillThatFailsTurnsHealthDownUntilOnePasses() throws IOException {
        String good = ended(admin.post("/api/backups", "{}").json().get("id").asString())
                .get("backupId")
                .asString();
        String bad = uploadRows(50);
        Path file = Path.of("target/restore-data/backups", bad + ".upload");
        Files.writeString(file, "{\"id\":1}\n{\"id\":");

        assertThat(status(drill(bad))).isEqualTo("FAILED");
        assertThat(admin.get("/actuator/health").status()).isEqualTo(503);
        assertThat(admin.get("/api/health").text()).contains("the last restore drill has failed");

        assertThat(status(drill(good))).isEqualTo("COMPLETE");
        assertThat(admin.get("/actuator/health").status()).isEqualTo(200);
    }

    private JsonNode drill(String backup) {
        Answer answer = await(() -> admin.post("/api/backups/" + backup + "/drill", ""), sent -> sent.status() != 404);
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        return ended(answer.json().get("id").asString());
    }
}
