package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.Backup;
import dev.restore.Restore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A JVM that is killed while it writes a safety backup, or after it, has changed nothing, and the backup is whole or not there. */
interface SafetyKillContract extends KillContract {

    private Path safetyBackup() throws IOException {
        return Files.createDirectories(temp().resolve("safety")).resolve("before.tar.gz");
    }

    private boolean isBeingWritten() throws IOException {
        try (Stream<Path> files = Files.list(safetyBackup().getParent())) {
            return files.findAny().isPresent();
        }
    }

    private DatabaseState manyAuthors() throws Exception {
        createLibrary();
        restore(new TestBackup()
                        .exactly(
                                "library_author",
                                IntStream.rangeClosed(1, 30_000)
                                        .mapToObj(n -> "{\"id\":" + n + ",\"name\":\"author " + n + "\"}")
                                        .toList()))
                .run();
        return DatabaseState.of(db());
    }

    @Test
    default void aKillWhileItIsWrittenLeavesEverythingAsItWas() throws Exception {
        DatabaseState before = manyAuthors();
        Path backup = library().directory(temp().resolve("backup"));
        leaveToOthers();
        try (RestoreProcess victim = new RestoreProcess(url(), backup, 1, safetyBackup())) {
            assertThat(victim.goOn()).contains("Opened");
            assertThat(victim.goOn()).contains("Planned");
            CompletableFuture<Optional<String>> next = CompletableFuture.supplyAsync(() -> goOn(victim));
            while (!isBeingWritten() && !next.isDone()) {
                Thread.onSpinWait();
            }
            assertThat(isBeingWritten()).isTrue();
            victim.kill();
        }
        assertAsBefore(before);
        if (Files.exists(safetyBackup())) {
            assertThat(Backup.verify(safetyBackup()).run().rows()).isEqualTo(30_000);
        }
    }

    private static Optional<String> goOn(RestoreProcess process) {
        try {
            return process.goOn();
        } catch (Exception e) {
            return Optional.empty();
        }
    }

    @Test
    default void aKillAfterItWasWrittenLeavesTheWayBack() throws Exception {
        DatabaseState before = manyAuthors();
        Path backup = library().directory(temp().resolve("backup"));
        leaveToOthers();
        List<String> events = new ArrayList<>();
        try (RestoreProcess victim = new RestoreProcess(url(), backup, 1, safetyBackup())) {
            while (!events.contains("Committed")) {
                events.add(victim.goOn().orElseThrow());
            }
            victim.kill();
        }
        assertThat(events).startsWith("Opened", "Planned", "Saved", "Cleared");
        assertAsInTheBackup(before);
        Restore.undo(safetyBackup()).into(db().dataSource()).run();
        DatabaseState.of(db()).assertSameButNumbersAs(before);
        db().execute("insert into library_author (name) values ('next')");
        assertThat(db().rows("select id from library_author where name = 'next'"))
                .containsExactly("30001");
    }
}
