package dev.restore.testing;

import dev.restore.Restore;
import dev.restore.history.JdbcRunHistory;
import dev.restore.history.RunRequest;
import dev.restore.outcome.RestoreEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;

/** Restores under a history in a JVM of its own, says its id at the first batch and then stands still until it is killed. */
final class HistoryInSteps {

    private HistoryInSteps() {}

    /** Takes the URLs of the target and of the history, and a backup. */
    public static void main(String[] arguments) {
        JdbcRunHistory history = JdbcRunHistory.in(TestDataSource.of(arguments[1], new Properties()))
                .heartbeat(Duration.ofMillis(100), Duration.ofSeconds(1));
        Restore.from(Path.of(arguments[2]))
                .into(TestDataSource.of(arguments[0], new Properties()))
                .resumable()
                .batchRows(1)
                .history(history, RunRequest.by("victim"))
                .listener(HistoryInSteps::stop)
                .run();
    }

    private static void stop(RestoreEvent event) {
        if (event instanceof RestoreEvent.Progress) {
            System.out.println("loading");
            try {
                System.in.read();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
