package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.restore.backup.BackupSource;
import dev.restore.outcome.PlanException;
import dev.restore.seed.DatabaseAssert;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The rows of a database are held against those that a test expects, and what differs is said as a person reads it. */
public interface ExpectedRowsContract extends ContractCase {

    /** Returns an assertion about the database. */
    private DatabaseAssert database() {
        return DatabaseAssert.assertThat(db().dataSource());
    }

    /** Writes files of expected rows. */
    private BackupSource files(TestBackup rows) throws IOException {
        return BackupSource.of(rows.directory(Files.createTempDirectory(temp(), "expected")));
    }

    /** Returns what an assertion says, in lower case as databases spell names differently. */
    private static String failure(Runnable check) {
        AssertionError failure = catchThrowableOfType(AssertionError.class, check::run);
        assertThat(failure).isNotNull();
        return failure.getMessage().toLowerCase(Locale.ROOT);
    }

    /** Loads the library. */
    private void load() throws Exception {
        createLibrary();
        restore(library()).run();
    }

    @Test
    default void theRowsOfTheFilesAreThere() throws Exception {
        load();
        database().hasRowsOf(files(library())).containsRowsOf(files(library()));
        database()
                .hasRowsOf(
                        files(new TestBackup().table("library_author", "{'id':9,'name':'Cy','boss':3}")),
                        files(new TestBackup()
                                .table(
                                        "library_author",
                                        "{'id':3,'name':'Ann','boss':7}",
                                        "{'id':7,'name':'Bea','boss':null}")));
    }

    @Test
    default void whatDiffersIsNamedByTableKeyAndColumn() throws Exception {
        load();
        BackupSource expected = files(library());
        db().execute(
                        "update library_book set title = 'Rain', pages = null where id = 20",
                        "delete from library_book where id = 21",
                        "insert into library_book (id, author_id, title, pages) values (22, 3, 'Dune', 7)");
        String failure = failure(() -> database().hasRowsOf(expected));
        assertThat(failure.lines().skip(2))
                .containsExactly(
                        "library_book: 2 rows expected, 2 found",
                        "  id=20",
                        "    title: expected \"tides\", but was \"rain\"",
                        "    pages: expected 120, but was null",
                        "  missing: id=21 (author_id=3, title=\"sand\", pages=null)",
                        "  unexpected: id=22 (author_id=3, title=\"dune\", pages=7)");
        assertThat(failure(() -> database().containsRowsOf(expected)))
                .contains("missing: id=21")
                .doesNotContain("unexpected");
        assertThat(failure(() -> database().ignoring("pages").hasRowsOf(expected)))
                .doesNotContain("pages");
    }

    @Test
    default void aTableWithoutRowsInTheFilesIsEmpty() throws Exception {
        createLibrary();
        BackupSource expected = files(new TestBackup().table("library_author").table("library_book"));
        database().hasRowsOf(expected);
        db().execute("insert into library_author (name) values ('Dee')");
        assertThat(failure(() -> database().hasRowsOf(expected))).contains("unexpected: id=", "name=\"dee\"");
        database().only("*_book").hasRowsOf(expected).containsRowsOf(expected);
    }

    @Test
    default void aColumnThatARowLeavesOutIsNotComparedAndNullIsAValue() throws Exception {
        load();
        database()
                .hasRowsOf(files(new TestBackup()
                        .table("library_author", "{'id':3,'boss':7}", "{'id':7,'boss':null}", "{'id':9,'name':'Cy'}")));
        BackupSource wrong =
                files(new TestBackup().table("library_author", "{'id':3,'boss':null}", "{'id':7}", "{'id':9}"));
        assertThat(failure(() -> database().hasRowsOf(wrong))).contains("boss: expected null, but was 7");
    }

    @Test
    default void rowsWithoutTheirNumbersAreToldApartByAnotherKeyOrAllTheirValues() throws Exception {
        load();
        database()
                .hasRowsOf(files(new TestBackup()
                        .table(
                                "library_book",
                                "{'author_id':3,'title':'Sand'}",
                                "{'author_id':9,'title':'Tides','pages':120}")
                        .table("library_author", "{'boss':7}", "{'name':'Cy'}", "{'name':'Bea','boss':null}")));
        BackupSource book = files(
                new TestBackup().table("library_book", "{'title':'Sand','pages':5}", "{'title':'Tides','pages':120}"));
        assertThat(failure(() -> database().hasRowsOf(book)))
                .contains("  title=\"sand\"" + System.lineSeparator() + "    pages: expected 5, but was null");
        BackupSource authors = files(new TestBackup()
                .table("library_author", "{'name':'Ann','boss':3}", "{'name':'Bea','boss':null}", "{'name':'Cy'}"));
        assertThat(failure(() -> database().hasRowsOf(authors)))
                .contains("missing: name=\"ann\", boss=3; the most similar row has", "boss: expected 3, but was 7");
        database()
                .ignoring("ID")
                .hasRowsOf(files(
                        new TestBackup().table("library_book", "{'id':1,'title':'Sand'}", "{'id':1,'title':'Tides'}")));
    }

    @Test
    default void equalRowsOfATableWithoutAKeyAreCounted() throws Exception {
        db().execute(
                        "create table keyless (a ${bigint}, b ${text})",
                        "insert into keyless values (1, 'x')",
                        "insert into keyless values (1, 'x')",
                        "insert into keyless values (2, null)");
        BackupSource both =
                files(new TestBackup().table("keyless", "{'a':2,'b':null}", "{'a':1,'b':'x'}", "{'a':1,'b':'x'}"));
        database().hasRowsOf(both);
        db().execute("delete from keyless where a = 2", "insert into keyless values (1, 'x')");
        assertThat(failure(() -> database().hasRowsOf(both)))
                .contains("missing: a=2, b=null", "unexpected: a=1, b=\"x\"");
    }

    @Test
    default void valuesAreTheSameHoweverTheyAreWritten() throws Exception {
        db().execute(
                        "create table sample (id ${bigint} primary key, amount ${decimal}, taken ${timestamp}, born ${date})");
        restore(new TestBackup()
                        .table("sample", "{'id':1,'amount':10.5,'taken':'2024-03-01T09:30:00Z','born':'2024-03-01'}"))
                .run();
        database().hasRowsOf(files(new TestBackup().table("sample", "{'id':'1','amount':10.500,'born':'2024-03-01'}")));
        if (db().can(TestDatabase.Ability.CHECKS_TYPES)) {
            database()
                    .hasRowsOf(files(
                            new TestBackup().table("sample", "{'id':1,'taken':'2024-03-01 10:30:00.000+01:00'}")));
        }
        BackupSource wrong = files(new TestBackup()
                .table("sample", "{'id':1,'amount':10.51,'taken':'2024-03-01T09:30:01Z','born':'2024-03-02'}"));
        assertThat(failure(() -> database().hasRowsOf(wrong)))
                .contains("amount: expected 10.51, but was 10.5", "taken: expected", "born: expected");
    }

    @Test
    default void theOrderOfRowsCountsOnRequest() throws Exception {
        load();
        TestBackup turned = new TestBackup()
                .table("library_author", "{'name':'Ann'}", "{'name':'Cy'}", "{'name':'Bea'}")
                .table("library_book", "{'id':20}", "{'id':21}");
        database().hasRowsOf(files(turned)).inKeyOrder("library_book").hasRowsOf(files(turned));
        BackupSource authors = files(turned);
        assertThat(failure(() -> database().inKeyOrder().hasRowsOf(authors)))
                .contains("name=\"bea\" is row 3 of the files, and row 2 in the order of the key");
    }

    @Test
    default void whatIsNotThereIsNamedAtOnce() throws Exception {
        createLibrary();
        BackupSource wrong = files(new TestBackup()
                .table("library_author", "{'id':3,'nickname':'Ann'}")
                .table("nowhere", "{'id':1}"));
        assertThatThrownBy(() -> database()
                        .ignoring("created_at")
                        .ignoringIn("library_author", "pages")
                        .only("library_author", "nowhere", "lybrary_book")
                        .hasRowsOf(wrong))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("nowhere")
                .hasMessageContaining("nickname")
                .hasMessageContaining("created_at")
                .hasMessageContaining("library_author.pages")
                .hasMessageContaining("lybrary_book");
        assertThat(failure(() -> database()
                        .ignoring("nickname")
                        .ignoringIn("library_author", "boss")
                        .only("library_author")
                        .hasRowsOf(wrong)))
                .contains("missing: id=3");
    }

    @Test
    default void theTransactionOfATestIsLeftOpen() throws Exception {
        load();
        try (Connection connection = db().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("delete from library_book");
            DatabaseAssert.assertThat(connection).hasRowsOf(files(new TestBackup().table("library_book")));
            connection.rollback();
        }
        assertThat(books()).hasSize(2);
        database().hasRowsOf(files(library()));
    }
}
