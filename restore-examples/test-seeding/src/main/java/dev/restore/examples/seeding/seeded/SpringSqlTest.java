package dev.restore.examples.seeding.seeded;

import dev.restore.examples.seeding.ShopDatabase;
import dev.restore.examples.seeding.ShopTests;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.test.context.jdbc.Sql;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;

@SpringJUnitConfig(SpringSqlTest.Settings.class)
@Sql("/seed/shop.sql")
@Transactional
public class SpringSqlTest extends ShopTests {

    @Configuration
    static class Settings {
        @Bean
        DataSource database() {
            return ShopDatabase.DATA_SOURCE;
        }

        @Bean
        PlatformTransactionManager transactions(DataSource database) {
            return new DataSourceTransactionManager(database);
        }
    }

    @SpringJUnitConfig(SpringSqlTest.Settings.class)
    @Sql("/seed/wrong.sql")
    @Transactional
    public static class WrongColumn extends SpringSqlTest {}
}
