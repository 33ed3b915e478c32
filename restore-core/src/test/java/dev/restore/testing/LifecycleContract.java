package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.Restore;
import dev.restore.outcome.LoadException;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.RestoreEvent;
import dev.restore.outcome.RestoreReport;
import dev.restore.outcome.TableReport;
import dev.restore.outcome.VerificationException;
import dev.restore.testing.TestDatabase.Ability;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** How a run goes: events, report, connections, repetition, memory. */
interface LifecycleContract extends ContractCase {

    private List<RestoreEvent> eventsOf(Restore restore) {
        List<RestoreEvent> events = new ArrayList<>();
        restore.listener(events::add).run();
        return events;
    }

    @Test
    default void tellsEventsInTheirOrderAndNeverAheadOfTheRows() throws Exception {
        createLibrary();
        fillLibrary();
        List<RestoreEvent> events = eventsOf(restore(library()).batchRows(1));
        List<Class<?>> kinds = new ArrayList<>();
        for (RestoreEvent event : events) {
            if (kinds.isEmpty() || kinds.get(kinds.size() - 1) != event.getClass()) {
                kinds.add(event.getClass());
            }
        }
        assertThat(kinds)
                .containsExactly(
                        RestoreEvent.Opened.class,
                        RestoreEvent.Planned.class,
                        RestoreEvent.Cleared.class,
                        RestoreEvent.Progress.class,
                        RestoreEvent.Verified.class,
                        RestoreEvent.Committed.class,
                        RestoreEvent.Finished.class);
        List<RestoreEvent.Progress> progress = events.stream()
                .filter(RestoreEvent.Progress.class::isInstance)
                .map(RestoreEvent.Progress.class::cast)
                .toList();
        assertThat(progress).hasSizeGreaterThanOrEqualTo(5);
        RestoreEvent.Progress before = null;
        for (RestoreEvent.Progress now : progress) {
            assertThat(now.bytesRead()).isLessThanOrEqualTo(now.bytesTotal());
            assertThat(now.tableRows()).isLessThanOrEqualTo(now.rows());
            assertThat(now.elapsed().isNegative()).isFalse();
            if (before != null) {
                assertThat(now.rows()).isGreaterThanOrEqualTo(before.rows());
                assertThat(now.bytesRead()).isGreaterThanOrEqualTo(before.bytesRead());
            }
            before = now;
        }
        assertThat(before.rows()).isEqualTo(5);
        assertThat(((RestoreEvent.Planned) events.get(1)).rows()).isEqualTo(5);
    }

    @Test
    default void accountsForEveryRow() throws Exception {
        createLibrary();
        List<RestoreEvent> events = new ArrayList<>();
        RestoreReport report = restore(library()).listener(events::add).run();
        assertThat(((RestoreEvent.Finished) events.get(events.size() - 1)).report())
                .isEqualTo(report);
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(report.dialect()).isEqualTo(db().dialect());
        assertThat(report.backup()).contains(temp().resolve("backup").toString());
        assertThat(report.tables()).extracting(TableReport::read).containsExactly(3L, 2L);
        assertThat(report.tables())
                .allSatisfy(table -> assertThat(table.strategy()).isNotBlank());
        assertThat(report.text()).contains("COMPLETE").containsIgnoringCase("library_book");
        List<String> names = new ArrayList<>();
        try (JsonParser json = JsonFactory.builder().build().createParser(ObjectReadContext.empty(), report.json())) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.PROPERTY_NAME) {
                    names.add(json.currentName());
                }
            }
        }
        assertThat(names)
                .contains("outcome", "backup", "format", "dialect", "started_at", "duration_ms", "peak_heap_bytes")
                .contains("tables", "table", "read", "inserted", "updated", "unchanged", "filtered", "rejected")
                .contains("strategy", "totals", "violations", "warnings", "rejects_dir");
    }

    @Test
    default void aListenerThatThrowsEndsTheRunWithoutATrace() throws Exception {
        createLibrary();
        fillLibrary();
        List<Class<? extends RestoreEvent>> kinds = new ArrayList<>(List.of(
                RestoreEvent.Opened.class,
                RestoreEvent.Planned.class,
                RestoreEvent.Cleared.class,
                RestoreEvent.Progress.class));
        if (db().can(Ability.NUMBERS_ROLL_BACK)) {
            kinds.add(RestoreEvent.Verified.class);
        }
        for (Class<? extends RestoreEvent> kind : kinds) {
            IllegalStateException mine = new IllegalStateException("the listener had enough");
            Throwable thrown = failsWithoutTrace(
                    RuntimeException.class,
                    () -> restore(library())
                            .batchRows(1)
                            .listener(event -> {
                                if (kind.isInstance(event)) {
                                    throw mine;
                                }
                            })
                            .run());
            List<Throwable> chain =
                    Stream.iterate(thrown, t -> t != null, Throwable::getCause).toList();
            assertThat(chain).as("at %s", kind.getSimpleName()).contains(mine);
            assertForeignKeysEnforced();
        }
    }

    @Test
    default void givesTheConnectionBackAsItWas() throws Exception {
        createLibrary();
        fillLibrary();
        TestBackup bad = library().table("library_book", "{'id':1,'author_id':3,'title':'a','pages':-1}");
        TestBackup orphan = library().table("library_book", "{'id':1,'author_id':333,'title':'a'}");
        TestBackup unknown = library().table("no_such_table", "{'id':1}");
        try (OneConnectionPool pool = new OneConnectionPool(db().dataSource().getConnection())) {
            List<String> before = DatabaseState.ofSession(db(), pool.connection());
            restore(library()).into(pool).run();
            assertGivenBack(pool, before);
            restore(library()).into(pool).plan();
            assertGivenBack(pool, before);
            failsWithoutTrace(LoadException.class, () -> restore(bad).into(pool).run());
            assertGivenBack(pool, before);
            failsWithoutTrace(
                    VerificationException.class,
                    () -> restore(orphan).into(pool).run());
            assertGivenBack(pool, before);
            failsWithoutTrace(
                    PlanException.class, () -> restore(unknown).into(pool).run());
            assertGivenBack(pool, before);
            failsWithoutTrace(
                    IllegalStateException.class,
                    () -> restore(temp().resolve("backup"))
                            .except("no_such_table")
                            .into(pool)
                            .listener(event -> {
                                if (event instanceof RestoreEvent.Cleared) {
                                    throw new IllegalStateException("the listener had enough");
                                }
                            })
                            .run());
            assertGivenBack(pool, before);
        }
        try (OneConnectionPool pool = new OneConnectionPool(db().dataSource().getConnection())) {
            pool.connection().setAutoCommit(false);
            List<String> before = DatabaseState.ofSession(db(), pool.connection());
            pool.connection().rollback();
            restore(library().directory(temp().resolve("good"))).into(pool).run();
            assertGivenBack(pool, before);
            pool.connection().rollback();
        }
        assertLibrary();
    }

    private void assertGivenBack(OneConnectionPool pool, List<String> before) throws SQLException {
        assertThat(pool.lent()).isFalse();
        assertThat(DatabaseState.ofSession(db(), pool.connection())).isEqualTo(before);
    }

    @Test
    default void oneDescriptionServesManyRunsAndThreads() throws Exception {
        createLibrary();
        Restore restore = restore(library());
        Restore narrow = restore.only("library_author").batchRows(2);
        List<Throwable> failures = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread thread = new Thread(() -> {
                try {
                    restore.run();
                    restore.plan();
                } catch (Throwable e) {
                    failures.add(e);
                }
            });
            thread.start();
            thread.join();
        }
        assertThat(failures).isEmpty();
        assertLibrary();
        assertThat(narrow.plan().tables()).hasSize(1);
        assertThat(restore.plan().tables()).hasSize(2);
    }

    @Test
    default void takesManyRowsThroughSmallBatchesOfVaryingFields() throws Exception {
        createLibrary();
        List<String> books = IntStream.rangeClosed(1, 500)
                .mapToObj(n -> "{\"id\":" + n + ",\"author_id\":1,\"title\":\"t" + n + "\""
                        + (n % 3 == 0 ? ",\"pages\":" + n : "") + "}")
                .toList();
        restore(new TestBackup()
                        .table("library_author", "{'id':1,'name':'Ann'}")
                        .exactly("library_book", books))
                .batchRows(7)
                .run();
        assertThat(db().rows("select count(*), count(pages), sum(id), sum(pages) from library_book"))
                .containsExactly("500|166|125250|41583");
    }
}
