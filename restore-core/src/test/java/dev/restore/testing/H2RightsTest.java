package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.restore.Restore;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.Problem;
import dev.restore.outcome.RestoreReport;
import dev.restore.plan.Mode;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** On H2 a target that may only be read, and rights that a user lacks, are named by the plan. */
class H2RightsTest extends DatabaseCase implements H2InFile {

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return H2Database.inFile(directory);
    }

    private List<Problem> refused(Restore restore) throws Exception {
        return failsWithoutTrace(PlanException.class, restore::run).problems();
    }

    private TestDataSource as(String user) {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", "secret");
        return TestDataSource.of(url().replaceFirst(";.*", ""), properties);
    }

    private void grant(String... rights) throws SQLException {
        db().execute("create user clerk password 'secret'");
        for (String right : rights) {
            db().execute("grant " + right + " to clerk");
        }
    }

    private void refusesToOpenForReading(String url) throws Exception {
        byte[] before = Files.readAllBytes(file());
        Restore restore = restore(library()).into(TestDataSource.of(url, new Properties()));
        PlanException failure = catchThrowableOfType(PlanException.class, restore::run);
        assertThat(failure).isNotNull();
        assertThat(failure.committed()).isFalse();
        assertThat(failure.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.message()).contains("read-only");
            assertThat(problem.remedy()).contains("ACCESS_MODE_DATA");
        });
        assertThat(restore.plan().problems()).hasSize(1);
        assertThat(Files.readAllBytes(file())).isEqualTo(before);
    }

    @Test
    void refusesADatabaseThatIsOpenForReading() throws Exception {
        createLibrary();
        fillLibrary();
        db().close();
        refusesToOpenForReading(url().replaceFirst(";.*", "") + ";ACCESS_MODE_DATA=r");
        assertThat(authors()).containsExactly("1|old boss|∅", "2|old|1");
    }

    @Test
    void refusesAFileThatMayOnlyBeRead() throws Exception {
        createLibrary();
        fillLibrary();
        db().close();
        File file = file().toFile();
        assertThat(file.setWritable(false)).isTrue();
        try {
            assumeTrue(!Files.isWritable(file()), "this user may write files that are write-protected");
            refusesToOpenForReading(url().replaceFirst(";.*", ""));
        } finally {
            assertThat(file.setWritable(true)).isTrue();
        }
    }

    @Test
    void namesEachRightThatIsMissing() throws Exception {
        createLibrary();
        fillLibrary();
        grant(
                "select on library_author",
                "select on library_book",
                "insert on library_book",
                "delete on library_author");
        List<Problem> problems = refused(restore(library()).into(as("clerk")));
        assertThat(problems)
                .extracting(problem -> problem.subject().toLowerCase(Locale.ROOT), Problem::message)
                .contains(
                        tuple("public.library_book", "Table LIBRARY_BOOK: no right to DELETE."),
                        tuple("public.library_author", "Table LIBRARY_AUTHOR: no right to INSERT."),
                        tuple(
                                "public.library_book",
                                "Table LIBRARY_BOOK: no right to move the numbers of column ID past the rows."),
                        tuple(
                                "public.library_author",
                                "Table LIBRARY_AUTHOR: no right to move the numbers of column ID past the rows."))
                .doesNotContain(
                        tuple("public.library_book", "Table LIBRARY_BOOK: no right to INSERT."),
                        tuple("public.library_author", "Table LIBRARY_AUTHOR: no right to DELETE."));
        assertThat(problems)
                .extracting(Problem::remedy)
                .contains("GRANT DELETE ON \"PUBLIC\".\"LIBRARY_BOOK\" TO \"CLERK\"");
    }

    @Test
    void noticesARightThatWasTakenAwayBetweenRuns() throws Exception {
        db().execute("create table thing (id bigint primary key, v varchar)");
        grant("select, insert, delete on thing");
        Restore restore =
                restore(new TestBackup().table("thing", "{'id':2,'v':'new'}")).into(as("clerk"));
        for (int run = 0; run < 3; run++) {
            assertThat(restore.run().outcome()).isEqualTo(Outcome.COMPLETE);
        }
        db().execute("revoke insert on thing from clerk");
        assertThat(refused(restore)).extracting(Problem::message).containsExactly("Table THING: no right to INSERT.");
    }

    @Test
    void anAppendNeedsNoRightToDelete() throws Exception {
        db().execute("create table thing (id bigint primary key, v varchar)", "insert into thing values (1, 'stays')");
        grant("select, insert on thing");
        TestBackup backup = new TestBackup().table("thing", "{'id':2,'v':'new'}");
        assertThat(refused(restore(backup).into(as("clerk"))))
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .contains("no right to DELETE");
        RestoreReport report =
                restore(backup).into(as("clerk")).mode(Mode.APPEND).run();
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(report.warnings()).singleElement().asString().contains("may not outlive a crash", "admin rights");
        assertThat(db().rows("select id, v from thing order by id")).containsExactly("1|stays", "2|new");
    }

    /** A role, or a right on the whole schema, is as good as a right on the table. */
    @Test
    void rightsOfARoleAreEnough() throws Exception {
        db().execute(
                        "create table thing (id bigint generated by default as identity primary key, v varchar)",
                        "create role clerks",
                        "grant select, insert, delete on schema public to clerks",
                        "grant alter any schema to clerks");
        grant("clerks");
        restore(new TestBackup().table("thing", "{'id':2,'v':'new'}"))
                .into(as("clerk"))
                .run();
        db().execute("insert into thing (v) values ('next')");
        assertThat(db().rows("select id, v from thing order by id")).containsExactly("2|new", "3|next");
    }

    /** What is tried for the plan is seen by no trigger's reader, and leaves the connection as it was. */
    @Test
    void tryingRightsLeavesNothingBehind() throws Exception {
        db().execute(
                        "create table thing (id bigint primary key, v varchar)",
                        "create table audit (note varchar)",
                        "create trigger each_delete before delete on thing call '" + H2AuditTrigger.class.getName()
                                + "'");
        grant("select, insert, delete on thing", "select, insert on audit");
        try (Connection connection = as("clerk").getConnection()) {
            connection.setAutoCommit(false);
            db().rows(connection, "select 1");
            connection.createStatement().execute("insert into audit values ('mine')");
            Restore restore = Restore.from(
                            new TestBackup().table("thing", "{'id':2}").directory(temp().resolve("backup")))
                    .into(connection);
            assertThat(restore.plan().problems()).isEmpty();
            assertThat(db().rows(connection, "select note from audit")).containsExactly("mine");
            connection.rollback();
        }
        assertThat(db().rows("select count(*) from audit")).containsExactly("0");
    }
}
