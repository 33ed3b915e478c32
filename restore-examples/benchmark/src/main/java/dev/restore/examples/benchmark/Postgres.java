package dev.restore.examples.benchmark;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The PostgreSQL that is loaded: a given one, or the embedded one with its defaults, started when it is first needed. */
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
