package dev.restore.examples.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.seed.SeedReport;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.TestConstructor;
import org.springframework.transaction.annotation.Transactional;

/** Tests whose data source is in Spring's context only, with Spring's transaction about them and without. */
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class SpringSeedCase {

    final JdbcTemplate sql;

    SpringSeedCase(JdbcTemplate sql) {
        this.sql = sql;
    }

    private void findsTheSeedAndChangesIt() {
        assertThat(sql.queryForList("select name from author order by id", String.class))
                .containsExactly("Ann", "Bea");
        assertThat(sql.queryForList("select id from ticket", Long.class)).isEmpty();
        assertThat(sql.queryForObject("select next value for ticket_seq", Long.class))
                .isEqualTo(1);
        sql.update("delete from book");
        sql.update("insert into author (id, name) values (77, 'new')");
        sql.update("insert into ticket (id, subject) values (1, 'besides the seed')");
    }

    @Test
    @Order(1)
    void aTestThatCommits() {
        findsTheSeedAndChangesIt();
    }

    @Test
    @Order(2)
    @Transactional
    void aTestInATransactionSeesWhatWasPutBackBeforeIt(SeedReport report) {
        assertThat(report.rewritten()).containsExactlyInAnyOrder("BOOK", "AUTHOR", "TICKET");
        findsTheSeedAndChangesIt();
    }

    @Test
    @Order(3)
    void aTransactionThatWasRolledBackLeftNothingButItsNumber() {
        findsTheSeedAndChangesIt();
    }
}
