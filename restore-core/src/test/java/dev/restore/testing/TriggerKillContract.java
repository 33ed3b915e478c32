package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.restore.plan.Triggers;
import dev.restore.plan.Verify;
import dev.restore.testing.TestDatabase.Ability;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A JVM that is killed while triggers are suppressed leaves them to fire. */
public interface TriggerKillContract extends FaultBench, OtherProcess {

    @Test
    default void aKillLeavesSuppressedTriggersAsTheyWere() throws Exception {
        assumeTrue(db().can(Ability.SUPPRESSES_TRIGGERS), "this database cannot suppress triggers");
        Path backup = filledLibrary();
        db().execute(db().auditTrigger("library_author"));
        for (boolean resumable : new boolean[] {false, true}) {
            for (String wanted : Faults.thorough() ? List.of("Cleared", "Progress", "Verified") : List.of("Progress")) {
                DatabaseState before = DatabaseState.of(db());
                try (RestoreProcess victim = new RestoreProcess(
                        List.of(), List.of("-Drestore.suppress=true"), url(), backup, 1, resumable)) {
                    Optional<String> event = victim.goOn();
                    while (!event.equals(Optional.of(wanted))) {
                        assertThat(event).isPresent();
                        event = victim.goOn();
                    }
                    victim.kill();
                }
                if (resumable) {
                    assertThat(triggers(DatabaseState.of(db()))).isEqualTo(triggers(before));
                } else {
                    assertAsBefore(before);
                }
            }
        }
        restore(backup)
                .triggers(Triggers.SUPPRESS)
                .resumable()
                .batchRows(1)
                .verify(Verify.CONTENT)
                .run();
        assertThat(db().rows("select note from audit")).isEmpty();
        assertThat(authors()).hasSize(3);
        db().execute("insert into library_author (name) values ('next')");
        assertThat(db().rows("select note from audit")).containsExactly("library_author");
    }

    private static List<String> triggers(DatabaseState state) {
        return state.parts().values().stream()
                .flatMap(List::stream)
                .filter(line -> line.contains("audit_"))
                .toList();
    }
}
