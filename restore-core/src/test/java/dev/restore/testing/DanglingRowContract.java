package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.restore.Restore;
import dev.restore.outcome.LoadException;
import dev.restore.outcome.RestoreException;
import dev.restore.outcome.RowError;
import dev.restore.outcome.VerificationException;
import dev.restore.plan.ConflictPolicy;
import dev.restore.plan.Mode;
import java.nio.file.Files;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A row that refers to nothing is named with its place, whether the database refuses it at once or finds it in the end. */
interface DanglingRowContract extends ContractCase {

    private static List<RowError> rows(RestoreException failure) {
        if (failure instanceof LoadException load) {
            return List.of(load.row());
        }
        assertThat(failure).isInstanceOf(VerificationException.class);
        return ((VerificationException) failure).rows();
    }

    private static void assertNamed(RestoreException failure, TestBackup backup, String table, int... numbers) {
        List<RowError> rows = rows(failure);
        List<Long> expected = new ArrayList<>();
        for (int number : numbers) {
            expected.add((long) number);
        }
        if (failure instanceof LoadException) {
            expected = expected.subList(0, 1);
        }
        assertThat(rows.stream()
                        .filter(row -> row.table().toLowerCase(Locale.ROOT).endsWith(table))
                        .map(RowError::row))
                .isEqualTo(expected);
        for (RowError row : rows) {
            assertThat(row.location()).contains(".json");
            assertThat(row.offset())
                    .isEqualTo(backup.offsetInArray(row.table().toLowerCase(Locale.ROOT), (int) row.row()));
            assertThat(failure.getMessage()).contains(row.location()).contains("byte " + row.offset());
        }
    }

    private TestBackup books(int count, int... dangling) {
        List<String> rows = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            rows.add("{'id':" + i + ",'author_id':1,'title':'ü" + i + "','pages':" + i + "}");
        }
        for (int number : dangling) {
            rows.set(number - 1, rows.get(number - 1).replace("'author_id':1", "'author_id':" + (550 + number)));
        }
        return new TestBackup()
                .table("library_author", "{'id':1,'name':'Ann','boss':null}")
                .table("library_book", rows.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 50_000})
    default void namesTheRow(int batchRows) throws Exception {
        createLibrary();
        fillLibrary();
        TestBackup backup = books(11, 7);
        RestoreException failure =
                refusesAnOrphan(() -> restore(backup).batchRows(batchRows).run());
        assertNamed(failure, backup, "library_book", 7);
        assertThat(rows(failure)).allSatisfy(row -> assertThat(row.sqlState()).startsWith("23"));
        assertForeignKeysEnforced();
    }

    @Test
    default void namesTheFirstOfMany() throws Exception {
        createLibrary();
        TestBackup backup = books(20, 3, 4, 5, 9, 12, 15, 16, 17);
        RestoreException failure = refusesAnOrphan(() -> restore(backup).run());
        assertNamed(failure, backup, "library_book", 3, 4, 5, 9, 12);
        if (failure instanceof VerificationException) {
            assertThat(failure).hasMessageContaining("8 rows").hasMessageContaining("others");
        }
    }

    @Test
    default void namesRowsOfEachKey() throws Exception {
        createLibrary();
        TestBackup backup = new TestBackup()
                .table(
                        "library_author",
                        "{'id':1,'name':'Ann','boss':null}",
                        "{'id':2,'name':'Bea','boss':77}",
                        "{'id':3,'name':'Cy','boss':2}")
                .table(
                        "library_book",
                        "{'id':1,'author_id':55,'title':'a','pages':null}",
                        "{'id':2,'author_id':1,'title':'b','pages':null}");
        RestoreException failure = refusesAnOrphan(() -> restore(backup).run());
        List<RowError> rows = rows(failure);
        if (failure instanceof LoadException) {
            assertThat(rows.get(0).table()).isEqualToIgnoringCase("library_author");
            assertThat(rows.get(0).row()).isEqualTo(2);
        } else if (rows.size() == 1) {
            // Later tables are not loaded where parents come first.
            assertNamed(failure, backup, "library_author", 2);
        } else {
            assertNamed(failure, backup, "library_author", 2);
            assertNamed(failure, backup, "library_book", 1);
        }
    }

    @Test
    default void namesTheRowOfAResumableRestore() throws Exception {
        createLibrary();
        TestBackup backup = new TestBackup()
                .table("library_author", "{'id':1,'name':'Ann','boss':null}", "{'id':2,'name':'Bea','boss':9}")
                .table("library_book", "{'id':1,'author_id':1,'title':'a','pages':null}");
        Throwable failure = catchThrowable(() -> restore(backup).resumable().run());
        assertThat(failure).isInstanceOf(RestoreException.class);
        assertNamed((RestoreException) failure, backup, "library_author", 2);
    }

    @Test
    default void namesTheRowInTheCallersTransaction() throws Exception {
        createLibrary();
        TestBackup backup = books(5, 2);
        try (Connection connection = db().dataSource().getConnection()) {
            connection.setAutoCommit(false);
            Throwable failure =
                    catchThrowable(() -> Restore.from(backup.directory(Files.createTempDirectory(temp(), "backup")))
                            .into(connection)
                            .except("library_author")
                            .mode(Mode.APPEND)
                            .run());
            connection.rollback();
            assertThat(failure).isInstanceOf(RestoreException.class);
            assertNamed((RestoreException) failure, backup, "library_book", 1, 2, 3, 4, 5);
        }
    }

    @Test
    default void namesARowWhoseKeyHasSeveralColumns() throws Exception {
        db().execute(
                        "create table place (country ${text}, code ${bigint}, primary key (country, code))",
                        "create table visit (id ${bigint} primary key, country ${text}, code ${bigint}, "
                                + "foreign key (country, code) references place (country, code))");
        TestBackup backup = new TestBackup()
                .table("place", "{'country':'de','code':1}", "{'country':'fr','code':2}")
                .table(
                        "visit",
                        "{'id':1,'country':null,'code':2}",
                        "{'id':2,'country':'fr','code':2}",
                        "{'id':3,'country':'de','code':2}");
        RestoreException failure = refusesAnOrphan(() -> restore(backup).run());
        assertNamed(failure, backup, "visit", 3);
        assertThat(failure.getMessage()).containsIgnoringCase("country").containsIgnoringCase("code");
    }

    /** The row that refers to nothing now was there before, and referred to what the backup has changed. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    default void saysWhenTheRowIsNotOfTheBackup(boolean loadsTheTable) throws Exception {
        db().execute(
                        "create table person (id ${bigint} primary key, login ${text} unique)",
                        "create table letter (id ${bigint} primary key, writer ${text} references person (login))",
                        "insert into person values (1, 'root')",
                        "insert into letter values (10, 'root')");
        TestBackup backup = new TestBackup().table("person", "{'id':1,'login':'admin'}");
        if (loadsTheTable) {
            backup.table("letter", "{'id':11,'writer':'admin'}");
        }
        RestoreException failure = refusesAnOrphan(() -> restore(backup)
                .mode(Mode.APPEND)
                .onConflict("person", ConflictPolicy.update())
                .run());
        if (failure instanceof VerificationException) {
            assertThat(rows(failure)).isEmpty();
            assertThat(failure).hasMessageContaining("was there before");
        }
    }

    @Test
    default void namesTheRowThatHasTheKeyOfAnother() throws Exception {
        createLibrary();
        TestBackup backup = new TestBackup()
                .table("library_author", "{'id':1,'name':'Ann'}", "{'id':2,'name':'Bea'}", "{'id':1,'name':'Cy'}");
        LoadException failure = failsWithoutTrace(
                LoadException.class, () -> restore(backup).cascade().run());
        assertNamed(failure, backup, "library_author", 3);
    }
}
