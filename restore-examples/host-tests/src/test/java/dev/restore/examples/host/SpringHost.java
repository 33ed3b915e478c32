package dev.restore.examples.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.Restore;
import dev.restore.backup.BackupSource;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.TestConstructor;
import org.springframework.transaction.support.TransactionTemplate;

/** A test in the running program, whose tables hold an old author before it. All such tests share one program. */
@SpringBootTest(classes = HostApplication.class)
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
abstract class SpringHost {

    final DataSource pool;
    final JdbcTemplate sql;
    final TransactionTemplate transaction;

    SpringHost(DataSource pool, JdbcTemplate sql, TransactionTemplate transaction) {
        this.pool = pool;
        this.sql = sql;
        this.transaction = transaction;
    }

    @BeforeEach
    void oldRows() {
        sql.update("delete from book");
        sql.update("delete from author");
        sql.update("insert into author (id, name) values (50, 'old')");
    }

    /** Begins a restore of authors and books. */
    static Restore restore() {
        return Restore.from(BackupSource.ofClasspath("seed"));
    }

    void assertOld() {
        assertThat(sql.queryForList("select name from author order by id", String.class))
                .containsExactly("old");
    }

    void assertRestored() {
        assertThat(sql.queryForList("select name from author order by id", String.class))
                .containsExactly("Ann", "Bea");
        assertThat(sql.queryForList("select title from book", String.class)).containsExactly("Tides");
    }
}
