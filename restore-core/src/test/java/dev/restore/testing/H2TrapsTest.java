package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.restore.Backup;
import dev.restore.Restore;
import dev.restore.outcome.BackupWriteException;
import dev.restore.outcome.LoadException;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.RestoreEvent;
import dev.restore.outcome.RestoreReport;
import dev.restore.outcome.VerificationException;
import dev.restore.plan.RowErrors;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What H2 would do to a restore that is not careful, and what Restore guarantees all the same. */
class H2TrapsTest extends DatabaseCase {

    private static final class EnoughException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return new H2Database();
    }

    private void failAt(Class<? extends RestoreEvent> kind) throws SQLException {
        failsWithoutTrace(
                EnoughException.class,
                () -> restore(library())
                        .batchRows(1)
                        .listener(event -> {
                            if (kind.isInstance(event)) {
                                throw new EnoughException();
                            }
                        })
                        .run());
    }

    /** SET REFERENTIAL_INTEGRITY commits the open transaction. */
    @Test
    void suspendingForeignKeysCommitsNothing() throws Exception {
        createLibrary();
        fillLibrary();
        failAt(RestoreEvent.Cleared.class);
        failAt(RestoreEvent.Progress.class);
        assertForeignKeysEnforced();
    }

    /** SET REFERENTIAL_INTEGRITY is a setting of the whole database. */
    @Test
    void foreignKeysStayInForceForOtherSessionsDuringTheRestore() throws Exception {
        createLibrary();
        db().execute(
                        "create table mother (id bigint primary key)",
                        "create table child (id bigint primary key, mother_id bigint references mother (id))");
        List<String> states = new ArrayList<>();
        restore(library())
                .batchRows(1)
                .listener(event -> {
                    if (event instanceof RestoreEvent.Cleared
                            || event instanceof RestoreEvent.Progress
                            || event instanceof RestoreEvent.Verified) {
                        states.add(catchThrowableOfType(
                                        SQLException.class, () -> db().execute("insert into child values (1, 77)"))
                                .getSQLState());
                    }
                })
                .run();
        assertThat(states).hasSizeGreaterThanOrEqualTo(3).containsOnly("23506");
    }

    /** TRUNCATE commits, even when it fails. */
    @Test
    void emptyingATableIsUndone() throws Exception {
        createLibrary();
        fillLibrary();
        TestBackup bad = library().table("library_book", "{'id':1,'author_id':3,'title':'a','pages':-1}");
        failsWithoutTrace(LoadException.class, () -> restore(bad).run());
    }

    /** Switching referential integrity on again checks nothing. */
    @Test
    void brokenForeignKeysAreFoundBeforeTheCommit() throws Exception {
        createLibrary();
        fillLibrary();
        TestBackup orphan = library().table("library_author", "{'id':3,'name':'Ann','boss':333}");
        VerificationException failure = failsWithoutTrace(
                VerificationException.class,
                () -> restore(orphan).except("library_book").cascade().run());
        assertThat(failure.violations()).hasSize(1);
    }

    /** A JDBC batch with a bad row goes on after it. */
    @Test
    void rowsBehindABadOneDoNotStay() throws Exception {
        createLibrary();
        TestBackup bad = library()
                .table(
                        "library_book",
                        "{'id':1,'author_id':3,'title':'a','pages':1}",
                        "{'id':2,'author_id':3,'title':'b','pages':-1}",
                        "{'id':3,'author_id':3,'title':'c','pages':1}");
        LoadException failure =
                failsWithoutTrace(LoadException.class, () -> restore(bad).run());
        assertThat(failure.row().row()).isEqualTo(2);
    }

    /** An identity does not follow explicit values. */
    @Test
    void identitiesStandBehindTheRows() throws Exception {
        createLibrary();
        assertThat(restore(library()).run().outcome()).isEqualTo(Outcome.COMPLETE);
        db().execute("insert into library_author (name) values ('next')");
        assertThat(db().rows("select id from library_author where name = 'next'"))
                .containsExactly("10");
    }

    /** Most DDL commits, and what moves an identity is DDL that no rollback undoes: it may leave a gap, and no more. */
    @Test
    void movingAnIdentityCommitsNothing() throws Exception {
        createLibrary();
        fillLibrary();
        assertThatThrownBy(() -> restore(library())
                        .listener(event -> {
                            if (event instanceof RestoreEvent.Verified) {
                                throw new EnoughException();
                            }
                        })
                        .run())
                .isInstanceOf(EnoughException.class);
        assertThat(authors()).containsExactly("1|old boss|∅", "2|old|1");
        assertThat(books()).hasSize(2);
        db().execute("insert into library_author (name) values ('next')");
        assertForeignKeysEnforced();
    }

    /** Rows that another session inserts are not a lock on the table: two restores into empty tables would both go in. */
    @Test
    void twoRestoresIntoEmptyTablesDoNotMixTheirRows() throws Exception {
        db().execute("create table thing (id bigint primary key)");
        Restore second =
                restore(new TestBackup().table("thing", "{'id':8}", "{'id':9}").directory(temp().resolve("second")));
        List<Throwable> refusals = new ArrayList<>();
        restore(new TestBackup().table("thing", "{'id':1}", "{'id':2}"))
                .batchRows(1)
                .listener(event -> {
                    if (event instanceof RestoreEvent.Progress) {
                        refusals.add(catchThrowable(second::run));
                    }
                })
                .run();
        assertThat(refusals)
                .hasSize(2)
                .allSatisfy(refusal -> assertThat(refusal)
                        .isInstanceOf(PlanException.class)
                        .hasMessageContaining("another restore")
                        .hasMessageContaining("into(connection)"));
        assertThat(db().rows("select id from thing order by id")).containsExactly("1", "2");
    }

    private static TestBackup numbers(int rows, int bad, String value) {
        List<String> all = new ArrayList<>();
        for (int i = 1; i <= rows; i++) {
            all.add("{'id':" + i + ",'v':" + (i == bad ? value : "'v" + i + "'") + "}");
        }
        return new TestBackup().table("numbers", all.toArray(String[]::new));
    }

    /** Of a statement with many rows H2 does not say which one it refused. */
    @ParameterizedTest
    @CsvSource({"1,null", "100,null", "101,null", "250,null", "37,'far too long for it'", "199,'far too long for it'"})
    void namesTheBadRowAmongManyInOneStatement(int bad, String value) throws Exception {
        db().execute("create table numbers (id bigint primary key, v varchar(9) not null)");
        String json = value.equals("null") ? value : "'" + value + "'";
        LoadException failure = failsWithoutTrace(
                LoadException.class, () -> restore(numbers(250, bad, json)).run());
        assertThat(failure.row().row()).isEqualTo(bad);
        assertThat(failure.row().column()).isEqualToIgnoringCase("v");

        RestoreReport report =
                restore(numbers(250, bad, json)).onRowError(RowErrors.reject()).run();
        assertThat(report.totals().inserted()).isEqualTo(249);
        assertThat(report.totals().rejected()).isEqualTo(1);
        assertThat(db().rows("select count(*), sum(id) from numbers")).containsExactly("249|" + (250 * 251 / 2 - bad));
    }

    /** Up to 2000 rows are read in one go, more by a thread of their own. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 99, 100, 101, 1999, 2000, 2001})
    void loadsEveryRowWhoeverReads(int rows) throws Exception {
        db().execute("create table numbers (id bigint primary key, v varchar(9) not null)");
        RestoreReport report = restore(numbers(rows, 0, "")).run();
        assertThat(report.totals().inserted()).isEqualTo(rows);
        assertThat(db().rows("select count(*), coalesce(sum(id), 0) from numbers where v = 'v' || id"))
                .containsExactly(rows + "|" + (long) rows * (rows + 1) / 2);
    }

    @Test
    void arraysAreComparedByTheirElements() throws Exception {
        db().execute(
                        "create table shelf (id int primary key, labels varchar array, boxes varchar array array)",
                        "insert into shelf values (1, array['a' || char(10) || 'b', null, 'é'], array[array[char(9)], array[]])");
        Path saved = temp().resolve("shelf");
        Backup.of(db().dataSource()).write(saved);
        assertThat(Backup.verify(saved).against(db().dataSource()).run().agrees())
                .isTrue();
        db().execute("update shelf set labels = array['a' || char(11) || 'b', null, 'é']");
        assertThat(Backup.verify(saved).against(db().dataSource()).run().agrees())
                .isFalse();
    }

    /** For a year beyond those of Java the driver gives the last one that Java has. */
    @ParameterizedTest
    @ValueSource(strings = {"date '1000000000-01-01'", "timestamp '-1000000000-12-31 12:00:00'"})
    void aYearThatJavaDoesNotHaveIsRefusedWhileItIsWritten(String value) throws Exception {
        db().execute(
                        "create table epoch (id int primary key, d " + value.substring(0, value.indexOf(' ')) + ")",
                        "insert into epoch values (1, " + value + ")");
        assertThatThrownBy(() -> Backup.of(db().dataSource()).write(temp().resolve("epoch")))
                .isInstanceOf(BackupWriteException.class)
                .message()
                .containsIgnoringCase("epoch")
                .contains("row 1", "D lies outside the years");
    }
}
