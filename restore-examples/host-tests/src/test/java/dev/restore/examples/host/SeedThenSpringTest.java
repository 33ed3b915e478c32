package dev.restore.examples.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.restore.backup.BackupSource;
import dev.restore.junit.Seed;
import dev.restore.junit.SeedIsolation;
import dev.restore.junit.SeedTables;
import dev.restore.seed.Fixture;
import dev.restore.seed.SeedException;
import dev.restore.seed.SeededDatabase;
import java.util.Objects;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionTemplate;

/** The seed comes before the transaction of Spring, and lets the next test have the database after it. */
@Seed("seed")
@SpringBootTest(classes = HostApplication.class)
class SeedThenSpringTest extends SpringSeedCase {

    private final TransactionTemplate transaction;

    SeedThenSpringTest(JdbcTemplate sql, TransactionTemplate transaction) {
        super(sql);
        this.transaction = transaction;
    }

    @Test
    void aTransactionThatIsOpenOnTheConnectionIsLeftAlone() {
        DataSource bound = new TransactionAwareDataSourceProxy(Objects.requireNonNull(sql.getDataSource()));
        Fixture seed = Fixture.of(BackupSource.ofClasspath("seed"));
        transaction.executeWithoutResult(status -> {
            sql.update("insert into author (id, name) values (78, 'mine')");
            assertThatThrownBy(() -> SeededDatabase.of(bound).reset(seed))
                    .isInstanceOf(SeedException.class)
                    .hasMessageContaining("transaction that is open already");
        });
        assertThat(sql.queryForList("select name from author where id = 78", String.class))
                .containsExactly("mine");
    }

    /** Its beans would use the database of all. */
    @Seed(value = "seed", isolation = SeedIsolation.WORKER)
    @SpringBootTest(classes = HostApplication.class)
    static class Isolated {

        @SeedTables
        static void tables(DataSource empty) {}

        @Test
        void isNotReached(DataSource own) {}
    }

    @Test
    void beansThatKeepTheirDataSourceAreNotIsolated() {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(Isolated.class))
                .build();
        LauncherFactory.create().execute(request, listener);
        assertThat(listener.getSummary().getFailures())
                .singleElement()
                .satisfies(failure ->
                        assertThat(failure.getException()).hasMessageContaining("beans of Spring's context keep"));
    }
}
