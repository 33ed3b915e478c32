package dev.restore.dialect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.outcome.Outcome;
import dev.restore.outcome.RestoreReport;
import dev.restore.outcome.RowsByStrategy;
import dev.restore.testing.TestBackup;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** A row that COPY does not take goes in with a slower loader, and the account says which. */
class FallbackTest extends OwnerCase {

    /** The sequence counts the tries of row 3: it is not rolled back. */
    private void createPicky(String condition) throws SQLException {
        db().execute(
                        "create table picky (id bigint primary key, amount numeric, made bytea)",
                        "create sequence tries",
                        "create function pick() returns trigger language plpgsql as $$ begin "
                                + "if new.id = 3 and not (" + condition + ") then "
                                + "raise exception 'not so' using errcode = '22023'; end if; return new; end $$",
                        "create trigger pick before insert on picky for each row execute function pick()");
    }

    private RestoreReport restorePicky() throws Exception {
        return restore(new TestBackup()
                        .table(
                                "picky",
                                "{'id':1,'amount':1.10,'made':'AQID'}",
                                "{'id':2,'amount':2,'made':null}",
                                "{'id':3,'amount':1e2,'made':'BAUG'}",
                                "{'id':4,'amount':4,'made':'AQID'}"))
                .run();
    }

    private void assertPicky() throws SQLException {
        assertThat(db().rows("select id, amount::text, encode(made, 'hex') from picky order by id"))
                .containsExactly("1|1.10|010203", "2|2|∅", "3|100|040506", "4|4|010203");
    }

    @Test
    void aRowThatCopyDoesNotTakeGoesInByAnInsert() throws Exception {
        createPicky("current_query() ilike 'insert%'");
        RestoreReport report = restorePicky();
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(report.tables().get(0).byStrategy()).isEqualTo(new RowsByStrategy(0, 3, 1, 0));
        assertPicky();
    }

    @Test
    void aRowThatAnInsertDoesNotTakeGoesInAsText() throws Exception {
        createPicky("nextval('tries') > 2");
        RestoreReport report = restorePicky();
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(report.tables().get(0).byStrategy()).isEqualTo(new RowsByStrategy(0, 3, 0, 1));
        assertThat(report.json()).contains("\"by_strategy\":{\"bulk\":0,\"parts\":3,\"insert\":0,\"text\":1}");
        assertPicky();
    }

    @Test
    void aGoodBatchGoesInWhole() throws Exception {
        createPicky("true");
        assertThat(restorePicky().tables().get(0).byStrategy()).isEqualTo(new RowsByStrategy(4, 0, 0, 0));
        assertPicky();
    }
}
