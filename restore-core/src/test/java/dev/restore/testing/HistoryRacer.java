package dev.restore.testing;

import dev.restore.history.JdbcRunHistory;
import dev.restore.history.RunHistory;
import dev.restore.history.RunRequest;
import dev.restore.outcome.HistoryException;
import java.io.IOException;
import java.util.Properties;

/** Wants a run in a JVM of its own, and a key, as soon as it is told to go; says which of them it has got. */
final class HistoryRacer {

    private HistoryRacer() {}

    /** Takes the URL of the history and the id of the interrupted run. */
    public static void main(String[] arguments) throws IOException {
        JdbcRunHistory history = JdbcRunHistory.in(TestDataSource.of(arguments[0], new Properties()));
        history.find(arguments[1]);
        System.out.println("ready");
        System.in.read();
        boolean resumed = true;
        try {
            history.begin(HistoryRuns.start(arguments[1], RunRequest.by("racer").resuming(arguments[1])));
        } catch (HistoryException e) {
            resumed = false;
        }
        RunHistory.Begun begun =
                history.begin(HistoryRuns.start(RunRequest.by("racer").key("same")));
        System.out.println(resumed + " " + begun.created());
    }
}
