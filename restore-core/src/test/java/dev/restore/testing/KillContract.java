package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.restore.Restore;
import dev.restore.outcome.RestoreException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A JVM that is killed while it restores leaves everything or nothing, and keeps others out while it lives. */
public interface KillContract extends FaultBench, OtherProcess {

    private RestoreProcess process(Path backup) throws Exception {
        return new RestoreProcess(url(), backup, batchRows(), false);
    }

    /** While one process is killed and its traces are looked at, the next one is starting. */
    @Test
    default void survivesAKillAtAnyEvent() throws Exception {
        Path backup = filledLibrary();
        List<String> killedAt = new ArrayList<>();
        boolean survived = false;
        leaveToOthers();
        RestoreProcess next = process(backup);
        try {
            for (int kill = 1; !survived; kill++) {
                DatabaseState before = DatabaseState.of(db());
                leaveToOthers();
                try (RestoreProcess victim = next) {
                    next = process(backup);
                    Optional<String> event = stepsTo(kill, victim);
                    survived = event.isEmpty();
                    event.ifPresent(killedAt::add);
                    if (survived) {
                        victim.endWell();
                    } else {
                        victim.kill();
                    }
                }
                if (survived || killedAt.contains("Committed")) {
                    assertAsInTheBackup(before);
                } else {
                    assertAsBefore(before);
                }
            }
        } finally {
            next.close();
        }
        assertThat(killedAt)
                .startsWith("Opened", "Planned", "Cleared", "Progress", "Progress")
                .endsWith("Verified", "Committed", "Finished");
    }

    /** Lets it go on to its n-th event. */
    static Optional<String> stepsTo(int number, RestoreProcess process) throws Exception {
        Optional<String> event = process.goOn();
        for (int passed = 1; event.isPresent() && passed < number; passed++) {
            event = process.goOn();
        }
        return event;
    }

    /** Returns a backup of two authors and books from 1 on. */
    default TestBackup manyBooks(int books) {
        return new TestBackup()
                .table("library_author", "{'id':3,'name':'Ann','boss':7}", "{'id':7,'name':'Bea','boss':null}")
                .table(
                        "library_book",
                        IntStream.rangeClosed(1, books)
                                .mapToObj(n -> "{'id':" + n + ",'author_id':3,'title':'t" + n + "','pages':" + n + "}")
                                .toArray(String[]::new));
    }

    /** Each process is killed later than the one before it, until one survives: each goes on where the last one ended. */
    @Test
    default void aResumableRestoreGoesOnHoweverOftenItIsKilled() throws Exception {
        createLibrary();
        fillLibrary();
        int books = Faults.times(5, 60);
        Path backup = manyBooks(books).directory(temp().resolve("resumable"));
        DatabaseState before = DatabaseState.of(db());
        Set<String> killedAt = new TreeSet<>();
        boolean survived = false;
        for (int kill = Faults.times(3, 1); !survived; kill += Faults.times(3, 1)) {
            leaveToOthers();
            try (RestoreProcess victim = new RestoreProcess(url(), backup, 1, true)) {
                Optional<String> event = stepsTo(kill, victim);
                survived = event.isEmpty();
                event.ifPresent(killedAt::add);
                if (survived) {
                    victim.endWell();
                } else {
                    victim.kill();
                }
            }
        }
        assertThat(killedAt).contains("Checkpointed", "Progress");
        assertThat(authors()).containsExactly("3|Ann|7", "7|Bea|∅");
        assertThat(books())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, books)
                        .mapToObj(n -> n + "|3|t" + n + "|" + n)
                        .toList());
        DatabaseState.of(db()).assertSameSchemaAs(before);
        assertForeignKeysEnforced();
        assertThat(db().rows("select id, note from bystander")).containsExactly("1|stays");
    }

    @Test
    default void ofTwoProcessesOneWinsAndTheOtherIsToldSo() throws Exception {
        Path backup = filledLibrary();
        DatabaseState before = DatabaseState.of(db());
        Restore second = Restore.from(backup).into(impatient());
        leaveToOthers();
        try (RestoreProcess first = process(backup)) {
            for (Optional<String> event = first.goOn(); event.isPresent(); event = first.goOn()) {
                if (List.of("Cleared", "Progress", "Verified").contains(event.get())) {
                    Throwable refusal = catchThrowable(second::run);
                    assertThat(refusal).isInstanceOf(RestoreException.class);
                    assertThat(refusal.getMessage()).containsPattern("another (restore|process)|Another process");
                }
            }
            first.endWell();
        }
        assertAsInTheBackup(before);
    }
}
