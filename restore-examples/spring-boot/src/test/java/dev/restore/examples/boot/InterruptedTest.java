package dev.restore.examples.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.examples.boot.operations.HistoryDatabase;
import dev.restore.history.JdbcRunHistory;
import dev.restore.history.RunOwner;
import dev.restore.history.RunRequest;
import dev.restore.history.RunStart;
import dev.restore.outcome.RunKind;
import dev.restore.outcome.RunStatus;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Runs whose process is gone: another one begins them, and is never heard of again. */
class InterruptedTest extends ApplicationTest {

    @Autowired
    HistoryDatabase database;

    @Test
    void aRunWhoseProcessIsGoneIsShownAndRunAgainUnderTheSameEntry() {
        String id = abandoned(database, uploadRows(4));
        JsonNode run = await(() -> run(id), state -> status(state).equals("INTERRUPTED"));
        assertThat(run.get("resumableNow").asBoolean()).isTrue();
        assertThat(run.get("cancellable").asBoolean()).isFalse();

        assertThat(admin.post("/api/runs/" + id + "/resume", "").status()).isEqualTo(202);
        JsonNode resumed = await(
                () -> run(id),
                state -> !status(state).equals("INTERRUPTED")
                        && state.get("ended").asBoolean());
        assertThat(status(resumed)).as(resumed.toString()).isEqualTo("COMPLETE");
        assertThat(resumed.get("attempt").asInt()).isEqualTo(2);
        assertThat(count("slow")).isEqualTo(4);
        assertThat(admin.post("/api/runs/" + id + "/resume", "").status()).isEqualTo(409);
    }

    @Test
    void itCanBeClosedInstead() {
        String id = abandoned(database, uploadRows(4));
        await(() -> run(id), state -> status(state).equals("INTERRUPTED"));
        JsonNode closed = admin.post("/api/runs/" + id + "/close", "").json();
        assertThat(closed.get("resumableNow").asBoolean()).isFalse();
        assertThat(admin.post("/api/runs/" + id + "/resume", "").status()).isEqualTo(409);
        assertThat(count("slow")).isZero();
    }

    /** Begins a run as a process does that is then killed. */
    static String abandoned(HistoryDatabase database, String backup) {
        JdbcRunHistory dead =
                JdbcRunHistory.in(database.dataSource()).heartbeat(Duration.ofMillis(10), Duration.ofMillis(50));
        String id = UUID.randomUUID().toString();
        dead.begin(new RunStart(
                id,
                RunKind.RESTORE,
                RunStatus.RUNNING,
                RunRequest.by("admin"),
                new RunOwner("elsewhere", 4711, null, UUID.randomUUID().toString()),
                "slow.ndjson",
                "jdbc:h2:mem:shop",
                "",
                false));
        dead.audit(
                id,
                "admin",
                "REQUESTED",
                "{\"backup\":\"%s\",\"name\":\"slow.ndjson\",\"request\":{\"mode\":\"REPLACE\",\"rejectRows\":false,\"resumable\":false},\"work\":\"%s\"}"
                        .formatted(backup, UUID.randomUUID()));
        return id;
    }
}
