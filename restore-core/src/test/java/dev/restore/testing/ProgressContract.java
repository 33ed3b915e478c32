package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.restore.Restore;
import dev.restore.RestoreJob;
import dev.restore.outcome.RestoreCancelledException;
import dev.restore.outcome.RestoreCancelledException.Reason;
import dev.restore.outcome.RestoreEvent;
import dev.restore.outcome.RestoreEvent.Progress;
import dev.restore.outcome.RestoreReport;
import dev.restore.outcome.RunStatus;
import dev.restore.plan.RowErrors;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** What is told of a restore while it runs. */
interface ProgressContract extends ContractCase {

    private Path threeLevels() throws Exception {
        db().execute(
                        "create table one (id ${bigint} primary key, note ${text})",
                        "create table two (id ${bigint} primary key, one_id ${bigint} not null references one (id))",
                        "create table three (id ${bigint} primary key, two_id ${bigint} not null references two (id))");
        return new TestBackup()
                .table("one", "{'id':1,'note':'a'}", "{'id':2,'note':'b'}", "{'id':3,'note':'c'}")
                .table("two", "{'id':1,'one_id':1}", "{'id':2,'one_id':2}", "{'id':3,'one_id':3}")
                .table("three", "{'id':1,'two_id':1}", "{'id':2,'two_id':2}", "{'id':3,'two_id':3}")
                .directory(temp().resolve("levels"));
    }

    /** Checks that what was told never goes back, and returns it. */
    private static List<Progress> forward(List<RestoreEvent> events) {
        List<Progress> told = events.stream()
                .filter(Progress.class::isInstance)
                .map(Progress.class::cast)
                .toList();
        assertThat(told).isNotEmpty();
        for (int i = 1; i < told.size(); i++) {
            assertThat(told.get(i).fraction().orElseThrow())
                    .as("%s", told)
                    .isGreaterThanOrEqualTo(told.get(i - 1).fraction().orElseThrow());
            assertThat(told.get(i).rows()).isGreaterThan(told.get(i - 1).rows());
        }
        return told;
    }

    @Test
    default void aResumableRestoreTellsAllRowsAndNeverGoesBack() throws Exception {
        Path backup = threeLevels();
        List<RestoreEvent> events = new ArrayList<>();
        Restore restore =
                Restore.from(backup).into(db().dataSource()).resumable().batchRows(1);
        assertThat(catchThrowable(restore.listener(event -> {
                    events.add(event);
                    if (event instanceof Progress progress && progress.table().equalsIgnoreCase("three")) {
                        throw new IllegalStateException("enough");
                    }
                })::run))
                .hasMessage("enough");
        List<Progress> told = forward(events);
        assertThat(told.get(told.size() - 1).rows()).isEqualTo(7);

        events.clear();
        RestoreReport report = restore.listener(events::add).run();
        List<Progress> rest = forward(events);
        assertThat(rest.get(0).rows()).isGreaterThan(6);
        assertThat(rest.get(0).rowsEarlier()).isGreaterThanOrEqualTo(6);
        assertThat(rest.get(0).fraction().orElseThrow()).isGreaterThan(0.6);
        assertThat(rest.get(rest.size() - 1).rows()).isEqualTo(9);
        assertThat(rest.get(rest.size() - 1).fraction().orElseThrow()).isGreaterThan(0.9);
        assertThat(report.warnings()).noneMatch(warning -> warning.contains("incomplete"));
        assertThat(report.rowsEarlier()).isEqualTo(rest.get(0).rowsEarlier());
        double seconds = report.duration().toNanos() / 1e9;
        assertThat(report.text())
                .contains(String.format(Locale.ROOT, "(%,.0f rows a second)", (9 - report.rowsEarlier()) / seconds));
    }

    /** The second reading, without the row that refers to a rejected one, is not a step back. */
    @Test
    default void aCircleThatIsReadAgainIsNoStepBack() throws Exception {
        db().execute("create table node (id ${bigint} primary key, next ${bigint} references node (id))");
        List<RestoreEvent> events = new ArrayList<>();
        RestoreReport report = freshly(new TestBackup()
                        .table("node", "{'id':1,'next':null}", "{'id':2,'next':77}", "{'id':3,'next':1}"))
                .resumable()
                .batchRows(1)
                .onRowError(RowErrors.reject())
                .listener(events::add)
                .run();
        assertThat(report.totals().inserted()).isEqualTo(2);
        assertThat(report.totals().rejected()).isEqualTo(1);
        double before = 0;
        long last = 0;
        for (RestoreEvent event : events) {
            if (event instanceof Progress progress) {
                assertThat(progress.fraction().orElseThrow()).isGreaterThanOrEqualTo(before);
                before = progress.fraction().orElseThrow();
                last = progress.rows();
            }
        }
        assertThat(last).isEqualTo(2);
        assertThat(db().rows("select id from node order by id")).containsExactly("1", "3");
    }

    @Test
    default void aJobWaitsBeforeItRuns() throws Exception {
        Path backup = threeLevels();
        Queue<Runnable> queue = new ArrayDeque<>();
        RestoreJob job = Restore.from(backup).into(db().dataSource()).start(queue::add);
        assertThat(job.status()).isEqualTo(RunStatus.PENDING);
        assertThat(job.startedAt()).isEmpty();
        queue.remove().run();
        assertThat(job.status()).isEqualTo(RunStatus.COMPLETE);
        assertThat(job.await().startedAt()).isEqualTo(job.startedAt().orElseThrow());

        RestoreJob cancelled = Restore.from(backup).into(db().dataSource()).start(queue::add);
        cancelled.cancel();
        queue.remove().run();
        assertThat(cancelled.status()).isEqualTo(RunStatus.CANCELLED);
    }

    @Test
    default void aPlanThatIsNotApprovedIsToldFromACancelledRun() throws Exception {
        Path backup = threeLevels();
        RestoreCancelledException refused = failsWithoutTrace(
                RestoreCancelledException.class,
                Restore.from(backup).into(db().dataSource()).approval(plan -> false)::run);
        assertThat(refused.reason()).isEqualTo(Reason.NOT_APPROVED);
        assertThat(refused).hasMessage("The plan was not approved; nothing was changed.");
    }

    @Test
    default void theLogSaysWhatBecameOfTheRowsAndWhere() throws Exception {
        assumeTrue(
                RecordingLogs.inForce(),
                "META-INF/services/org.slf4j.spi.SLF4JServiceProvider does not name " + RecordingLogs.class.getName());
        Path backup = threeLevels();
        try (RecordingLogs.Recording logs = RecordingLogs.Recording.begin()) {
            Restore.from(backup).into(db().dataSource()).run();
            assertThat(logs.text()).containsPattern("INFO restored .* into jdbc:.*: 9 rows");
            assertThat(logs.text()).doesNotContain("password").doesNotContain("user=");
        }
        Path bad = new TestBackup()
                .table("one", "{'id':1,'note':'a'}", "{'id':1,'note':'b'}")
                .table("two")
                .table("three")
                .directory(temp().resolve("bad"));
        try (RecordingLogs.Recording logs = RecordingLogs.Recording.begin()) {
            Restore.from(bad)
                    .into(db().dataSource())
                    .onRowError(RowErrors.reject())
                    .run();
            assertThat(logs.text()).containsPattern("WARN restored .* with loss: 1 rows .* 1 rows rejected");
        }
        try (RecordingLogs.Recording logs = RecordingLogs.Recording.begin();
                var connection = db().dataSource().getConnection()) {
            connection.setAutoCommit(false);
            Restore.from(backup).into(connection).run();
            connection.rollback();
            assertThat(logs.text()).contains("INFO loaded, not yet committed by the caller: ");
        }
    }

    @Test
    default void aDescriptionSaysWhatItIs() {
        Restore restore = Restore.from(Path.of("nightly"))
                .into(db().dataSource())
                .only("author")
                .resumable()
                .defaultValue("author", "token", "secret");
        assertThat(restore.toString())
                .startsWith("restore of nightly into a DataSource (")
                .endsWith("replace, only author, resumable");
    }
}
