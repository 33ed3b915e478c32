package dev.restore.testing;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/** The logs of the tests: nobody sees them, unless a test records them at DEBUG and above. Found by SLF4J as its provider. */
public final class RecordingLogs implements SLF4JServiceProvider {

    private static final List<Recording> RECORDINGS = new CopyOnWriteArrayList<>();

    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter context = new NOPMDCAdapter();

    /** Created by SLF4J. */
    public RecordingLogs() {}

    /** Returns whether SLF4J has taken this one, as {@code META-INF/services/org.slf4j.spi.SLF4JServiceProvider} tells it to. */
    static boolean inForce() {
        return LoggerFactory.getLogger(RecordingLogs.class) instanceof Log;
    }

    /** What this library logs, by whatever thread, while it is open. */
    public static final class Recording implements AutoCloseable {

        private final List<String> lines = new CopyOnWriteArrayList<>();

        private Recording() {}

        /** Begins to record. */
        public static Recording begin() {
            Recording begun = new Recording();
            RECORDINGS.add(begun);
            return begun;
        }

        /** Returns what was logged so far, stack traces included. */
        public String text() {
            return String.join("\n", lines);
        }

        @Override
        public void close() {
            RECORDINGS.remove(this);
        }
    }

    private static final class Log extends LegacyAbstractLogger {

        private static final long serialVersionUID = 1L;

        Log(String name) {
            this.name = name;
        }

        private boolean recorded() {
            return !RECORDINGS.isEmpty() && name.startsWith("dev.restore.");
        }

        @Override
        protected @Nullable String getFullyQualifiedCallerName() {
            return null;
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level level,
                @Nullable Marker marker,
                String pattern,
                Object @Nullable [] arguments,
                @Nullable Throwable throwable) {
            StringWriter text = new StringWriter();
            text.append(level + " " + MessageFormatter.basicArrayFormat(pattern, arguments));
            if (throwable != null) {
                throwable.printStackTrace(new PrintWriter(text.append('\n'), true));
            }
            RECORDINGS.forEach(recording -> recording.lines.add(text.toString()));
        }

        @Override
        public boolean isTraceEnabled() {
            return false;
        }

        @Override
        public boolean isDebugEnabled() {
            return recorded();
        }

        @Override
        public boolean isInfoEnabled() {
            return recorded();
        }

        @Override
        public boolean isWarnEnabled() {
            return recorded();
        }

        @Override
        public boolean isErrorEnabled() {
            return recorded();
        }
    }

    @Override
    public void initialize() {}

    @Override
    public ILoggerFactory getLoggerFactory() {
        return Log::new;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return context;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }
}
