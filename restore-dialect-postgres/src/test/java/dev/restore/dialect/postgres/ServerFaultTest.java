package dev.restore.dialect.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.restore.dialect.postgres.OwnServer.Stop;
import dev.restore.outcome.DatabaseException;
import dev.restore.outcome.RestoreEvent;
import dev.restore.testing.DatabaseCase;
import dev.restore.testing.DatabaseState;
import dev.restore.testing.FaultBench;
import dev.restore.testing.Faults;
import dev.restore.testing.TestBackup;
import dev.restore.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What can only be done to a server of one's own: it is stopped, it crashes, its disk is full. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ServerFaultTest extends DatabaseCase implements FaultBench {

    @TempDir
    private static Path files;

    private static OwnServer server;
    private static PostgresDatabase shared;

    @BeforeAll
    static void startServer() throws Exception {
        server = new OwnServer(files.resolve("data"));
        shared = PostgresDatabase.at(server.url());
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return shared;
    }

    @Override
    public DataSource impatient() {
        return shared.dataSource();
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatStopsAndStartsAgainHasAllOrNothing(Stop stop) throws Exception {
        Path backup = filledLibrary();
        boolean committed = false;
        for (int at = Faults.times(5, 1); !committed; at += Faults.times(2, 1)) {
            DatabaseState before = DatabaseState.of(db());
            // Without it a crash lets sequences jump ahead by up to 32 numbers.
            db().execute("checkpoint");
            committed = restartedAt(at, stop, backup, before);
        }
    }

    /** Stops the server at the n-th event, and returns whether the commit was before that. */
    private boolean restartedAt(int number, Stop stop, Path backup, DatabaseState before) throws Exception {
        List<RestoreEvent> events = new ArrayList<>();
        Throwable failure = catchThrowable(() -> restore(backup)
                .listener(event -> {
                    events.add(event);
                    if (events.size() == number) {
                        restart(stop);
                    }
                })
                .run());
        boolean committed = events.stream().anyMatch(RestoreEvent.Committed.class::isInstance);
        if (committed) {
            assertThat(failure).isNull();
            assertAsInTheBackup(before);
        } else {
            assertThat(failure).isInstanceOf(DatabaseException.class);
            assertThat(((DatabaseException) failure).committed()).isFalse();
            assertAsBefore(before);
        }
        return committed;
    }

    private static void restart(Stop stop) {
        try {
            server.restart(stop);
            shared.reconnect();
        } catch (IOException | InterruptedException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aFullDiskLeavesWhatWasThere() throws Exception {
        Path disk = Files.createDirectory(files.resolve("disk"));
        assumeTrue(
                ended("mount", "-t", "tmpfs", "-o", "size=4m,mode=700", "restore-test", disk.toString()) == 0,
                "this user may not mount a small file system to be filled");
        try {
            Path space = Files.createDirectory(disk.resolve("space"));
            filledLibrary();
            db().execute(
                            "create tablespace small location '" + space + "'",
                            "alter table library_book set tablespace small");
            DatabaseState before = DatabaseState.of(db());
            Path backup = new TestBackup()
                    .table("library_author", "{'id':1,'name':'Ann'}")
                    .exactly(
                            "library_book",
                            IntStream.rangeClosed(1, 20_000)
                                    .mapToObj(n -> "{\"id\":" + n + ",\"author_id\":1,\"title\":\"" + n
                                            + " and a title of some length".repeat(10) + "\"}")
                                    .toList())
                    .directory(temp().resolve("many"));
            Throwable failure = catchThrowable(restore(backup)::run);
            assertThat(failure).isInstanceOf(DatabaseException.class);
            assertThat(((DatabaseException) failure).sqlState()).isEqualTo("53100");
            assertAsBefore(before);
        } finally {
            shared.clear();
            db().execute("drop tablespace if exists small");
            assertThat(ended("umount", disk.toString())).isZero();
        }
    }

    private static int ended(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return -1;
        }
        return process.exitValue();
    }
}
