package dev.restore.engine.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.engine.step.Committed;
import dev.restore.outcome.Phase;
import dev.restore.outcome.RestoreException;
import dev.restore.outcome.UnexpectedException;
import java.util.List;
import org.junit.jupiter.api.Test;

class AfterCommitsTest {

    @Test
    void aDefectThatShowsAfterTheCommitSaysThatTheRowsAreIn() {
        RestoreException told = AfterCommits.of(
                Phase.REPORT,
                new IllegalStateException("value 4711"),
                new Committed(3, true, "/backups/before.zip", List.of()));
        assertThat(told).isInstanceOf(UnexpectedException.class);
        assertThat(told.committed()).isTrue();
        assertThat(told)
                .message()
                .contains(
                        "The restore itself is committed: 3 rows are in",
                        "/backups/before.zip",
                        "IllegalStateException")
                .doesNotContain("incomplete", "4711");
    }
}
