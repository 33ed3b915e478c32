package dev.restore.examples.host;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.restore.Restore;
import dev.restore.RestoreJob;
import dev.restore.backup.BackupSource;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.RunStatus;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.transaction.support.TransactionTemplate;

/** Restores as jobs of the program, and what it does after them. */
class SpringJobTest extends SpringHost {

    private final HostApplication.Seeding seeding;
    private final ThreadPoolTaskExecutor restores;
    private final EntityManager entities;

    SpringJobTest(
            DataSource pool,
            JdbcTemplate sql,
            TransactionTemplate transaction,
            HostApplication.Seeding seeding,
            ThreadPoolTaskExecutor restores,
            EntityManager entities) {
        super(pool, sql, transaction);
        this.seeding = seeding;
        this.restores = restores;
        this.entities = entities;
    }

    private static List<ILoggingEvent> logged(ListAppender<ILoggingEvent> appender) {
        return appender.list.stream()
                .filter(event -> event.getLoggerName().startsWith("dev.restore."))
                .toList();
    }

    @Test
    void aQueuedJobIsPendingAndLogsForWhomItWasStarted() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger("dev.restore");
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.start();
        logger.addAppender(appender);
        CountDownLatch busy = new CountDownLatch(1);
        restores.execute(() -> {
            try {
                busy.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        RestoreJob job;
        try (MDC.MDCCloseable request = MDC.putCloseable("request", "4711")) {
            assertThat(request).isNotNull();
            job = seeding.seed();
        }
        assertThat(job.status()).isEqualTo(RunStatus.PENDING);
        assertThat(job.startedAt()).isEmpty();
        busy.countDown();
        assertThat(job.await().outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(job.startedAt()).isPresent();
        logger.detachAppender(appender);
        assertThat(logged(appender)).isNotEmpty().allSatisfy(event -> {
            assertThat(event.getMDCPropertyMap()).containsEntry("request", "4711");
            assertThat(event.getThreadName()).startsWith("restores-");
        });
        assertThat(logged(appender))
                .extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(message -> message.startsWith("restored seed into jdbc:h2:mem:host: 3 rows")
                        || message.contains("seed into jdbc:h2:mem:host: 3 rows"));
        assertRestored();
    }

    @Test
    void theNextNumberOfASequenceThatIsTakenInBlocksIsFree() {
        Restore.from(BackupSource.ofClasspath("tickets")).into(pool).run();
        transaction.executeWithoutResult(status -> {
            for (int i = 0; i < 60; i++) {
                entities.persist(new Ticket("new " + i));
            }
            entities.flush();
        });
        assertThat(sql.queryForObject("select count(*) from ticket", Long.class))
                .isEqualTo(62);
    }
}
