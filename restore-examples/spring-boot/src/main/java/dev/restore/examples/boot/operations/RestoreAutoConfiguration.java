package dev.restore.examples.boot.operations;

import dev.restore.backup.ReadLimits;
import dev.restore.history.JdbcRunHistory;
import dev.restore.history.RunHistory;
import dev.restore.outcome.RunObserver;
import java.util.concurrent.ScheduledFuture;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.scheduling.support.CronTrigger;
import tools.jackson.databind.json.JsonMapper;

/** Backups and restores of the application's {@code DataSource}. Each bean steps back where the application has its own. */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration"
        })
@ConditionalOnBean(DataSource.class)
@EnableConfigurationProperties(RestoreProperties.class)
public class RestoreAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    HistoryDatabase historyDatabase(RestoreProperties settings, DataSource database) {
        return HistoryDatabase.of(settings.history(), database);
    }

    @Bean
    @ConditionalOnMissingBean
    RunHistory runHistory(HistoryDatabase database, RestoreProperties settings) {
        return JdbcRunHistory.in(database.dataSource())
                .heartbeat(settings.history().heartbeat(), settings.history().lostAfter());
    }

    @Bean
    @ConditionalOnMissingBean
    BackupStore backupStore(RestoreProperties settings, JsonMapper json) {
        return new BackupStore(
                settings.directory().resolve("backups"),
                settings.upload().maxSize().toBytes(),
                settings.maxTotalSize() == null
                        ? Long.MAX_VALUE
                        : settings.maxTotalSize().toBytes(),
                ReadLimits.forThisHeap().withExpansion(settings.upload().maxExpansion()),
                json);
    }

    @Bean
    WorkFiles workFiles(RestoreProperties settings) {
        return new WorkFiles(settings.directory());
    }

    @Bean
    RunRegister runRegister(RunHistory history, WorkFiles files, JsonMapper json) {
        return new RunRegister(history, files, json);
    }

    @Bean
    RunThreads runThreads(RunRegister register) {
        return new RunThreads(register::cancelAll);
    }

    @Bean
    RestoreOperations restoreOperations(
            DataSource database,
            BackupStore store,
            RunHistory history,
            RunRegister register,
            ObjectProvider<RunObserver> observers,
            WorkFiles files,
            RunThreads threads,
            RestoreProperties settings) {
        RunObserver observer = observers.orderedStream().reduce(RunObserver.none(), RunObserver::andThen);
        return new RestoreOperations(database, store, history, register, observer, files, threads, settings);
    }

    @Bean
    Audit restoreAudit(RunHistory history) {
        return new Audit(history);
    }

    @Bean
    ScheduledCare scheduledCare(
            RestoreOperations operations,
            BackupStore store,
            RunHistory history,
            WorkFiles files,
            RestoreProperties settings) {
        return new ScheduledCare(operations, store, history, files, settings);
    }

    @Bean(destroyMethod = "shutdown")
    ThreadPoolTaskScheduler restoreScheduler(ScheduledCare care, RestoreProperties settings) {
        ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
        scheduler.setThreadNamePrefix("restore-schedule-");
        scheduler.setDaemon(true);
        scheduler.initialize();
        String cron = settings.schedule().cron();
        if (!cron.equals("-")) {
            ScheduledFuture<?> unused = scheduler.schedule(care::run, new CronTrigger(cron));
        }
        return scheduler;
    }
}
