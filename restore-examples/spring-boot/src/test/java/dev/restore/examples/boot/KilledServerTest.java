package dev.restore.examples.boot;

import static dev.restore.examples.boot.ApplicationTest.await;
import static dev.restore.examples.boot.ApplicationTest.status;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A server that is killed in the middle of a run, and started again. */
class KilledServerTest {

    private static final int ROWS = 3_000;

    @Test
    void noStuckRunWhenTheServerIsKilled(@TempDir Path directory) throws Exception {
        String id;
        try (ServerProcess server = ServerProcess.start(directory, 1_000_000)) {
            Client admin = Client.loggedIn(server.port(), "admin", ApplicationTest.PASSWORD);
            try (Connection connection = open(directory);
                    Statement statement = connection.createStatement()) {
                statement.execute("create table slow (id integer primary key, note varchar(200))");
                statement.execute("create trigger slow_rows before insert on slow for each row call '"
                        + SlowTrigger.class.getName() + "'");
                String backup = admin.upload("slow.ndjson", ApplicationTest.rows(ROWS))
                        .json()
                        .get("id")
                        .asString();
                Client.Answer begun = admin.post(
                        "/api/backups/" + backup + "/restore",
                        "{\"mode\":\"REPLACE\",\"confirm\":\"SHOP\",\"resumable\":true}");
                assertThat(begun.status()).as(begun.text()).isEqualTo(202);
                id = begun.json().get("id").asString();
                await(() -> rows(admin, id), rows -> rows > 0);
                assertThat(count(statement)).isLessThan(ROWS);
            }
            server.kill();
        }

        try (ServerProcess server = ServerProcess.start(directory, 0);
                Connection connection = open(directory);
                Statement statement = connection.createStatement()) {
            Client admin = Client.loggedIn(server.port(), "admin", ApplicationTest.PASSWORD);
            JsonNode lost = await(() -> run(admin, id), run -> status(run).equals("INTERRUPTED"));
            assertThat(lost.get("resumableNow").asBoolean()).isTrue();
            assertThat(count(statement)).isLessThan(ROWS);

            assertThat(admin.post("/api/runs/" + id + "/resume", "").status()).isEqualTo(202);
            JsonNode resumed = await(
                    () -> run(admin, id),
                    run -> run.get("ended").asBoolean() && !status(run).equals("INTERRUPTED"));
            assertThat(status(resumed)).as(resumed.toString()).isEqualTo("COMPLETE");
            assertThat(resumed.get("attempt").asInt()).isEqualTo(2);
            assertThat(count(statement)).isEqualTo(ROWS);
            assertThat(admin.get("/api/runs").json()).hasSize(1);
        }
    }

    private static Connection open(Path directory) throws SQLException {
        return DriverManager.getConnection(ServerProcess.database(directory), "sa", "");
    }

    private static JsonNode run(Client admin, String id) {
        return admin.get("/api/runs/" + id).json();
    }

    private static long rows(Client admin, String id) {
        return run(admin, id).get("progress").get("rows").asLong();
    }

    private static long count(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("select count(*) from slow")) {
            row.next();
            return row.getLong(1);
        }
    }
}
