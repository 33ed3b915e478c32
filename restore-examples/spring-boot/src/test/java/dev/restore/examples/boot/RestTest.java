package dev.restore.examples.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.examples.boot.Client.Answer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What clients of the REST interface rely on. */
class RestTest extends ApplicationTest {

    @Test
    void aBackupIsMadeDownloadedInPartsAndDeleted() {
        Answer accepted = admin.post("/api/backups", "{\"name\":\"before the sale\"}");
        assertThat(accepted.status()).isEqualTo(202);
        String run = accepted.json().get("id").asString();
        assertThat(accepted.header("Location")).isEqualTo("/api/runs/" + run);
        JsonNode ended = ended(run);
        assertThat(status(ended)).isEqualTo("COMPLETE");

        String id = ended.get("backupId").asString();
        JsonNode backup = await(() -> admin.get("/api/backups/" + id), answer -> answer.status() == 200)
                .json();
        assertThat(backup.get("name").asString()).isEqualTo("before the sale.tar.gz");
        assertThat(backup.get("rows").asLong())
                .isEqualTo(count("category")
                        + count("customer")
                        + count("product")
                        + count("purchase")
                        + count("purchase_line"));

        Answer whole = admin.get("/api/backups/" + id + "/content");
        assertThat(whole.bytes()).hasSize(backup.get("bytes").asInt());
        Answer part = admin.send("GET", "/api/backups/" + id + "/content", null, Map.of("Range", "bytes=10-19"));
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.bytes()).isEqualTo(Arrays.copyOfRange(whole.bytes(), 10, 20));
        assertThat(part.header("Content-Range")).startsWith("bytes 10-19/");

        assertThat(admin.send("DELETE", "/api/backups/" + id, null, Map.of()).status())
                .isEqualTo(204);
        assertThat(admin.get("/api/backups/" + id).status()).isEqualTo(404);
    }

    @Test
    void aPlanSaysWhatWouldBeDoneAndChangesNothing() {
        sql.update("insert into slow values (77, 'old')");
        String backup = uploadRows(3);
        JsonNode plan = admin.post("/api/backups/" + backup + "/plan", "{}").json();
        assertThat(plan.get("feasible").asBoolean()).isTrue();
        assertThat(plan.get("confirm").asBoolean()).isTrue();
        assertThat(plan.get("database").asString()).isEqualTo("SHOP");
        assertThat(plan.get("rowsToDelete").asLong()).isEqualTo(1);
        assertThat(plan.get("tables").get(0).get("table").asString()).endsWith("SLOW");
        assertThat(count("slow")).isEqualTo(1);
    }

    @Test
    void aBodyWithAnUnknownFieldOrValueIsRefusedByName() {
        String path = "/api/backups/" + uploadRows(1);
        for (String action : List.of("/plan", "/restore")) {
            Answer unknown = admin.post(path + action, "{\"confirm\":\"SHOP\",\"resumeable\":true}");
            assertThat(unknown.status()).as(unknown.text()).isEqualTo(400);
            assertThat(unknown.header("Content-Type")).startsWith("application/problem+json");
            assertThat(unknown.json().get("field").asString()).isEqualTo("resumeable");
            assertThat(unknown.json().get("allowed").toString()).contains("resumable", "rejectRows", "mode");
            Answer value = admin.post(path + action, "{\"mode\":\"OVERWRITE\"}");
            assertThat(value.status()).as(value.text()).isEqualTo(400);
            assertThat(value.json().get("field").asString()).isEqualTo("mode");
            assertThat(value.json().get("allowed").toString()).contains("REPLACE", "MERGE");
            assertThat(value.json().get("detail").asString())
                    .contains("mode", "REPLACE")
                    .doesNotContain("dev.restore");
        }
        assertThat(admin.post(path + "/plan", "{\"resumable\":\"perhaps\"}")
                        .json()
                        .get("field")
                        .asString())
                .isEqualTo("resumable");
        assertThat(admin.post(path + "/plan", "{\"mode\":").json().get("detail").asString())
                .contains("JSON");
    }

    @Test
    void aPlanOfAMergeSaysUnderWhichKeysRowsWereFound() {
        String document = "{\"category\":[{\"id\":901,\"name\":\"Category 1\"}]}";
        String backup = upload("merge.json", document.getBytes(StandardCharsets.UTF_8));
        Answer answer = admin.post("/api/backups/" + backup + "/plan", "{\"mode\":\"MERGE\"}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        JsonNode plan = answer.json();
        assertThat(plan.get("feasible").asBoolean()).as(answer.text()).isTrue();
        assertThat(plan.get("confirm").asBoolean()).isFalse();
        assertThat(plan.get("keys").get(0).get("found").asString()).contains("901 -> 1");
    }

    @Test
    void anUploadWhoseNameSaysItsTableIsRestoredInSteps() {
        JsonNode run =
                ended(restore(uploadRows(1_200), "{\"mode\":\"REPLACE\",\"confirm\":\"SHOP\",\"resumable\":true}"));
        assertThat(status(run)).as(run.toString()).isEqualTo("COMPLETE");
        assertThat(run.get("resumable").asBoolean()).isTrue();
        assertThat(count("slow")).isEqualTo(1_200);
    }

    @Test
    void whatStandsInTheWayIsToldInThePlanAndInTheRun() {
        String backup = upload("nowhere.ndjson", "{\"id\":1}\n".getBytes(StandardCharsets.UTF_8));
        JsonNode plan = admin.post("/api/backups/" + backup + "/plan", "{}").json();
        assertThat(plan.get("feasible").asBoolean()).isFalse();
        assertThat(plan.get("problems").get(0).get("remedy").asString()).isNotBlank();
        JsonNode run = ended(restore(backup, replace()));
        assertThat(status(run)).isEqualTo("FAILED");
        assertThat(run.get("error").asString()).containsIgnoringCase("nowhere");
    }

    @Test
    void aRestoreIsUndone() {
        sql.update("insert into slow values (77, 'old')");
        String run = restore(uploadRows(3), replace());
        JsonNode ended = ended(run);
        assertThat(status(ended)).isEqualTo("COMPLETE");
        assertThat(ended.get("report").get("tables").get(0).get("inserted").asLong())
                .isEqualTo(3);
        assertThat(ended.get("report").toString()).doesNotContain("restore-data");
        assertThat(count("slow")).isEqualTo(3);
        assertThat(ended.get("undoable").asBoolean()).isTrue();

        assertThat(admin.post("/api/runs/" + run + "/undo", "{}").status()).isEqualTo(422);
        Answer undo = admin.post("/api/runs/" + run + "/undo", "{\"confirm\":\"SHOP\"}");
        assertThat(undo.status()).as(undo.text()).isEqualTo(202);
        JsonNode undone = ended(undo.json().get("id").asString());
        assertThat(status(undone)).as(undone.toString()).isEqualTo("COMPLETE");
        assertThat(undone.get("kind").asString()).isEqualTo("UNDO");
        assertThat(sql.queryForList("select id from slow", Integer.class)).containsExactly(77);
    }

    @Test
    void badRowsAreSetAsideAndCanBeDownloaded() {
        String backup =
                upload("slow.ndjson", "{\"id\":1}\n{\"id\":null}\n{\"id\":3}\n".getBytes(StandardCharsets.UTF_8));
        JsonNode run = ended(restore(backup, "{\"mode\":\"REPLACE\",\"confirm\":\"SHOP\",\"rejectRows\":true}"));
        assertThat(status(run)).as(run.toString()).isEqualTo("COMPLETE_WITH_LOSS");
        assertThat(run.get("counts").get("rejected").asLong()).isEqualTo(1);
        Answer rejects = admin.get("/api/runs/" + run.get("id").asString() + "/rejects");
        assertThat(rejects.status()).isEqualTo(200);
        assertThat(rejects.text()).contains("null");
        assertThat(rejects.header("Content-Disposition")).contains("rejects.ndjson");
    }

    @Test
    void noSimulation() {
        sql.update("insert into slow values (77, 'old')");
        String backup = upload("slow.ndjson", "{\"unrelated\":1}\n".getBytes(StandardCharsets.UTF_8));
        JsonNode run = ended(restore(backup, replace()));
        assertThat(status(run)).isEqualTo("FAILED");
        assertThat(sql.queryForList("select id from slow", Integer.class)).containsExactly(77);
    }

    @Test
    void noSecondEntry() {
        String backup = uploadRows(2);
        String path = "/api/backups/" + backup + "/restore";
        Answer first = admin.post(path, replace(), "key-1");
        Answer second = admin.post(path, replace(), "key-1");
        assertThat(second.status()).as(second.text()).isEqualTo(202);
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        assertThat(second.header("Idempotent-Replayed")).isEqualTo("true");
        ended(first.json().get("id").asString());
        assertThat(runsOf(backup)).isEqualTo(1);
        long runs = admin.get("/api/runs?limit=200").json().size();
        for (Answer other : new Answer[] {
            admin.post(path, "{\"mode\":\"APPEND\"}", "key-1"),
            admin.post("/api/backups", "{}", "key-1"),
            admin.post("/api/backups/" + backup + "/drill", "", "key-1"),
            admin.post("/api/backups/" + uploadRows(2) + "/restore", replace(), "key-1")
        }) {
            assertThat(other.status()).as(other.text()).isEqualTo(422);
        }
        assertThat(admin.get("/api/runs?limit=200").json()).hasSize((int) runs);

        Answer named = admin.post("/api/backups", "{\"name\":\"one\"}", "key-2");
        assertThat(admin.post("/api/backups", "{\"name\":\"one\"}", "key-2").header("Location"))
                .isEqualTo(named.header("Location"));
        assertThat(admin.post("/api/backups", "{\"name\":\"two\"}", "key-2").status())
                .isEqualTo(422);
        ended(named.json().get("id").asString());
    }

    private long runsOf(String backup) {
        return StreamSupport.stream(admin.get("/api/runs?limit=200").json().spliterator(), false)
                .filter(run -> run.get("backupId").asString("").equals(backup))
                .count();
    }

    @Test
    void noProgressThatRunsAhead() {
        SlowTrigger.ROWS.set(0);
        SlowTrigger.nanosPerRow = 100_000;
        String run = restore(uploadRows(4_000), replace());
        String events = admin.get("/api/runs/" + run + "/events").text();
        long last = 0;
        long told = 0;
        for (String line :
                events.lines().filter(line -> line.startsWith("data:")).toList()) {
            JsonNode state = Client.JSON.readTree(line.substring(5));
            long rows = state.get("progress").get("rows").asLong();
            assertThat(rows).isGreaterThanOrEqualTo(last);
            last = rows;
            told++;
        }
        assertThat(told).isGreaterThan(2);
        assertThat(last).isEqualTo(4_000).isLessThanOrEqualTo(SlowTrigger.ROWS.get());
        assertThat(status(run(run))).isEqualTo("COMPLETE");
    }

    @Test
    void oneRestoreAtATimeChangesTheDatabaseAndTheOthersAreToldWhoHoldsIt() {
        SlowTrigger.nanosPerRow = 1_000_000;
        String backup = uploadRows(8_000);
        String first = restore(backup, replace());
        await(() -> run(first), run -> run.get("progress").get("rows").asLong() > 0);
        String second = restore(backup, replace());
        JsonNode waiting = run(second);
        assertThat(status(waiting)).isEqualTo("PENDING");
        assertThat(waiting.get("waitsFor").get("id").asString()).isEqualTo(first);
        assertThat(admin.send("DELETE", "/api/backups/" + backup, null, Map.of())
                        .status())
                .isEqualTo(409);

        assertThat(admin.post("/api/runs/" + second + "/cancel", "").status()).isEqualTo(200);
        assertThat(admin.post("/api/runs/" + first + "/cancel", "").status()).isEqualTo(200);
        assertThat(status(ended(first))).isEqualTo("CANCELLED");
        assertThat(status(ended(second))).isEqualTo("CANCELLED");
        assertThat(count("slow")).isZero();
        assertThat(admin.post("/api/runs/" + first + "/cancel", "").status()).isEqualTo(409);
    }

    @Test
    void whoHoldsTheDatabaseIsToldInAListOfAnyLength() {
        SlowTrigger.nanosPerRow = 1_000_000;
        String backup = uploadRows(8_000);
        String first = restore(backup, replace());
        await(() -> run(first), run -> run.get("progress").get("rows").asLong() > 0);
        String second = restore(backup, replace());
        JsonNode newest = admin.get("/api/runs?limit=1").json().get(0);
        assertThat(newest.get("id").asString()).isEqualTo(second);
        assertThat(newest.get("waitsFor").get("id").asString()).isEqualTo(first);
        admin.post("/api/runs/" + second + "/cancel", "");
        admin.post("/api/runs/" + first + "/cancel", "");
        ended(first);
    }

    @Test
    void metricsCountRowsBytesAndPhases() {
        ended(restore(uploadRows(5), replace()));
        Answer rows = admin.get("/actuator/metrics/restore.rows?tag=kind:restore");
        assertThat(rows.status()).as(rows.text()).isEqualTo(200);
        assertThat(rows.json().get("measurements").get(0).get("value").asDouble())
                .isGreaterThanOrEqualTo(5);
        assertThat(admin.get("/actuator/metrics/restore.phase?tag=phase:load").status())
                .isEqualTo(200);
        assertThat(admin.get("/actuator/metrics/restore.bytes").status()).isEqualTo(200);
        assertThat(admin.get("/actuator/metrics/restore.rate").status()).isEqualTo(200);
    }

    @Test
    void problemsAreProblemJson() {
        for (Answer answer : new Answer[] {
            admin.get("/api/runs/none"),
            admin.get("/api/backups/none"),
            admin.get("/api/runs?limit=0"),
            admin.post("/api/backups", "no json"),
            admin.send("PUT", "/api/backups", new byte[0], Map.of()),
            admin.upload("x.ndjson", "this is no backup".getBytes(StandardCharsets.UTF_8))
        }) {
            assertThat(answer.status()).isBetween(400, 422);
            assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
            assertThat(answer.json().get("title").asString()).isNotBlank();
        }
    }
}
