package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.restore.Restore;
import dev.restore.outcome.Problem;
import dev.restore.outcome.RestoreEvent;
import dev.restore.outcome.RestoreException;
import dev.restore.testing.FaultCase.Ending;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the caller's own code and other users of the database do to a run, at each of its events. */
public interface InterferenceContract extends FaultBench {

    /** Returns whether the restore has emptied its tables and not committed. */
    private static boolean holdsTables(RestoreEvent event) {
        return event instanceof RestoreEvent.Cleared
                || event instanceof RestoreEvent.Progress
                || event instanceof RestoreEvent.Verified;
    }

    @Test
    default void survivesAListenerThatThrows() throws Exception {
        AtomicInteger thrown = new AtomicInteger();
        injectAtEveryEvent(new FaultCase(
                "a listener throws",
                event -> {
                    if (thrown.incrementAndGet() % 2 == 0) {
                        throw new StackOverflowError("in a listener");
                    }
                    throw new IllegalStateException("the listener had enough");
                },
                Ending.FAILS));
    }

    @Test
    default void survivesAnInterrupt() throws Exception {
        injectAtEveryEvent(new FaultCase(
                "the thread is interrupted", event -> Thread.currentThread().interrupt(), Ending.FAILS));
    }

    @Test
    default void keepsASecondRestoreOut() throws Exception {
        Restore second = Restore.from(otherLibrary()).into(impatient());
        AtomicInteger refused = new AtomicInteger();
        injectAtEveryEvent(new FaultCase(
                "a second restore begins",
                event -> {
                    if (holdsTables(event)) {
                        RestoreException refusal = catchThrowableOfType(RestoreException.class, second::run);
                        assertThat(refusal).hasMessageContaining("another restore");
                        assertThat(refusal.retryable()).isTrue();
                        assertThat(refusal.problems()).extracting(Problem::kind).containsOnly(Problem.Kind.BUSY);
                        refused.incrementAndGet();
                    }
                },
                Ending.PREVAILS));
        assertThat(refused).hasValue(Faults.times(4, 7));
        second.run();
        assertThat(authors()).containsExactly("1000|late|∅");
    }

    @Test
    default void aProgramThatHasNotCommittedYetIsTheOnlyThingInTheWay() throws Exception {
        Path backup = filledLibrary();
        Restore restore = Restore.from(backup).into(impatient());
        try (Connection other = db().dataSource().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("update library_author set name = 'other'");
            RestoreException refusal = catchThrowableOfType(RestoreException.class, restore::run);
            assertThat(refusal.retryable()).isTrue();
            assertThat(refusal.problems()).extracting(Problem::kind).containsOnly(Problem.Kind.BUSY);
            assertThat(refusal).hasMessageContaining("into(connection)");
            assertThat(refusal.committed()).isFalse();
            other.rollback();
        }
        restore.run();
        assertLibrary();
    }

    private Path otherLibrary() throws Exception {
        return new TestBackup()
                .table("library_author", "{'id':1000,'name':'late'}")
                .table("library_book", "{'id':2000,'author_id':1000,'title':'late book'}")
                .directory(temp().resolve("other"));
    }

    @Test
    default void aRestoreBetweenPlanAndBeginIsOverwrittenWhole() throws Exception {
        Path backup = filledLibrary();
        DatabaseState before = DatabaseState.of(db());
        Restore second = Restore.from(otherLibrary()).into(db().dataSource());
        restore(backup)
                .listener(event -> {
                    if (event instanceof RestoreEvent.Planned) {
                        second.run();
                    }
                })
                .run();
        assertAsInTheBackup(before);
    }

    /** A writer's row stays unless it was committed before the tables were emptied, whatever becomes of the restore. */
    @Test
    default void losesNoRowOfALiveWriter() throws Exception {
        db().execute(
                        "create table author (id ${identity}, name ${text})",
                        "create table book (id ${identity}, author_id ${bigint} not null references author (id))",
                        "insert into author (name) values ('old')");
        Path backup = new TestBackup()
                .table("author", "{'id':100,'name':'Ann'}", "{'id':101,'name':'Bea'}")
                .table("book", "{'id':100,'author_id':100}", "{'id':101,'author_id':101}")
                .directory(temp().resolve("backup"));
        boolean passed = false;
        for (int at = 1; !passed; at++) {
            int number = at;
            List<RestoreEvent> events = new ArrayList<>();
            List<String> stays = new ArrayList<>();
            List<String> before = db().rows("select name from author");
            Throwable failure = catchThrowable(() -> restore(backup)
                    .batchRows(batchRows())
                    .listener(event -> {
                        events.add(event);
                        if (events.size() == number && writes("live" + number)) {
                            stays.add("live" + number);
                        }
                    })
                    .run());
            passed = events.size() < number;
            assertThat(failure == null || failure instanceof RestoreException).isTrue();
            boolean emptied = failure == null && number <= 2;
            List<String> expected = new ArrayList<>(failure == null ? List.of("Ann", "Bea") : before);
            expected.addAll(emptied ? List.of() : stays);
            assertThat(db().rows("select name from author"))
                    .as("a writer at event %s", number)
                    .containsExactlyInAnyOrderElementsOf(expected);
            assertThat(db().rows("select b.id from book b left join author a on a.id = b.author_id where a.id is null"))
                    .isEmpty();
        }
        restore(backup).run();
        assertThat(db().rows("select name from author order by name")).containsExactly("Ann", "Bea");
    }

    private boolean writes(String name) {
        try (Connection connection = impatient().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("insert into author (name) values ('" + name + "')");
            statement.execute("insert into book (author_id) select max(id) from author where name = '" + name + "'");
            connection.commit();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }
}
