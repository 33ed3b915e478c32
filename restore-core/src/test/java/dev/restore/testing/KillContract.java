package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.restore.Restore;
import dev.restore.outcome.RestoreException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A JVM that is killed while it restores leaves everything or nothing, and keeps others out while it lives. */
interface KillContract extends FaultBench {

    /** Returns a URL by which another process reaches the database of this test. */
    String url();

    /** Closes the database, if it is open in this process, so that another one can open it. */
    default void leaveToOthers() throws SQLException {}

    private RestoreProcess process(Path backup) throws Exception {
        return new RestoreProcess(url(), backup, batchRows());
    }

    /** While one process is killed and its traces are looked at, the next one is starting. */
    @Test
    default void survivesAKillAtAnyEvent() throws Exception {
        Path backup = filledLibrary();
        List<String> killedAt = new ArrayList<>();
        boolean survived = false;
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
                        assertThat(victim.end()).isZero();
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
    private static Optional<String> stepsTo(int number, RestoreProcess process) throws Exception {
        Optional<String> event = process.goOn();
        for (int passed = 1; event.isPresent() && passed < number; passed++) {
            event = process.goOn();
        }
        return event;
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
            assertThat(first.end()).isZero();
        }
        assertAsInTheBackup(before);
    }
}
