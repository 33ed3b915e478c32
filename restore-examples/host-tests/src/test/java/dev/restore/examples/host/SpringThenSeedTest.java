package dev.restore.examples.host;

import dev.restore.junit.Seed;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;

/** Spring begins the transaction of a test before the seed comes, and ends it after the next test may have the database. */
@SpringBootTest(classes = HostApplication.class)
@Seed("seed")
class SpringThenSeedTest extends SpringSeedCase {

    SpringThenSeedTest(JdbcTemplate sql) {
        super(sql);
    }
}
