package dev.restore.examples.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.examples.boot.Client.Answer;
import dev.restore.examples.boot.operations.HistoryDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** What somebody with bad intentions tries first. Each is refused, and leaves nothing behind. */
class AttackTest extends ApplicationTest {

    private static final Path STORE = Path.of("target/restore-data/backups");

    @Autowired
    HistoryDatabase history;

    @Test
    void nobodySeesAnythingWithoutLoggingIn() {
        Client nobody = new Client(port);
        for (String path : List.of(
                "/api/session",
                "/api/database",
                "/api/backups",
                "/api/runs",
                "/api/audit",
                "/api/health",
                "/api/runs/x/events")) {
            Answer answer = nobody.get(path);
            assertThat(answer.status()).as(path).isEqualTo(401);
            assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        }
        assertThat(nobody.get("/actuator/metrics").status()).isEqualTo(401);
        assertThat(nobody.get("/").status()).isEqualTo(302);
        assertThat(nobody.get("/").header("Location")).endsWith("/login.html");
        assertThat(nobody.get("/actuator/health").text()).doesNotContain("lastBackup");
        assertThat(nobody.login("admin", "admin").status()).isEqualTo(401);
        assertThat(nobody.login("' or '1'='1", "' or '1'='1").status()).isEqualTo(401);
    }

    @Test
    void aRestoreWithoutTheRoleIsRefused() {
        sql.update("insert into slow values (77, 'old')");
        String backup = uploadRows(2);
        Client operator = Client.loggedIn(port, "operator", PASSWORD);
        assertThat(operator.get("/api/backups").status()).isEqualTo(200);
        assertThat(operator.get("/api/runs").status()).isEqualTo(200);
        assertThat(operator.post("/api/backups/" + backup + "/plan", "{}").status())
                .isEqualTo(200);
        for (Answer answer : List.of(
                operator.post("/api/backups", "{}"),
                operator.upload("x.ndjson", rows(1)),
                operator.post("/api/backups/" + backup + "/restore", replace()),
                operator.post("/api/backups/" + backup + "/drill", ""),
                operator.send("DELETE", "/api/backups/" + backup, null, Map.of()),
                operator.post("/api/runs/x/cancel", ""),
                operator.post("/api/runs/x/undo", "{}"),
                operator.post("/api/runs/x/resume", ""),
                operator.post("/api/runs/x/close", ""))) {
            assertThat(answer.status()).as(answer.text()).isEqualTo(403);
            assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        }
        assertThat(sql.queryForList("select id from slow", Integer.class)).containsExactly(77);
        assertThat(admin.get("/api/backups/" + backup).status()).isEqualTo(200);
    }

    @Test
    void aCrossSiteRequestIsRefused() {
        String backup = uploadRows(2);
        String before = admin.get("/api/runs?limit=1").text();
        assertThat(admin.bare("POST", "/api/backups/" + backup + "/restore", replace())
                        .status())
                .isEqualTo(403);
        assertThat(admin.bare("DELETE", "/api/backups/" + backup, "").status()).isEqualTo(403);
        assertThat(admin.get("/api/runs?limit=1").text()).isEqualTo(before);
        assertThat(admin.get("/api/backups/" + backup).status()).isEqualTo(200);
    }

    @Test
    void sessionFixationComesToNothing() {
        Client victim = new Client(port);
        victim.get("/"); // redirected, with a session in which the wish is kept
        String planted = String.valueOf(victim.cookie("RESTORE_SESSION"));
        victim.login("admin", PASSWORD);
        assertThat(victim.cookie("RESTORE_SESSION")).isNotNull().isNotEqualTo(planted);
        Client attacker = new Client(port);
        assertThat(attacker.send("GET", "/api/session", null, Map.of("Cookie", "RESTORE_SESSION=" + planted))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void pathTraversalInIdsIsRefused() throws IOException {
        Path secret = Files.writeString(Path.of("target/restore-data/secret.about"), "{}");
        for (String id : List.of(
                "..%2Fsecret",
                "..%252Fsecret",
                "....//secret",
                "%2e%2e%2fsecret",
                "..%5Csecret",
                "secret%00",
                "*",
                "20240101-000000-000000000000")) {
            for (String path : List.of("/api/backups/" + id, "/api/backups/" + id + "/content", "/api/runs/" + id)) {
                Answer answer = admin.get(path);
                assertThat(answer.status()).as(path).isIn(400, 404);
                assertThat(answer.text()).doesNotContain("target");
            }
        }
        Files.delete(secret);
    }

    @Test
    void pathTraversalAndHeaderInjectionInFileNamesComeToNothing() {
        Set<String> before = files(Path.of("target"));
        for (String name : List.of(
                "../../evil.ndjson",
                "..\\..\\evil.ndjson",
                "/etc/cron.d/evil.ndjson",
                "evil\r\nSet-Cookie: owned=1\r\n.ndjson",
                "evil\"; filename=\"evil.exe",
                "<img src=x onerror=alert(1)>.ndjson",
                "\u202Egnosj.live.ndjson",
                "x".repeat(5_000) + ".ndjson",
                "")) {
            Answer uploaded = admin.upload(name, rows(3));
            assertThat(uploaded.status()).as(name).isEqualTo(201);
            String id = uploaded.json().get("id").asString();
            assertThat(uploaded.json().get("name").asString())
                    .hasSizeLessThanOrEqualTo(120)
                    .doesNotContain("/", "\\", "<", "\"", "\r", "\n", "\u202E");
            Answer download = admin.get("/api/backups/" + id + "/content");
            assertThat(download.status()).isEqualTo(200);
            assertThat(download.headers().map()).doesNotContainKey("owned");
            assertThat(download.header("Set-Cookie")).doesNotContain("owned");
            assertThat(download.header("Content-Disposition")).startsWith("attachment;");
            assertThat(download.header("X-Content-Type-Options")).isEqualTo("nosniff");
        }
        Set<String> news = files(Path.of("target"));
        news.removeAll(before);
        assertThat(news).allMatch(file -> file.startsWith("target/restore-data/backups/"));
        assertThat(Path.of("evil.ndjson")).doesNotExist();
        assertThat(Path.of("/etc/cron.d/evil.ndjson")).doesNotExist();
    }

    @Test
    void pathTraversalInArchivesComesToNothing() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String entry : List.of("../../../slow.ndjson", "/tmp/slow-evil.ndjson", "..\\..\\slow.ndjson")) {
                zip.putNextEntry(new ZipEntry(entry));
                zip.write(rows(1));
            }
        }
        Set<String> before = files(Path.of("target"));
        Answer answer = admin.upload("slow.zip", bytes.toByteArray());
        if (answer.status() == 201) {
            ended(restore(answer.json().get("id").asString(), replace()));
        } else {
            assertThat(answer.status()).isEqualTo(422);
        }
        Set<String> news = files(Path.of("target"));
        news.removeAll(before);
        assertThat(news).allMatch(file -> file.startsWith("target/restore-data/"));
        assertThat(Path.of("/tmp/slow-evil.ndjson")).doesNotExist();
        assertThat(Path.of("../../../slow.ndjson")).doesNotExist();
    }

    @Test
    void anOversizeUploadIsRefusedAndNotKept() {
        Set<String> before = files(STORE);
        Answer answer = admin.upload("slow.ndjson", rows(40_000));
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(files(STORE)).isEqualTo(before);
    }

    @Test
    void aZipBombIsRefusedAndNotKept() throws IOException {
        byte[] row = ("{\"id\":1,\"note\":\"" + "0".repeat(100_000) + "\"}\n").getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream gzipped = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(gzipped, 1 << 16)) {
            for (int i = 0; i < 900; i++) {
                gzip.write(row);
            }
        }
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(zipped)) {
            zip.putNextEntry(new ZipEntry("slow.ndjson"));
            for (int i = 0; i < 900; i++) {
                zip.write(row);
            }
        }
        Set<String> before = files(STORE);
        for (byte[] bomb : List.of(gzipped.toByteArray(), zipped.toByteArray())) {
            Answer answer = admin.upload("slow.ndjson", bomb);
            assertThat(answer.status()).as(answer.text()).isEqualTo(422);
            assertThat(answer.text()).contains("expansion");
        }
        assertThat(files(STORE)).isEqualTo(before);
    }

    @Test
    void whatIsNoBackupIsRefusedWhateverItsNameSays() {
        Set<String> before = files(STORE);
        for (byte[] content : List.of(
                new byte[0],
                "<?php system($_GET['x']);".getBytes(StandardCharsets.UTF_8),
                new byte[] {0x7f, 'E', 'L', 'F', 1, 2, 3, 0, 0, 0},
                "{\"a\":".getBytes(StandardCharsets.UTF_8))) {
            Answer answer = admin.upload("nightly.tar.gz", content);
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.text())
                    .doesNotContain(Path.of("").toAbsolutePath().toString());
        }
        assertThat(files(STORE)).isEqualTo(before);
    }

    @Test
    void sqlInIdentifiersIsRefused() {
        String evil = "slow\\\"; drop table category; --";
        String document = "{\"" + evil
                + "\":[{\"id\":1}],\"slow\":[{\"id\":1,\"note\\\" = 'x'; delete from category; --\":\"v\"}]}";
        Answer uploaded = admin.upload("evil.json", document.getBytes(StandardCharsets.UTF_8));
        long categories = count("category");
        if (uploaded.status() == 201) {
            String id = uploaded.json().get("id").asString();
            JsonNode plan = admin.post("/api/backups/" + id + "/plan", "{}").json();
            assertThat(plan.get("feasible").asBoolean()).isFalse();
            assertThat(status(ended(restore(id, replace())))).isEqualTo("FAILED");
        }
        assertThat(count("category")).isEqualTo(categories).isPositive();

        sql.execute("create table \"odd\"\"; drop table category; --\" (id integer)");
        Answer database = admin.get("/api/database");
        sql.execute("drop table \"odd\"\"; drop table category; --\"");
        assertThat(database.status()).isEqualTo(200);
        assertThat(database.text()).contains("drop table category");
        assertThat(count("category")).isEqualTo(categories);
    }

    @Test
    void aRunThatReplacesRowsWantsTheNameOfTheDatabase() {
        sql.update("insert into slow values (77, 'old')");
        String backup = uploadRows(2);
        for (String request : List.of("{}", "{\"confirm\":\"shop\"}", "{\"mode\":\"REPLACE\",\"confirm\":\"\"}")) {
            assertThat(admin.post("/api/backups/" + backup + "/restore", request)
                            .status())
                    .isEqualTo(422);
        }
        assertThat(count("slow")).isEqualTo(1);
    }

    @Test
    void guessedPasswordsAreNotLookedAtAnyMore() {
        Client guesser = new Client(port);
        for (int i = 0; i < 5; i++) {
            assertThat(guesser.login("guessed", "guess " + i).status()).isEqualTo(401);
        }
        Answer locked = guesser.login("guessed", "guess 6");
        assertThat(locked.status()).as(locked.text()).isEqualTo(429);
        assertThat(locked.header("Content-Type")).startsWith("application/problem+json");
        assertThat(Integer.parseInt(locked.header("Retry-After"))).isBetween(1, 301);
        assertThat(guesser.login("admin", PASSWORD).status()).isEqualTo(204);
    }

    @Test
    void everyAnswerHasStrictHeaders() {
        for (String path : List.of("/", "/login.html", "/assets/main.js", "/api/backups")) {
            Answer answer = admin.get(path);
            assertThat(answer.header("Content-Security-Policy"))
                    .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
            assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        }
        assertThat(admin.get("/").text())
                .doesNotContainPattern("<script(?! type=\"module\" src=)")
                .doesNotContain("style=");
    }

    @Test
    void passwordsAreHashedAndWhoDidWhatIsWrittenDown() {
        JdbcTemplate accounts = new JdbcTemplate(history.dataSource());
        assertThat(accounts.queryForList("select password from console_account", String.class))
                .hasSize(2)
                .allMatch(password -> password.startsWith("{bcrypt}"));
        String backup = uploadRows(2);
        ended(restore(backup, replace()));
        JsonNode audit = admin.get("/api/audit").json();
        assertThat(audit.toString())
                .contains("LOGIN", "UPLOAD", "REQUESTED", backup)
                .doesNotContain(PASSWORD);
        assertThat(audit.get(0).get("by").asString()).isNotBlank();
    }

    private static Set<String> files(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).map(Path::toString).collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
