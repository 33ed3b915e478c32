package dev.restore.examples.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** A test of the running application, which all such tests share. Before each the shop has three categories and a slow table. */
@SpringBootTest(
        classes = RestoreApplication.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.datasource.url=jdbc:h2:mem:shop;DB_CLOSE_DELAY=-1",
            "restore.history.url=jdbc:h2:mem:history;DB_CLOSE_DELAY=-1",
            "restore.history.heartbeat=200ms",
            "restore.history.lost-after=5m",
            "restore.directory=target/restore-data",
            "restore.upload.max-size=512KB",
            "restore.accounts.admin-password=" + ApplicationTest.PASSWORD,
            "restore.accounts.operator-password=" + ApplicationTest.PASSWORD,
            "restore.batch-rows=500",
            "restore.schedule.cron=-",
            "restore.schedule.keep=2",
            "demo.purchases=20",
            "server.shutdown=immediate"
        })
abstract class ApplicationTest {

    static final String PASSWORD = "a password of tests";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @LocalServerPort
    int port;

    @Autowired
    JdbcTemplate sql;

    Client admin;

    @BeforeEach
    void open() {
        SlowTrigger.nanosPerRow = 0;
        sql.execute("drop table if exists slow");
        sql.execute("create table slow (id integer primary key, note varchar(200))");
        sql.execute("create trigger slow_rows before insert on slow for each row call '" + SlowTrigger.class.getName()
                + "'");
        admin = Client.loggedIn(port, "admin", PASSWORD);
    }

    /** Returns a file of one table with numbered rows. */
    static byte[] rows(int count) {
        StringBuilder text = new StringBuilder();
        for (int id = 1; id <= count; id++) {
            text.append("{\"id\":")
                    .append(id)
                    .append(",\"note\":\"row ")
                    .append(id)
                    .append("\"}\n");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Uploads a backup of the slow table and returns its id. */
    String uploadRows(int count) {
        return upload("slow.ndjson", rows(count));
    }

    String upload(String name, byte[] content) {
        Client.Answer answer = admin.upload(name, content);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json().get("id").asString();
    }

    static String replace() {
        return "{\"mode\":\"REPLACE\",\"confirm\":\"SHOP\"}";
    }

    /** Begins a restore and returns the id of its run. */
    String restore(String backup, String request) {
        Client.Answer answer = admin.post("/api/backups/" + backup + "/restore", request);
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        return answer.json().get("id").asString();
    }

    JsonNode run(String id) {
        return admin.get("/api/runs/" + id).json();
    }

    JsonNode ended(String id) {
        return await(() -> run(id), run -> run.get("ended").asBoolean());
    }

    static String status(JsonNode run) {
        return run.get("status").asString();
    }

    /** Asks until the answer is as wanted. The limit only ends a test that hangs. */
    static <T> T await(Supplier<T> question, Predicate<T> wanted) {
        Instant end = Instant.now().plus(PATIENCE);
        while (true) {
            T answer = question.get();
            if (wanted.test(answer)) {
                return answer;
            }
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("still " + answer);
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    long count(String table) {
        Long count = sql.queryForObject("select count(*) from " + table, Long.class);
        return count == null ? -1 : count;
    }
}
