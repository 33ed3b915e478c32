package dev.restore.engine.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restore.Backup;
import dev.restore.RunJob;
import dev.restore.backup.BackupSource;
import dev.restore.outcome.RestoreCancelledException;
import dev.restore.outcome.RunStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Jobs that read a backup, which are to end before it does. */
class CancelledReadingTest {

    private static final byte[] ROW = {'{', '"', 'i', 'd', '"', ':', '1', '}', '\n'};

    private final CountDownLatch reading = new CountDownLatch(10_000);

    /** Rows without an end. */
    private final BackupSource endless = BackupSource.of("t.ndjson", () -> new InputStream() {

        private int at;

        @Override
        public int read() throws IOException {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException();
            }
            reading.countDown();
            return ROW[at++ % ROW.length];
        }
    });

    @Test
    void aVerificationEnds() throws Exception {
        ends(Backup.verify(endless).start(), "The verification was cancelled; nothing was changed.");
    }

    @Test
    void aDrillEnds() throws Exception {
        ends(Backup.drill(endless).start(), "The drill was cancelled; nothing was changed.");
    }

    private void ends(RunJob<?> job, String words) throws Exception {
        reading.await();
        assertThat(job.status()).isEqualTo(RunStatus.RUNNING);
        assertThat(job.cancel()).isTrue();
        assertThatThrownBy(job::await)
                .isInstanceOf(RestoreCancelledException.class)
                .hasMessage(words);
        assertThat(job.snapshot().status()).isEqualTo(RunStatus.CANCELLED);
        assertThat(job.cancel()).isFalse();
    }

    @Test
    void whatWaitsEndsAtOnce() {
        Queue<Runnable> queue = new ArrayDeque<>();
        RunJob<?> job = Backup.drill(endless).start(queue::add);
        assertThat(job.cancel()).isTrue();
        assertThat(job.status()).isEqualTo(RunStatus.CANCELLED);
        queue.remove().run();
        assertThat(reading.getCount()).isEqualTo(10_000);
    }
}
