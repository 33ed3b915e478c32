package dev.restore.examples.host;

import dev.restore.Restore;
import dev.restore.RestoreJob;
import dev.restore.backup.BackupSource;
import javax.sql.DataSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** A program with a pool, JPA and a queue of jobs that one thread takes. */
@SpringBootConfiguration
@EnableAutoConfiguration
class HostApplication {

    @Bean
    ThreadPoolTaskExecutor restores() {
        ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
        executor.setCorePoolSize(1);
        executor.setMaxPoolSize(1);
        executor.setThreadNamePrefix("restores-");
        return executor;
    }

    @Bean
    Seeding seeding(DataSource database, ThreadPoolTaskExecutor restores) {
        return new Seeding(database, restores);
    }

    /** Restores on request, in a thread of the queue. */
    static final class Seeding {

        private final DataSource database;
        private final ThreadPoolTaskExecutor restores;

        Seeding(DataSource database, ThreadPoolTaskExecutor restores) {
            this.database = database;
            this.restores = restores;
        }

        RestoreJob seed() {
            return Restore.from(BackupSource.ofClasspath("seed")).into(database).start(restores);
        }
    }
}
