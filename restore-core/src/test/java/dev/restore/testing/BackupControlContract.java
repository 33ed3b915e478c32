package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.restore.Backup;
import dev.restore.BackupJob;
import dev.restore.outcome.BackupEvent;
import dev.restore.outcome.BackupReport;
import dev.restore.outcome.RestoreCancelledException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whoever writes a backup hears how it goes and can end it, and then there is none. */
interface BackupControlContract extends ContractCase {

    private Backup backupOfThings() throws Exception {
        db().execute("create table thing (id ${bigint} primary key, v ${text})");
        restore(new TestBackup()
                        .exactly(
                                "thing",
                                IntStream.range(0, 40_000)
                                        .mapToObj(n -> "{\"id\":" + n + ",\"v\":\"a text of some length: " + n + "\"}")
                                        .toList()))
                .run();
        return Backup.of(db().dataSource());
    }

    private Path target() {
        return temp().resolve("target.tar.gz");
    }

    private void assertNothingIsLeft() {
        assertThat(target()).doesNotExist();
        assertThat(temp()).isDirectoryNotContaining("glob:**unfinished");
    }

    @Test
    default void aListenerHearsOfTheRowsAndTheEnd() throws Exception {
        List<BackupEvent> events = new ArrayList<>();
        BackupReport report = backupOfThings().listener(events::add).write(target());
        assertThat(events.get(0))
                .isInstanceOfSatisfying(
                        BackupEvent.Begun.class,
                        begun -> assertThat(begun.tables()).hasSize(1));
        assertThat(events.get(events.size() - 2))
                .isInstanceOfSatisfying(
                        BackupEvent.Progress.class,
                        last -> assertThat(last.rows()).isEqualTo(40_000));
        assertThat(events.get(events.size() - 1)).isEqualTo(new BackupEvent.Finished(report));
    }

    @Test
    default void aCancelledBackupLeavesNothing() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        BackupJob job = backupOfThings()
                .listener(event -> {
                    begun.countDown();
                    await(told);
                })
                .start(target());
        begun.await();
        assertThat(job.cancel()).isTrue();
        told.countDown();
        assertThatThrownBy(job::await)
                .isInstanceOf(RestoreCancelledException.class)
                .hasMessageContaining("The backup was cancelled")
                .hasMessageContaining("nothing stands under its name");
        assertThat(job.ended()).isTrue();
        assertThat(job.cancel()).isFalse();
        assertNothingIsLeft();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    default void aJobGivesTheReport() throws Exception {
        BackupJob job = backupOfThings().start(target(), Runnable::run);
        assertThat(job.await(Duration.ZERO).rows()).isEqualTo(40_000);
        assertThat(job.progress())
                .hasValueSatisfying(last -> assertThat(last.tableRows()).isEqualTo(40_000));
    }

    @Test
    default void aBackupThatTakesTooLongLeavesNothing() throws Exception {
        Backup late = backupOfThings().deadline(Duration.ofMillis(1)).listener(event -> pause());
        assertThatThrownBy(() -> late.write(target()))
                .isInstanceOf(RestoreCancelledException.class)
                .hasMessageContaining("longer than 1 ms");
        assertNothingIsLeft();
    }

    private static void pause() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    default void anInterruptEndsABackupAndStaysSet() throws Exception {
        Backup backup =
                backupOfThings().listener(event -> Thread.currentThread().interrupt());
        Throwable end = catchThrowable(() -> backup.write(target()));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(end).isInstanceOf(RestoreCancelledException.class);
        assertNothingIsLeft();
    }

    @Test
    default void aListenerThatThrowsEndsABackup() throws Exception {
        Backup backup = backupOfThings().listener(event -> {
            throw new IllegalStateException("on purpose");
        });
        assertThatThrownBy(() -> backup.write(target())).hasMessage("on purpose");
        assertNothingIsLeft();
        Backup atTheEnd = Backup.of(db().dataSource()).listener(event -> {
            if (event instanceof BackupEvent.Finished) {
                throw new IllegalStateException("too late");
            }
        });
        assertThat(atTheEnd.write(target()).rows()).isEqualTo(40_000);
        assertThat(target()).exists();
    }
}
