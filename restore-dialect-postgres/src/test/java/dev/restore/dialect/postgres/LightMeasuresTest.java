package dev.restore.dialect.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.restore.Restore;
import dev.restore.dialect.ForeignKeyMeasure.Kind;
import dev.restore.outcome.RestoreReport;
import dev.restore.outcome.VerificationException;
import dev.restore.plan.RowErrors;
import dev.restore.testing.TestBackup;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** For few rows nothing is altered and no file made anew, and bad rows are treated all the same. */
class LightMeasuresTest extends OwnerCase {

    private static final String FILES =
            "select relname, pg_relation_filenode(oid) from pg_class where relkind in ('r', 'i') "
                    + "and relnamespace = 'public'::regnamespace order by 1";

    /** The rows of the catalog are new ones when a constraint was altered. */
    private static final String CONSTRAINTS =
            "select conname, xmin from pg_constraint where connamespace = 'public'::regnamespace order by 1";

    private void createTables() throws SQLException {
        db().execute(
                        "create table parent (id int primary key, v text)",
                        "create table child (id int primary key, parent int not null references parent)",
                        "create table leaf (child int references child)");
    }

    private static TestBackup rows() {
        return new TestBackup()
                .table("leaf", "{'child':5}")
                .table("child", "{'id':5,'parent':1}", "{'id':6,'parent':2}")
                .table("parent", "{'id':1,'v':'a'}", "{'id':2,'v':'b'}");
    }

    @Test
    void deletesAndAltersNothing() throws Exception {
        createTables();
        freshly(rows()).run();
        List<String> files = db().rows(FILES);
        List<String> constraints = db().rows(CONSTRAINTS);
        assertThat(freshly(rows()).plan().measure().kind()).isEqualTo(Kind.ORDER);
        RestoreReport report = freshly(rows()).run();
        assertThat(report.warnings()).isEmpty();
        assertThat(db().rows("select id, parent from child order by id")).containsExactly("5|1", "6|2");
        assertThat(db().rows(FILES)).isEqualTo(files);
        assertThat(db().rows(CONSTRAINTS)).isEqualTo(constraints);
    }

    @Test
    void truncatesLargeTablesAndThoseThatReferToThem() throws Exception {
        createTables();
        db().execute(
                        "insert into parent select n, repeat('x', 200) from generate_series(1, 2000) n",
                        "insert into child values (1, 1)");
        List<String> files = db().rows(FILES);
        freshly(rows()).run();
        assertThat(db().rows(FILES)).doesNotContainAnyElementsOf(files);
        assertThat(db().rows("select count(*) from parent")).containsExactly("2");
    }

    @Test
    void leavesTablesWithRulesAndTriggersToTruncate() throws Exception {
        createTables();
        db().execute(
                        "create table log (note text)",
                        "create table ruled (id int)",
                        "create rule keep as on delete to ruled do instead nothing",
                        "create table watched (id int)",
                        "create function note() returns trigger language plpgsql as "
                                + "'begin insert into log values (''gone''); return old; end'",
                        "create trigger note after delete on watched for each row execute function note()",
                        "insert into ruled values (1)",
                        "insert into watched values (1)");
        TestBackup backup = new TestBackup().table("ruled", "{'id':2}").table("watched", "{'id':2}");
        freshly(backup).run();
        assertThat(db().rows("select id from ruled")).containsExactly("2");
        assertThat(db().rows("select id from watched")).containsExactly("2");
        assertThat(db().rows("select note from log")).isEmpty();
    }

    @Test
    void treatsBadRowsLikeTheOtherMeasures() throws Exception {
        createTables();
        TestBackup bad = rows().table("child", "{'id':5,'parent':77}", "{'id':6,'parent':2}");
        VerificationException failure = catchThrowableOfType(
                VerificationException.class, () -> freshly(bad).run());
        assertThat(failure.violations()).hasSize(1);
        RestoreReport report = freshly(bad).onRowError(RowErrors.reject()).run();
        assertThat(report.rejects()).extracting(row -> row.table()).containsExactlyInAnyOrder("child", "leaf");
        assertThat(db().rows("select id from child")).containsExactly("6");
    }

    @Test
    void startsOverWithinATransactionOfTheCallers() throws Exception {
        createTables();
        TestBackup bad = rows().table("child", "{'id':5,'parent':77}", "{'id':6,'parent':2}");
        try (Connection connection = db().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("create table callers (id int)");
            statement.execute("set local statement_timeout = '7min'");
            RestoreReport report = Restore.from(bad.directory(temp().resolve("joined")))
                    .into(connection)
                    .onRowError(RowErrors.reject())
                    .run();
            assertThat(report.totals().rejected()).isEqualTo(2);
            assertThat(db().rows(connection, "show statement_timeout")).containsExactly("7min");
            connection.commit();
        }
        assertThat(db().rows("select id from child")).containsExactly("6");
        assertThat(db().rows("select count(*) from callers")).containsExactly("0");
    }

    @Test
    void putsOffWhatTheCallerHasMadeImmediate() throws Exception {
        db().execute("create table tree (id int primary key, up int references tree)");
        Path backup = new TestBackup()
                .table("tree", "{'id':1,'up':2}", "{'id':2,'up':null}")
                .directory(temp());
        try (Connection connection = db().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("set constraints all immediate");
            Restore.from(backup).into(connection).run();
            connection.commit();
        }
        assertThat(db().rows("select id, up from tree order by id")).containsExactly("1|2", "2|∅");
    }

    @Test
    void putsOffWhatCannotBeOrdered() throws Exception {
        db().execute("create table tree (id int primary key, up int references tree)");
        assertThat(freshly(new TestBackup().table("tree", "{'id':1,'up':2}", "{'id':2,'up':null}"))
                        .plan()
                        .measure()
                        .kind())
                .isEqualTo(Kind.MAKE_DEFERRABLE);
    }
}
