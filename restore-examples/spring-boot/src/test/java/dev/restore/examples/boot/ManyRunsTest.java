package dev.restore.examples.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import com.zaxxer.hikari.HikariDataSource;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** Many runs, several clients, several instances. */
class ManyRunsTest extends ApplicationTest {

    private static final int CLIENTS = 4;
    private static final int EACH = 5;

    @Autowired
    DataSource database;

    @Test
    void manyUploadsAndRestoresLeaveOneEntryEachAndNothingElse() throws Exception {
        uploadsAndRestores(1); // connections and threads that stay are there after it
        long descriptors = descriptors();
        int threads = threads();
        List<String> ids = uploadsAndRestores(EACH);
        assertThat(ids).hasSize(CLIENTS * EACH).doesNotHaveDuplicates();

        List<String> entries = new ArrayList<>();
        admin.get("/api/runs?limit=200")
                .json()
                .forEach(run -> entries.add(run.get("id").asString()));
        for (String id : ids) {
            assertThat(entries).containsOnlyOnce(id);
            assertThat(status(run(id))).isEqualTo("COMPLETE");
        }
        assertThat(count("slow")).isEqualTo(3);
        HikariDataSource pool = database.unwrap(HikariDataSource.class);
        await(() -> pool.getHikariPoolMXBean().getActiveConnections(), active -> active == 0);
        await(ManyRunsTest::threads, now -> now <= threads);
        await(ManyRunsTest::descriptors, now -> now <= descriptors + CLIENTS * 2);
    }

    private List<String> uploadsAndRestores(int each) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<List<String>>> running = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                running.add(clients.submit(() -> {
                    List<String> ids = new ArrayList<>();
                    for (int i = 0; i < each; i++) {
                        String id = restore(uploadRows(3), replace());
                        ended(id);
                        ids.add(id);
                    }
                    return ids;
                }));
            }
            List<String> all = new ArrayList<>();
            for (Future<List<String>> client : running) {
                all.addAll(client.get());
            }
            return all;
        } finally {
            clients.shutdown();
        }
    }

    private static long descriptors() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getOpenFileDescriptorCount()
                : 0;
    }

    /** Threads that runs could leave: those of pools of the server and of HTTP clients come and go by themselves. */
    private static int threads() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> !name.startsWith("http-nio")
                        && !name.startsWith("HttpClient")
                        && !name.startsWith("pool-")
                        && !name.startsWith("restores-")
                        && !name.startsWith("backups-"))
                .count();
    }

    @Test
    void anotherInstanceSeesTheSameRunsAndCancelsThem() {
        try (ConfigurableApplicationContext second = new SpringApplicationBuilder(RestoreApplication.class)
                .run(
                        "--server.port=0",
                        "--spring.datasource.url=jdbc:h2:mem:shop;DB_CLOSE_DELAY=-1",
                        "--restore.history.url=jdbc:h2:mem:history;DB_CLOSE_DELAY=-1",
                        "--restore.history.heartbeat=200ms",
                        "--restore.history.lost-after=5m",
                        "--restore.directory=target/restore-data",
                        "--restore.schedule.cron=-",
                        "--spring.jmx.enabled=false")) {
            int otherPort =
                    ((ServletWebServerApplicationContext) second).getWebServer().getPort();
            Client other = Client.loggedIn(otherPort, "admin", PASSWORD);
            SlowTrigger.nanosPerRow = 1_000_000;
            String backup = uploadRows(8_000);
            String run = restore(backup, replace());
            JsonNode seen = await(
                    () -> other.get("/api/runs/" + run).json(),
                    state -> state.get("progress").get("rows").asLong() > 0);
            assertThat(status(seen)).isEqualTo("RUNNING");
            Client.Answer rival = other.post("/api/backups/" + backup + "/restore", replace());
            assertThat(rival.status()).isEqualTo(202);
            String rivalId = rival.json().get("id").asString();
            JsonNode refused = await(
                    () -> other.get("/api/runs/" + rivalId).json(),
                    state -> state.get("ended").asBoolean());
            assertThat(status(refused)).isEqualTo("FAILED");
            assertThat(refused.get("error").asString()).containsIgnoringCase("restore");
            assertThat(status(run(run))).isEqualTo("RUNNING");

            assertThat(seen.get("cancellable").asBoolean()).isTrue();
            Client.Answer cancel = other.post("/api/runs/" + run + "/cancel", "");
            assertThat(cancel.status()).as(cancel.text()).isEqualTo(200);
            assertThat(cancel.json().get("cancelBy").asString()).isEqualTo("admin");
            assertThat(status(ended(run))).isEqualTo("CANCELLED");
            Set<String> here = new HashSet<>(admin.get("/api/runs").json().findValuesAsString("id"));
            assertThat(here).contains(run, rivalId);
        }
    }
}
