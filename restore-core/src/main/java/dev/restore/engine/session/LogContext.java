package dev.restore.engine.session;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Takes what the logs of a thread say of its work (SLF4J's MDC) along to a thread that goes on with it. */
public final class LogContext {

    private LogContext() {}

    /** Returns a task that logs with the context of this thread, and leaves that of its own thread as it was. */
    public static Runnable carrying(Runnable task) {
        @Nullable Map<String, String> context = MDC.getCopyOfContextMap();
        if (context == null || context.isEmpty()) {
            return task;
        }
        return () -> {
            @Nullable Map<String, String> before = MDC.getCopyOfContextMap();
            MDC.setContextMap(context);
            try {
                task.run();
            } finally {
                if (before == null) {
                    MDC.clear();
                } else {
                    MDC.setContextMap(before);
                }
            }
        };
    }
}
