package dev.restore.engine.options;

import dev.restore.history.RunHistory;
import dev.restore.history.RunRequest;
import dev.restore.outcome.RunObserver;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a run of any kind is recorded. Has no influence on what it does.
 *
 * @param history where its entry is kept, or null, the default, for nowhere
 * @param request by whom it is asked for; by default {@link RunRequest#byThisUser()}
 * @param observer measures and traces it; by default nobody
 */
public record RunRecords(@Nullable RunHistory history, RunRequest request, RunObserver observer) {

    public RunRecords {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(observer, "observer");
    }

    /** Returns the records of a run that nobody asks about. */
    public static RunRecords none() {
        return new RunRecords(null, RunRequest.byThisUser(), RunObserver.none());
    }

    /** Sets {@link #history} and {@link #request}. */
    public RunRecords history(RunHistory kept, RunRequest asked) {
        return new RunRecords(Objects.requireNonNull(kept, "history"), asked, observer);
    }

    /** Adds an observer, told after those that are there. */
    public RunRecords observer(RunObserver next) {
        return new RunRecords(history, request, observer.andThen(Objects.requireNonNull(next, "observer")));
    }
}
