package dev.restore.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.restore.Restore;
import dev.restore.outcome.RestoreEvent;
import dev.restore.outcome.RestoreException;
import dev.restore.plan.Mode;
import dev.restore.plan.Triggers;
import dev.restore.plan.Verify;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * Restores in a JVM of its own. It prints each event's name and then waits for a line, so that it can be killed just there;
 * it waits for one before it begins, too.
 */
final class RestoreInSteps {

    /** The exit code of a restore that failed and says that nothing was changed. */
    static final int NOTHING_CHANGED = 3;

    /** The exit code of a restore that failed and does not say so. */
    static final int PERHAPS_COMMITTED = 4;

    /** The exit code of a restore that told of a duration that cannot be true. */
    private static final int IMPLAUSIBLE = 5;

    private static final Duration LONGEST = Duration.ofMinutes(10);

    private RestoreInSteps() {}

    /**
     * Suppresses triggers when the system property {@code restore.suppress} is true; merges, standing still at its statements as
     * well, when {@code restore.merge} is; and does all but commit, without waiting, when {@code restore.rehearse} is. Takes a JDBC URL,
     * a backup, the most rows in a batch, whether to commit as it goes, over how many connections, and where to write a safety backup, if
     * at all.
     */
    public static void main(String[] arguments) {
        Restore plain = Restore.from(Path.of(arguments[1]));
        Restore restore = (Boolean.parseBoolean(arguments[3])
                        ? plain.resumable().verify(Verify.CONTENT).parallel(Integer.parseInt(arguments[4]))
                        : plain)
                .into(TestDataSource.of(arguments[0], new Properties()))
                .batchRows(Integer.parseInt(arguments[2]))
                .deadline(LONGEST);
        if (Boolean.getBoolean("restore.suppress")) {
            restore = restore.triggers(Triggers.SUPPRESS);
        }
        if (arguments.length > 5) {
            restore = restore.safetyBackup(Path.of(arguments[5]));
        }
        if (Boolean.getBoolean("restore.rehearse")) {
            rehearse(restore);
        } else {
            runInSteps(restore, arguments[0]);
        }
    }

    /** Does everything but the commit, and all of a resumable restore into a database of its own, so that all classes are loaded. */
    private static void rehearse(Restore restore) {
        rehearse(restore, RestoreEvent.Verified.class);
        for (String url : List.of(
                "jdbc:h2:mem:rehearsal;DB_CLOSE_DELAY=-1", "jdbc:sqlite:file:rehearsal?mode=memory&cache=shared")) {
            try (Connection connection = DriverManager.getConnection(url);
                    Statement statement = connection.createStatement()) {
                statement.execute(
                        "create table library_author (id bigint primary key, name varchar(1000), boss bigint)");
                statement.execute("create table library_book (id bigint primary key, author_id bigint, "
                        + "title varchar(1000), pages bigint)");
                restore.into(TestDataSource.of(url, new Properties()))
                        .resumable()
                        .verify(Verify.CONTENT)
                        .run();
            } catch (SQLException | RestoreException e) {
                // There is no such driver here, or it is a backup of other tables.
            }
        }
    }

    private static void rehearse(Restore restore, Class<? extends RestoreEvent> last) {
        try {
            restore.listener(event -> {
                        if (last.isInstance(event)) {
                            throw new IllegalStateException("this is a rehearsal");
                        }
                    })
                    .run();
        } catch (RestoreException | IllegalStateException e) {
            // As it should be: everything is as it was.
        }
    }

    private static void runInSteps(Restore plain, String url) {
        BufferedReader permission = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        await(permission);
        Restore restore = plain;
        if (Boolean.getBoolean("restore.merge")) {
            restore = plain.into(SteppingConnections.of(TestDataSource.of(url, new Properties()), step -> {
                        System.out.println(step);
                        await(permission);
                    }))
                    .mode(Mode.MERGE)
                    .naturalKey("library_author", "name");
        }
        try {
            restore.listener(event -> {
                        requirePlausible(event);
                        System.out.println(event.getClass().getSimpleName());
                        await(permission);
                    })
                    .run();
        } catch (RestoreException e) {
            e.printStackTrace();
            System.exit(e.committed() ? PERHAPS_COMMITTED : NOTHING_CHANGED);
        }
    }

    /** Ends at once when a duration cannot be true; a listener that throws might only make a warning. */
    private static void requirePlausible(RestoreEvent event) {
        List<Duration> durations = new ArrayList<>();
        if (event instanceof RestoreEvent.Progress progress) {
            durations.add(progress.elapsed());
        } else if (event instanceof RestoreEvent.Finished finished) {
            durations.add(finished.report().duration());
            finished.report().tables().forEach(table -> durations.add(table.duration()));
        }
        if (durations.stream().anyMatch(duration -> duration.isNegative() || duration.compareTo(LONGEST) > 0)) {
            Runtime.getRuntime().halt(IMPLAUSIBLE);
        }
    }

    private static void await(BufferedReader permission) {
        try {
            if (permission.readLine() == null) {
                throw new IllegalStateException("the parent is gone");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
