package dev.restore.examples.benchmark;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL that is loaded: a given one, or the embedded one, started when it is first needed, with the durability that
 * servers have, because its own default is none.
 */
final class Postgres implements Closeable {

    private final @Nullable String given;
    private @Nullable EmbeddedPostgres embedded;

    Postgres(@Nullable String given) {
        this.given = given;
    }

    String url() throws IOException {
        if (given != null) {
            return given;
        }
        if (embedded == null) {
            embedded = EmbeddedPostgres.builder()
                    .setPGStartupWait(Duration.ofMinutes(2))
                    .setServerConfig("fsync", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .start();
        }
        return embedded.getJdbcUrl("postgres", "postgres");
    }

    @Override
    public void close() throws IOException {
        if (embedded != null) {
            embedded.close();
        }
    }
}
