package dev.restore.examples.benchmark;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL that is loaded: a given one, or the embedded ones, each started when it is first needed, with the durability that
 * servers have, because their own default is none.
 */
final class Postgres implements Closeable {

    private final @Nullable String given;
    private final Map<Setup, EmbeddedPostgres> embedded = new EnumMap<>(Setup.class);

    Postgres(@Nullable String given) {
        this.given = given;
    }

    /** How a server is set up. */
    enum Setup {
        /** As it comes. */
        DEFAULTS,
        /** For loads: with the defaults it writes checkpoints during the load, and whoever loads waits for them. */
        FOR_LOADS
    }

    /** Returns whether there is such a server. A given one is as it is. */
    boolean has(Setup setup) {
        return given == null || setup == Setup.DEFAULTS;
    }

    String url(Setup setup) throws IOException {
        if (given != null) {
            return given;
        }
        EmbeddedPostgres running = embedded.get(setup);
        if (running == null) {
            running = start(setup);
            embedded.put(setup, running);
        }
        return running.getJdbcUrl("postgres", "postgres");
    }

    private static EmbeddedPostgres start(Setup setup) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofMinutes(2))
                .setServerConfig("fsync", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("synchronous_commit", "on");
        if (setup == Setup.FOR_LOADS) {
            builder.setServerConfig("shared_buffers", "512MB").setServerConfig("max_wal_size", "4GB");
        }
        return builder.start();
    }

    @Override
    public void close() throws IOException {
        for (EmbeddedPostgres running : embedded.values()) {
            running.close();
        }
    }
}
