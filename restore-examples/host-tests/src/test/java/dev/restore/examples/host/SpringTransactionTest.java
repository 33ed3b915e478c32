package dev.restore.examples.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariDataSource;
import dev.restore.Backup;
import dev.restore.Restore;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.Problem;
import dev.restore.outcome.RestoreException;
import dev.restore.outcome.RestoreReport;
import jakarta.persistence.EntityManager;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Objects;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionTemplate;

/** However the connection of Spring's transaction is handed out, what the program began is the program's. */
class SpringTransactionTest extends SpringHost {

    private final EntityManager entities;

    SpringTransactionTest(DataSource pool, JdbcTemplate sql, TransactionTemplate transaction, EntityManager entities) {
        super(pool, sql, transaction);
        this.entities = entities;
    }

    /** Restores within a transaction that is rolled back: nothing of it may stay, nor of what the program did before and after. */
    private void leavesTheEndToTheProgram(Restore restore) {
        transaction.executeWithoutResult(status -> {
            sql.update("insert into author (id, name) values (51, 'mine')");
            RestoreReport report = restore.run();
            assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
            assertThat(report.warnings()).anyMatch(warning -> warning.contains("last when the caller commits"));
            assertRestored();
            sql.update("insert into author (id, name) values (52, 'mine too')");
            status.setRollbackOnly();
        });
        assertOld();
        transaction.executeWithoutResult(status -> restore.run());
        assertRestored();
    }

    @Test
    void aDataSourceThatIsAwareOfTransactions() {
        leavesTheEndToTheProgram(restore().into(new TransactionAwareDataSourceProxy(pool)));
    }

    @Test
    void aDataSourceThatIsAwareOfTransactionsAndConnectsLate() {
        DataSource lazy = new LazyConnectionDataSourceProxy(pool);
        transaction.executeWithoutResult(status -> {
            // This transaction is bound to the pool, not to what stands before it.
            RestoreReport report =
                    restore().into(new TransactionAwareDataSourceProxy(lazy)).run();
            assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
            status.setRollbackOnly();
        });
        assertRestored();
    }

    @Test
    void aJdbiOverADataSourceThatIsAwareOfTransactions() {
        leavesTheEndToTheProgram(restore().into(Jdbi.create(new TransactionAwareDataSourceProxy(pool))));
    }

    @Test
    void aJdbiThatTakesAndReleasesConnectionsAsSpringDoes() {
        leavesTheEndToTheProgram(restore().into(Jdbi.create(new ConnectionFactory() {
            @Override
            public Connection openConnection() {
                return DataSourceUtils.getConnection(pool);
            }

            @Override
            public void closeConnection(Connection connection) {
                DataSourceUtils.releaseConnection(connection, pool);
            }
        })));
    }

    @Test
    void aDataSourceThatHandsOutTheBoundConnectionAsItIs() {
        leavesTheEndToTheProgram(restore().into(new AbstractDataSource() {
            @Override
            public Connection getConnection() {
                return DataSourceUtils.getConnection(pool);
            }

            @Override
            public Connection getConnection(String user, String password) {
                return getConnection();
            }
        }));
    }

    @Test
    void aTransactionOfJpa() {
        transaction.executeWithoutResult(status -> {
            entities.persist(new Author(51, "mine"));
            entities.flush();
            RestoreReport report =
                    restore().into(new TransactionAwareDataSourceProxy(pool)).run();
            assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
            entities.clear();
            assertThat(Objects.requireNonNull(entities.find(Author.class, 2L)).name())
                    .isEqualTo("Bea");
            status.setRollbackOnly();
        });
        assertOld();
    }

    @Test
    void theConnectionOfTheTransactionItself() {
        transaction.executeWithoutResult(status -> {
            sql.update("insert into author (id, name) values (51, 'mine')");
            restore().into(DataSourceUtils.getConnection(pool)).run();
            status.setRollbackOnly();
        });
        assertOld();
    }

    @Test
    void outsideOfATransactionTheRestoreHasOneOfItsOwn() {
        RestoreReport report =
                restore().into(new TransactionAwareDataSourceProxy(pool)).run();
        assertThat(report.warnings()).isEmpty();
        assertRestored();
    }

    @Test
    void whatCommitsOnTheWayIsRefusedBeforeAnythingChanges() {
        transaction.executeWithoutResult(status -> {
            sql.update("insert into author (id, name) values (51, 'mine')");
            PlanException refused = catchThrowableOfType(
                    PlanException.class,
                    restore().into(new TransactionAwareDataSourceProxy(pool)).resumable()::run);
            assertThat(refused).hasMessageContaining("outside of that transaction");
            status.setRollbackOnly();
        });
        assertOld();
    }

    @Test
    void aPoolThatKnowsNothingOfTheTransactionWaitsForItAndSaysWhatToCall() {
        transaction.executeWithoutResult(status -> {
            sql.update("update author set name = 'mine'");
            RestoreException busy =
                    catchThrowableOfType(RestoreException.class, restore().into(pool)::run);
            assertThat(busy.retryable()).isTrue();
            assertThat(busy.problems()).extracting(Problem::kind).containsOnly(Problem.Kind.BUSY);
            assertThat(busy)
                    .hasMessageContaining("into(connection)")
                    .hasMessageContaining("this program")
                    .hasMessageNotContaining("ABORT_SESSION");
            restore().into(DataSourceUtils.getConnection(pool)).run();
        });
        assertRestored();
    }

    @Test
    void aPoolOfOneConnectionWithoutAutoCommitIsAllowed() {
        try (HikariDataSource one = new HikariDataSource()) {
            one.setJdbcUrl("jdbc:h2:mem:one");
            one.setAutoCommit(false);
            one.setMaximumPoolSize(1);
            one.setConnectionTimeout(250);
            JdbcTemplate here = new JdbcTemplate(one);
            here.execute("create table author (id bigint primary key, name varchar(20))");
            here.execute(
                    "create table book (id bigint primary key, title varchar(20), author_id bigint references author)");
            assertThat(restore().into(one).run().warnings()).isEmpty();
            assertThat(restore().into(Jdbi.create(one)).run().warnings()).isEmpty();
            assertThat(here.queryForObject("select count(*) from author", Long.class))
                    .isEqualTo(2);
        }
    }

    @Test
    void aBackupSeesTheTransactionAndLeavesItOpen(@TempDir Path directory) {
        DataSource aware = new TransactionAwareDataSourceProxy(pool);
        transaction.executeWithoutResult(status -> {
            sql.update("insert into author (id, name) values (51, 'mine')");
            Path written = directory.resolve("written");
            assertThat(Backup.of(aware).only("author").write(written).rows()).isEqualTo(2);
            assertThat(Backup.verify(written).against(aware).run().agrees()).isTrue();
            status.setRollbackOnly();
        });
        assertOld();
    }
}
