package dev.restore.examples.boot.demo;

import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Opens the shop before the first request, unless {@code demo.enabled} is false. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "demo.enabled", matchIfMissing = true)
class DemoConfiguration {

    @Bean(initMethod = "open")
    DemoShop demoShop(DataSource database, @Value("${demo.purchases:20000}") int purchases) {
        return new DemoShop(database, purchases);
    }
}
