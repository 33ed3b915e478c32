package dev.restore.examples.boot.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.outcome.HistoryException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** What clients are told of what goes wrong. */
class ProblemsTest {

    @Test
    void aHistoryThatIsGoneIsNotTheFaultOfTheRequest() {
        Problems problems = new Problems();
        assertThat(problems.failed(new HistoryException("gone", new SQLException()))
                        .getStatusCode()
                        .value())
                .isEqualTo(503);
        assertThat(problems.failed(new HistoryException("it is over", null))
                        .getStatusCode()
                        .value())
                .isEqualTo(409);
    }
}
