package dev.restore.examples.boot.operations;

import dev.restore.history.RunHistory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** Health, where Spring Boot's is there. */
@AutoConfiguration(after = RestoreAutoConfiguration.class)
@ConditionalOnClass(HealthIndicator.class)
@ConditionalOnBean(RestoreOperations.class)
public class RestoreHealthAutoConfiguration {

    @Bean
    RestoreHealth restoreHealthIndicator(RunHistory history, RestoreProperties settings) {
        return new RestoreHealth(history, settings.health().maxBackupAge());
    }
}
