package dev.restore.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restore.outcome.HistoryException;
import dev.restore.outcome.RunCounts;
import dev.restore.outcome.RunStatus;
import dev.restore.testing.H2Database;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What requests, queries and results of a history refuse. */
class HistoryValuesTest {

    @Test
    void whatIsOutOfItsRangeIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> RunRequest.by(" "));
        assertThatIllegalArgumentException().isThrownBy(() -> RunRequest.by("x".repeat(201)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RunRequest.by("ann").key("k").resuming("r"))
                .withMessageContaining("has its key already");
        assertThatIllegalArgumentException().isThrownBy(() -> RunQuery.newest().limit(0));
        assertThatIllegalArgumentException().isThrownBy(() -> RunQuery.newest().offset(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> Retention.ofRuns(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> Retention.of(Duration.ofMillis(-1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RunResult(RunStatus.RUNNING, RunCounts.NONE, null, null));
        JdbcRunHistory history = JdbcRunHistory.in(new H2Database().dataSource());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> history.heartbeat(Duration.ofSeconds(10), Duration.ofSeconds(29)));
        assertThat(history.heartbeat(Duration.ofSeconds(10), Duration.ofSeconds(30))
                        .lostAfter())
                .hasSeconds(30);
    }

    @Test
    void aDatabaseThatCannotKeepOneIsNamed() {
        assertThat(HistoryProduct.of("MariaDB")).isEqualTo(HistoryProduct.MARIADB);
        assertThatThrownBy(() -> HistoryProduct.of("Apache Derby"))
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining("this is Apache Derby");
    }
}
