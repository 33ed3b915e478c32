package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.Restore;
import dev.restore.outcome.LoadException;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.Phase;
import dev.restore.outcome.RestoreEvent;
import dev.restore.outcome.RestoreReport;
import dev.restore.outcome.RowError;
import dev.restore.plan.Mode;
import dev.restore.testing.TestDatabase.Ability;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A bad row ends the run, is named exactly, and leaves everything as it was. */
interface BadRowContract extends ContractCase {

    /** How many books the backups of these tests have. */
    int BOOKS = 11;

    private static TestBackup books(List<String> rows) {
        return new TestBackup()
                .table("library_author", "{'id':1,'name':'Ann'}")
                .table("library_book", rows.toArray(String[]::new));
    }

    private static List<String> goodBooks() {
        return new ArrayList<>(IntStream.rangeClosed(1, BOOKS)
                .mapToObj(n -> "{'id':" + n + ",'author_id':1,'title':'ü" + n + "','pages':" + n + "}")
                .toList());
    }

    private static TestBackup withBad(String row, int... positions) {
        List<String> rows = goodBooks();
        for (int position : positions) {
            rows.set(position - 1, row.replace("#", Integer.toString(position)));
        }
        return books(rows);
    }

    private RowError refused(TestBackup backup, Restore restore) throws SQLException {
        List<RestoreReport> reports = new ArrayList<>();
        LoadException failure = failsWithoutTrace(
                LoadException.class,
                () -> restore.listener(event -> {
                            if (event instanceof RestoreEvent.Finished finished) {
                                reports.add(finished.report());
                            }
                        })
                        .run());
        assertForeignKeysEnforced();
        assertThat(failure.phase()).isEqualTo(Phase.LOAD);
        RowError row = failure.row();
        assertThat(row.table()).endsWithIgnoringCase("library_book");
        assertThat(row.location()).contains("library_book.json");
        assertThat(row.offset()).isEqualTo(backup.offsetInArray("library_book", (int) row.row()));
        assertThat(row.reason()).isNotBlank();
        assertThat(row.reason()).doesNotContain("secret", "4711");
        assertThat(failure.getMessage()).hasLineCount(1);
        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(report.error()).contains(failure.getMessage());
        });
        return row;
    }

    @ParameterizedTest
    @CsvSource({
        "1,50000",
        "6,50000",
        "11,50000",
        "1,1",
        "6,1",
        "11,1",
        "6,2",
        "11,2",
        "1,3",
        "6,3",
        "7,7",
        "8,7",
        "11,7"
    })
    default void namesTheBadRow(int position, int batchRows) throws Exception {
        createLibrary();
        fillLibrary();
        TestBackup backup = withBad("{'id':#,'author_id':1,'title':'secret','pages':-4711}", position);
        RowError row = refused(backup, restore(backup).batchRows(batchRows));
        assertThat(row.row()).isEqualTo(position);
        if (db().can(Ability.SQLSTATE)) {
            assertThat(row.sqlState()).startsWith("23");
        }
    }

    @Test
    default void namesTheBadRowWhenEachRowMakesABatchByItsBytes() throws Exception {
        createLibrary();
        fillLibrary();
        TestBackup backup = withBad("{'id':#,'author_id':1,'title':'secret','pages':-4711}", 4);
        assertThat(refused(backup, restore(backup).batchBytes(1)).row()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 50_000})
    default void namesTheFirstOfTwoAdjacentBadRows(int batchRows) throws Exception {
        createLibrary();
        fillLibrary();
        TestBackup backup = withBad("{'id':#,'author_id':1,'title':'secret #','pages':-4711}", 5, 6);
        assertThat(refused(backup, restore(backup).batchRows(batchRows)).row()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 50_000})
    default void namesANullWhereNoneIsAllowed(int batchRows) throws Exception {
        createLibrary();
        fillLibrary();
        TestBackup backup = withBad("{'id':#,'author_id':1,'title':null,'pages':4711}", 9);
        RowError row = refused(backup, restore(backup).batchRows(batchRows));
        assertThat(row.row()).isEqualTo(9);
        if (db().can(Ability.NAMES_THE_COLUMN)) {
            assertThat(row.column()).isEqualToIgnoringCase("title");
        }
        if (db().can(Ability.SQLSTATE)) {
            assertThat(row.sqlState()).isEqualTo("23502");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 50_000})
    default void namesTheSecondOfTwoEqualKeys(int batchRows) throws Exception {
        createLibrary();
        fillLibrary();
        TestBackup backup = withBad("{'id':#,'author_id':1,'title':'ü2','pages':4711}", 8);
        RowError row = refused(backup, restore(backup).batchRows(batchRows));
        assertThat(row.row()).isEqualTo(8);
        assertThat(row.describe()).doesNotContain("ü2");
        if (db().can(Ability.SQLSTATE)) {
            assertThat(row.sqlState()).isEqualTo("23505");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 50_000})
    default void namesAValueThatDoesNotFitItsColumn(int batchRows) throws Exception {
        createLibrary();
        fillLibrary();
        TestBackup backup = withBad("{'id':#,'author_id':1,'title':'x','pages':'the secret'}", 7);
        RowError row = refused(backup, restore(backup).batchRows(batchRows));
        assertThat(row.row()).isEqualTo(7);
        assertThat(row.column()).isEqualToIgnoringCase("pages");
        assertThat(row.sqlState()).startsWith("22");
    }

    @Test
    default void namesABadRowAmongRowsOfVaryingFields() throws Exception {
        createLibrary();
        fillLibrary();
        List<String> rows = goodBooks();
        rows.set(1, "{'id':2,'author_id':1,'title':'no pages'}");
        rows.set(9, "{'id':10,'author_id':1,'title':'bad'}");
        rows.set(4, "{'title':'other order','author_id':1,'id':5}");
        rows.set(5, "{'title':'bad','author_id':1,'id':6}");
        TestBackup backup = books(rows);
        assertThat(refused(backup, restore(backup)).row()).isEqualTo(10);
    }

    @Test
    default void refusesToAppendARowWhoseKeyIsThere() throws Exception {
        createLibrary();
        fillLibrary();
        TestBackup backup = new TestBackup()
                .table(
                        "library_book",
                        "{'id':10,'author_id':1,'title':'a'}",
                        "{'id':2,'author_id':1,'title':'b'}",
                        "{'id':11,'author_id':1,'title':'c'}");
        assertThat(refused(backup, restore(backup).mode(Mode.APPEND)).row()).isEqualTo(2);
    }

    @Test
    default void worksAgainAfterARefusal() throws Exception {
        createLibrary();
        fillLibrary();
        TestBackup bad = withBad("{'id':#,'author_id':1,'title':'secret','pages':-4711}", 3);
        refused(bad, restore(bad));
        restore(library()).run();
        assertLibrary();
    }
}
