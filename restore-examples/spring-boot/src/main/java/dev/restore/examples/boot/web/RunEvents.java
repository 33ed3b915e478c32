package dev.restore.examples.boot.web;

import dev.restore.examples.boot.operations.RefusedException;
import dev.restore.examples.boot.operations.RunRegister;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Tells browsers how far a run is, several times in a second while something changes, until it is over. One thread serves all; of runs
 * in other instances it tells what their last heartbeat said.
 */
@Component
class RunEvents {

    private static final Logger LOG = LoggerFactory.getLogger(RunEvents.class);
    private static final int MOST = 200;
    private static final long EVERY_MILLIS = 250;
    private static final long ALIVE_MILLIS = 10_000;
    private static final long AT_MOST_MILLIS = TimeUnit.HOURS.toMillis(12);

    private final RunRegister register;
    private final RunReports reports;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "run-events");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<SseEmitter, ScheduledFuture<?>> followers = new ConcurrentHashMap<>();

    RunEvents(RunRegister register, RunReports reports) {
        this.register = register;
        this.reports = reports;
    }

    SseEmitter follow(String id) {
        if (followers.size() >= MOST) {
            throw new RefusedException(
                    RefusedException.Reason.BUSY, "Too many pages are open; ask for the run instead.");
        }
        SseEmitter emitter = new SseEmitter(AT_MOST_MILLIS);
        emitter.onCompletion(() -> leave(emitter));
        emitter.onTimeout(() -> leave(emitter));
        emitter.onError(failure -> leave(emitter));
        Follower follower = new Follower(id, emitter);
        followers.put(emitter, clock.scheduleWithFixedDelay(follower, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS));
        return emitter;
    }

    /** Returns how many are told. */
    int followers() {
        return followers.size();
    }

    private void leave(SseEmitter emitter) {
        ScheduledFuture<?> future = followers.remove(emitter);
        if (future != null) {
            future.cancel(false);
        }
    }

    @PreDestroy
    void stop() {
        clock.shutdownNow();
        followers.keySet().forEach(SseEmitter::complete);
    }

    /** One browser. */
    private final class Follower implements Runnable {

        private final String id;
        private final SseEmitter emitter;
        private String last = "";
        private long silentMillis;

        Follower(String id, SseEmitter emitter) {
            this.id = id;
            this.emitter = emitter;
        }

        @Override
        public void run() {
            try {
                RunView view = reports.view(register.get(id));
                String now = view.status() + " " + view.attempt() + ' ' + view.progress() + view.waitsFor()
                        + view.cancelBy();
                silentMillis += EVERY_MILLIS;
                if (!now.equals(last)) {
                    emitter.send(SseEmitter.event().name("run").data(view));
                    last = now;
                    silentMillis = 0;
                } else if (silentMillis >= ALIVE_MILLIS) {
                    emitter.send(SseEmitter.event().comment("still there"));
                    silentMillis = 0;
                }
                if (view.ended()) {
                    leave(emitter);
                    emitter.complete();
                }
            } catch (IOException | IllegalStateException e) {
                LOG.debug("a page that followed run {} is gone", id);
                leave(emitter);
            } catch (RuntimeException e) {
                LOG.warn("run {} cannot be followed any more", id, e);
                leave(emitter);
                emitter.completeWithError(e);
            }
        }
    }
}
