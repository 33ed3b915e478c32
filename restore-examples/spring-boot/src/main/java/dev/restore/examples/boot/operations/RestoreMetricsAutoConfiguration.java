package dev.restore.examples.boot.operations;

import dev.restore.outcome.RunObserver;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** Metrics, where Micrometer is there. */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration"
        })
@ConditionalOnClass(MeterRegistry.class)
public class RestoreMetricsAutoConfiguration {

    @Bean
    @ConditionalOnBean(MeterRegistry.class)
    RunObserver restoreMetrics(MeterRegistry meters) {
        return new RestoreMetrics(meters);
    }
}
