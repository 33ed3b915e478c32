package dev.restore.examples.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.Restore;
import dev.restore.outcome.Phase;
import dev.restore.outcome.RunCounts;
import dev.restore.outcome.RunKind;
import dev.restore.outcome.RunObserver;
import dev.restore.outcome.RunProgress;
import dev.restore.outcome.RunStatus;
import dev.restore.plan.RowErrors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program measures runs with Java's flight recorder, on which the library does not depend. */
class FlightRecorderTest {

    @TempDir
    private Path temp;

    /** A run in the flight recorder. */
    @Name("dev.restore.Run")
    static final class RunEvent extends Event {
        String kind = "";
        String status = "";
        long rows;
        long rejected;
    }

    /** A step of one. */
    @Name("dev.restore.Step")
    static final class StepEvent extends Event {
        String phase = "";
        long rows;
        long bytes;
    }

    /** Makes events of runs and their steps. */
    private static RunObserver.Observation flight(RunKind kind) {
        RunEvent run = new RunEvent();
        run.kind = kind.name();
        run.begin();
        return new RunObserver.Observation() {
            private @Nullable StepEvent step;
            private RunProgress latest = RunProgress.none(Phase.OPEN);

            @Override
            public void phase(Phase phase) {
                endStep();
                StepEvent next = new StepEvent();
                next.phase = phase.name();
                next.begin();
                step = next;
            }

            private void endStep() {
                StepEvent last = step;
                if (last != null) {
                    last.rows = latest.rows();
                    last.bytes = latest.bytesRead();
                    last.commit();
                }
            }

            @Override
            public void progress(RunProgress progress) {
                latest = progress;
            }

            @Override
            public void ended(RunStatus status, RunCounts counts, RunProgress progress, @Nullable Throwable failure) {
                endStep();
                run.status = status.name();
                run.rows = counts.inserted();
                run.rejected = counts.rejected();
                run.commit();
            }
        };
    }

    @Test
    void theFlightRecorderHasRunsAndTheirStepsWithRowsAndRejects() throws Exception {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:flight;DB_CLOSE_DELAY=-1");
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table t (id bigint primary key, n bigint check (n > 0))");
        }
        Path backup = Files.createDirectory(temp.resolve("backup"));
        Files.writeString(backup.resolve("t.json"), "[{\"id\":1,\"n\":1},{\"id\":2,\"n\":-1},{\"id\":3,\"n\":3}]");
        Path file = temp.resolve("flight.jfr");
        try (Recording recording = new Recording()) {
            recording.enable(RunEvent.class).withoutThreshold();
            recording.enable(StepEvent.class).withoutThreshold();
            recording.start();
            Restore.from(backup)
                    .into(database)
                    .onRowError(RowErrors.reject())
                    .observer((kind, id, name) -> flight(kind))
                    .run();
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(file);
        RecordedEvent run = events.stream()
                .filter(event -> event.getEventType().getName().equals("dev.restore.Run"))
                .findFirst()
                .orElseThrow();
        assertThat(run.getString("kind")).isEqualTo("RESTORE");
        assertThat(run.getString("status")).isEqualTo("COMPLETE_WITH_LOSS");
        assertThat(run.getLong("rows")).isEqualTo(2);
        assertThat(run.getLong("rejected")).isEqualTo(1);
        List<RecordedEvent> steps = events.stream()
                .filter(event -> event.getEventType().getName().equals("dev.restore.Step"))
                .toList();
        assertThat(steps)
                .extracting(step -> step.getString("phase"))
                .startsWith("OPEN", "PLAN", "PREPARE", "LOAD")
                .endsWith("FINISH", "REPORT");
        assertThat(steps.get(steps.size() - 1).getLong("rows")).isEqualTo(2);
        assertThat(steps.get(steps.size() - 1).getLong("bytes")).isPositive();
        Duration inSteps = steps.stream().map(RecordedEvent::getDuration).reduce(Duration.ZERO, Duration::plus);
        assertThat(inSteps).isLessThanOrEqualTo(run.getDuration());
    }
}
