package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.restore.Restore;
import dev.restore.outcome.LoadException;
import dev.restore.outcome.RestoreException;
import dev.restore.outcome.RestoreReport;
import dev.restore.outcome.VerificationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What the parts of the contract share: an empty database, a directory, and authors who write books. */
public interface ContractCase {

    /** Returns the empty database of this test. */
    TestDatabase db();

    /** Returns the empty directory of this test. */
    Path temp();

    /** Creates authors with a boss among them, their books, and tables that no backup knows. */
    default void createLibrary() throws SQLException {
        db().execute(
                        "create table library_author (id ${identity}, name ${text} not null, "
                                + "boss ${bigint} references library_author (id))",
                        "create table library_book (id ${identity}, author_id ${bigint} not null "
                                + "references library_author (id), title ${text} not null unique, "
                                + "pages ${bigint} check (pages > 0))",
                        "create table audit (note ${text})",
                        "create table bystander (id ${bigint} primary key, note ${text})",
                        "insert into bystander values (1, 'stays')");
        db().execute(db().auditTrigger("bystander").toArray(String[]::new));
    }

    /** Returns a backup of the library: some refer forward, to rows after them. */
    default TestBackup library() {
        return new TestBackup()
                .table(
                        "library_author",
                        "{'id':3,'name':'Ann','boss':7}",
                        "{'id':7,'name':'Bea','boss':null}",
                        "{'id':9,'name':'Cy','boss':3}")
                .table(
                        "library_book",
                        "{'id':20,'author_id':9,'title':'Tides','pages':120}",
                        "{'id':21,'author_id':3,'title':'Sand','pages':null}");
    }

    /** Returns the warnings of a restore, without those of each restore into this database. */
    default List<String> warnings(RestoreReport report) {
        List<String> warnings = new ArrayList<>(report.warnings());
        warnings.removeAll(db().shortcomings());
        return warnings;
    }

    /** Checks that the database holds {@link #library()} and nothing else. */
    default void assertLibrary() throws SQLException {
        assertThat(authors()).containsExactly("3|Ann|7", "7|Bea|∅", "9|Cy|3");
        assertThat(books()).containsExactly("20|9|Tides|120", "21|3|Sand|∅");
        assertThat(db().rows("select id, note from bystander")).containsExactly("1|stays");
        assertForeignKeysEnforced();
    }

    /** Returns the authors by id. */
    default List<String> authors() throws SQLException {
        return db().rows("select id, name, boss from library_author order by id");
    }

    /** Returns the books by id. */
    default List<String> books() throws SQLException {
        return db().rows("select id, author_id, title, pages from library_book order by id");
    }

    /** Checks that the database refuses a book without an author. */
    default void assertForeignKeysEnforced() {
        assertThat(catchThrowable(() ->
                        db().execute("insert into library_book (author_id, title) values (987654, 'nobody wrote it')")))
                .isInstanceOf(SQLException.class);
    }

    /** Puts rows into the library that no backup holds. */
    default void fillLibrary() throws SQLException {
        db().execute(
                        "insert into library_author (name, boss) values ('old boss', null)",
                        "insert into library_author (name, boss) values ('old', 1)",
                        "insert into library_book (author_id, title, pages) values (2, 'old book', 3)",
                        "insert into library_book (author_id, title, pages) values (1, 'older book', 4)");
    }

    /** Checks the number that a row has got: the next one, or a later one where numbers are used up. */
    default void assertNextNumber(long next, String query) throws SQLException {
        long number = Long.parseLong(db().rows(query).get(0));
        if (db().can(TestDatabase.Ability.NUMBERS_WITHOUT_GAPS)) {
            assertThat(number).isEqualTo(next);
        } else {
            assertThat(number).isGreaterThanOrEqualTo(next);
        }
    }

    /** Begins a restore of a backup into the database. */
    default Restore restore(Path backup) {
        return Restore.from(backup).into(db().dataSource());
    }

    /** Begins a restore of a backup, written as a directory of JSON arrays, into the database. */
    default Restore restore(TestBackup backup) throws IOException {
        return restore(backup.directory(temp().resolve("backup")));
    }

    /** Begins a restore of a backup in a directory of its own, for a test that writes several. */
    default Restore freshly(TestBackup backup) throws IOException {
        return restore(backup.directory(Files.createTempDirectory(temp(), "backup")));
    }

    /** Runs a restore that brings a row that refers to nothing: it is refused, at the row or in the end. */
    default RestoreException refusesAnOrphan(ThrowingCallable action) throws SQLException {
        RestoreException failure = failsWithoutTrace(RestoreException.class, action);
        if (failure instanceof LoadException load) {
            assertThat(load.row().sqlState()).startsWith("23");
        } else {
            assertThat(failure).isInstanceOf(VerificationException.class);
            assertThat(((VerificationException) failure).violations()).isNotEmpty();
        }
        return failure;
    }

    /** Runs something that must fail, and checks that it left the database as it was. */
    default <X extends Throwable> X failsWithoutTrace(Class<X> type, ThrowingCallable action) throws SQLException {
        DatabaseState before = DatabaseState.of(db());
        Throwable failure = catchThrowable(action);
        assertThat(failure).isInstanceOf(type);
        DatabaseState.of(db()).assertSameAs(before);
        if (failure instanceof RestoreException restoreFailure) {
            assertThat(restoreFailure.committed()).isFalse();
            assertThat(failure.getMessage()).isNotBlank();
        }
        return type.cast(failure);
    }
}
