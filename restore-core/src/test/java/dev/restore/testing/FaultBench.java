package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.restore.Restore;
import dev.restore.outcome.RestoreCancelledException;
import dev.restore.outcome.RestoreEvent;
import dev.restore.outcome.RestoreException;
import dev.restore.testing.TestDatabase.Ability;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Where faults are injected: a filled library, its backup, and the check of what a fault has left behind. The check looks
 * from new connections: every table as before or as in the backup, the bystander untouched, the schema as it was, no row
 * without its parent, foreign keys in force, no lock left.
 */
public interface FaultBench extends ContractCase {

    /** How long a lock may outlive the restore that held it, because the server has to notice that nobody is there. */
    long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    /** Returns connections that wait for somebody else's lock for a fraction of a second. */
    DataSource impatient();

    /** Returns the most rows in a batch, so that there are few batches or as many as rows. */
    default int batchRows() {
        return Faults.times(50_000, 1);
    }

    /** Fills the library and writes the backup that is restored. */
    default Path filledLibrary() throws Exception {
        createLibrary();
        fillLibrary();
        return library().directory(temp().resolve("backup"));
    }

    /** Injects a fault at the first event, then at the second, until a run has passed them all, and checks after each run. */
    default void injectAtEveryEvent(FaultCase fault) throws Exception {
        Path backup = filledLibrary();
        boolean passed = false;
        for (int at = 1; !passed; at++) {
            DatabaseState before = DatabaseState.of(db());
            passed = !injectAt(at, fault, backup, before);
        }
        assertLibrary();
    }

    private boolean injectAt(int number, FaultCase fault, Path backup, DatabaseState before) throws Exception {
        List<RestoreEvent> events = new ArrayList<>();
        AtomicReference<@Nullable RestoreEvent> struck = new AtomicReference<>();
        Throwable failure;
        try (OneConnectionPool pool = new OneConnectionPool(db().dataSource().getConnection())) {
            List<String> session = DatabaseState.ofSession(db(), pool.connection());
            failure = catchThrowable(() -> Restore.from(backup)
                    .into(pool)
                    .batchRows(batchRows())
                    .listener(event -> {
                        events.add(event);
                        if (events.size() == number) {
                            struck.set(event);
                            strike(fault, event);
                        }
                    })
                    .run());
            assertThat(Thread.interrupted() || !(failure instanceof RestoreCancelledException))
                    .as("an interrupt that ends a run is kept")
                    .isTrue();
            assertThat(pool.lent()).isFalse();
            if (pool.connection().isValid(5)) {
                assertThat(DatabaseState.ofSession(db(), pool.connection())).isEqualTo(session);
            }
        }
        RestoreEvent event = struck.get();
        boolean committed = events.stream().anyMatch(RestoreEvent.Committed.class::isInstance);
        String what = fault + " at event " + number + ", " + event;
        if (event == null || committed || fault.ending() == FaultCase.Ending.PREVAILS) {
            assertThat(failure).as(what).isNull();
        } else if (fault.ending() == FaultCase.Ending.FAILS) {
            assertThat(failure).as(what).isNotNull();
        }
        if (failure == null) {
            assertAsInTheBackup(before);
        } else {
            assertThat(failure instanceof RestoreException known && known.committed())
                    .as(what)
                    .isFalse();
            assertAsBefore(before);
        }
        return event != null;
    }

    private static void strike(FaultCase fault, RestoreEvent event) {
        try {
            fault.injection().at(event);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Checks that nothing has changed. */
    default void assertAsBefore(DatabaseState before) throws Exception {
        assertNothingHeld();
        DatabaseState now = DatabaseState.of(db());
        if (db().can(Ability.NUMBERS_ROLL_BACK)) {
            now.assertSameAs(before);
        } else {
            now.assertSameButNumbersAs(before);
        }
        assertSound();
    }

    /** Checks that the library is the backup's and everything else as before. */
    default void assertAsInTheBackup(DatabaseState before) throws Exception {
        assertNothingHeld();
        DatabaseState.of(db()).assertSameSchemaAs(before);
        assertThat(authors()).containsExactly("3|Ann|7", "7|Bea|∅", "9|Cy|3");
        assertThat(books()).containsExactly("20|9|Tides|120", "21|3|Sand|∅");
        assertSound();
        assertNextInsertWorks();
    }

    private void assertNothingHeld() throws Exception {
        long start = System.nanoTime();
        while (!db().leftovers().isEmpty() && System.nanoTime() - start < PATIENCE_NANOS) {
            Thread.sleep(20);
        }
        assertThat(db().leftovers()).isEmpty();
    }

    /** Checks what must hold whatever happened. */
    private void assertSound() throws SQLException {
        assertThat(db().rows("select id, note from bystander")).containsExactly("1|stays");
        assertThat(db().rows("select b.id from library_book b left join library_author a on a.id = b.author_id "
                        + "where a.id is null"))
                .isEmpty();
        assertThat(db().rows("select a.id from library_author a left join library_author b on b.id = a.boss "
                        + "where a.boss is not null and b.id is null"))
                .isEmpty();
        assertForeignKeysEnforced();
    }

    private void assertNextInsertWorks() throws SQLException {
        try (Connection connection = db().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("insert into library_author (name) values ('next')");
            assertThat(db().rows(connection, "select count(*) from library_author where name = 'next' and id > 9"))
                    .containsExactly("1");
            connection.rollback();
        }
    }
}
