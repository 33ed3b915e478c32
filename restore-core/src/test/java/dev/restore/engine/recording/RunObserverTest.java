package dev.restore.engine.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.restore.Backup;
import dev.restore.Restore;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.Phase;
import dev.restore.outcome.RestoreReport;
import dev.restore.outcome.RunCounts;
import dev.restore.outcome.RunObserver;
import dev.restore.outcome.RunProgress;
import dev.restore.outcome.RunStatus;
import dev.restore.plan.RowErrors;
import dev.restore.testing.H2Database;
import dev.restore.testing.TestBackup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What observers are told. */
class RunObserverTest {

    @TempDir
    private Path temp;

    private H2Database database = new H2Database();

    @BeforeEach
    void createTable() throws Exception {
        database.execute("create table t (id bigint primary key, n bigint check (n > 0))");
    }

    @AfterEach
    void closeDatabase() throws Exception {
        database.close();
    }

    private Restore restore() throws Exception {
        return Restore.from(new TestBackup()
                        .table("t", "{'id':1,'n':1}", "{'id':2,'n':-1}", "{'id':3,'n':3}")
                        .directory(temp.resolve("backup")))
                .into(database.dataSource());
    }

    @Test
    void stepsAndRowsAreTold() throws Exception {
        List<String> told = new ArrayList<>();
        restore()
                .onRowError(RowErrors.reject())
                .observer((kind, id, backup) -> new RunObserver.Observation() {
                    @Override
                    public void phase(Phase phase) {
                        told.add(phase.name());
                    }

                    @Override
                    public void ended(
                            RunStatus status, RunCounts counts, RunProgress progress, @Nullable Throwable failure) {
                        told.add(counts.inserted() + " in, " + counts.rejected() + " rejected, progress "
                                + progress.rows());
                    }
                })
                .run();
        assertThat(told)
                .startsWith("OPEN", "PLAN", "PREPARE", "LOAD")
                .endsWith("FINISH", "REPORT", "2 in, 1 rejected, progress 2");
    }

    @Test
    void beginAndEndAreToldOnceOnTheThreadOfTheRunAndNestWithOthers() throws Exception {
        List<String> told = new ArrayList<>();
        AtomicReference<Thread> thread = new AtomicReference<>();
        RunObserver first = recorder("a", told, thread);
        Throwable failure = catchThrowable(restore().observer(first).observer(recorder("b", told, thread))::run);
        assertThat(failure).isNotNull();
        assertThat(told.get(0)).isEqualTo("a begun RESTORE");
        assertThat(told.get(1)).isEqualTo("b begun RESTORE");
        assertThat(told.subList(told.size() - 2, told.size()))
                .containsExactly("b FAILED " + failure.getMessage(), "a FAILED " + failure.getMessage());
        assertThat(told).filteredOn(line -> line.startsWith("a")).hasSize(2);
        assertThat(thread.get()).isSameAs(Thread.currentThread());

        told.clear();
        Backup.of(database.dataSource()).observer(first).write(temp.resolve("written"));
        Backup.verify(temp.resolve("written")).observer(first).run();
        Backup.drill(temp.resolve("written")).observer(first).run();
        assertThat(told)
                .containsExactly(
                        "a begun BACKUP",
                        "a COMPLETE null",
                        "a begun VERIFY",
                        "a COMPLETE null",
                        "a begun DRILL",
                        "a COMPLETE null");
    }

    private static RunObserver recorder(String name, List<String> told, AtomicReference<Thread> thread) {
        return (kind, id, backup) -> {
            told.add(name + " begun " + kind);
            return new RunObserver.Observation() {
                @Override
                public void ended(
                        RunStatus status, RunCounts counts, RunProgress progress, @Nullable Throwable failure) {
                    thread.set(Thread.currentThread());
                    told.add(name + " " + status + " " + (failure == null ? null : failure.getMessage()));
                }
            };
        };
    }

    @Test
    void anObserverThatFailsEndsNothingAndHearsNothingMore() throws Exception {
        List<String> told = new ArrayList<>();
        RestoreReport report = restore()
                .onRowError(RowErrors.reject())
                .observer((kind, id, backup) -> new RunObserver.Observation() {
                    @Override
                    public void phase(Phase phase) {
                        told.add(phase.name());
                        throw new IllegalStateException("broken");
                    }
                })
                .run();
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE_WITH_LOSS);
        assertThat(told).containsExactly("OPEN");
    }
}
