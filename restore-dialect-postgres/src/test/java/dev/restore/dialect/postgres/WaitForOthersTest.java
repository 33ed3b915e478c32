package dev.restore.dialect.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.restore.Restore;
import dev.restore.outcome.Phase;
import dev.restore.outcome.Problem;
import dev.restore.outcome.RestoreException;
import dev.restore.testing.TestDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** Somebody else holds what a restore needs: it says who, and soon. */
class WaitForOthersTest extends OwnerCase {

    /** Connections that wait for a lock only as long as a test may. */
    private TestDataSource impatient() {
        Properties options = new Properties();
        options.setProperty("options", "-c lock_timeout=100ms");
        return TestDataSource.of(shared.urlForAnotherProcess(temp()), options);
    }

    private RestoreException refusedWhile(Connection other, String statementOfOther) throws Exception {
        Restore restore = restore(library()).into(impatient());
        String pid = db().rows(other, "select pg_backend_pid()").get(0);
        other.setAutoCommit(false);
        try (Statement statement = other.createStatement()) {
            statement.execute(statementOfOther);
        }
        RestoreException failure = catchThrowableOfType(RestoreException.class, restore::run);
        other.rollback();
        assertThat(failure)
                .hasMessageContaining("blocked by server process " + pid)
                .hasMessageContaining(
                        "if the restore was called in that transaction, give its connection to into(connection)")
                .hasMessageContaining("pg_terminate_backend(" + pid + ")");
        assertThat(failure.retryable()).isTrue();
        assertThat(failure.problems()).extracting(Problem::kind).containsExactly(Problem.Kind.BUSY);
        restore.run();
        assertLibrary();
        return failure;
    }

    @Test
    void namesWhoKeepsThePlanFromCountingRows() throws Exception {
        createLibrary();
        fillLibrary();
        try (Connection other = db().dataSource().getConnection()) {
            assertThat(refusedWhile(other, "lock table library_book").phase()).isEqualTo(Phase.PLAN);
        }
    }

    @Test
    void namesWhoKeepsTablesFromBeingEmptied() throws Exception {
        createLibrary();
        fillLibrary();
        try (Connection other = db().dataSource().getConnection()) {
            assertThat(refusedWhile(other, "update library_author set name = name")
                            .phase())
                    .isEqualTo(Phase.PREPARE);
        }
    }

    @Test
    void namesAnotherProgramWithoutTakingItForThisOne() throws Exception {
        createLibrary();
        fillLibrary();
        Properties name = new Properties();
        name.setProperty("ApplicationName", "nightly job");
        try (Connection other =
                TestDataSource.of(shared.urlForAnotherProcess(temp()), name).getConnection()) {
            other.setAutoCommit(false);
            try (Statement statement = other.createStatement()) {
                statement.execute("lock table library_book");
            }
            RestoreException failure = catchThrowableOfType(
                    RestoreException.class, restore(library()).into(impatient())::plan);
            assertThat(failure)
                    .hasMessageContaining("(nightly job)")
                    .hasMessageContaining("Wait for it, or end it with SELECT pg_terminate_backend(")
                    .hasMessageNotContaining("into(connection)");
            assertThat(failure.retryable()).isTrue();
            other.rollback();
        }
    }

    @Test
    void twoRestoresInOneTransactionAreNotInEachOthersWay() throws Exception {
        createLibrary();
        Path backup = library().directory(temp().resolve("backup"));
        try (Connection connection = db().dataSource().getConnection()) {
            connection.setAutoCommit(false);
            Restore.from(backup).into(connection).run();
            Restore.from(backup).into(connection).run();
            connection.commit();
        }
        assertLibrary();
    }
}
