package dev.restore.history;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * By whom a run is asked for, and whether it is the same as another one. Immutable.
 *
 * @param by who asks for it, not empty, at most 200 characters; by default the user of the operating system
 * @param key tells requests apart: a run with a key that is taken is not begun, and the one that has it counts. Not empty, at most 200
 *     characters; null, the default, for a run of its own
 * @param resumes the id of the interrupted run with which it goes on under the same entry; null, the default, for a new entry
 */
public record RunRequest(
        String by, @Nullable String key, @Nullable String resumes) {

    private static final int MAX_LENGTH = 200;

    /**
     * Checks the lengths.
     *
     * @throws IllegalArgumentException if a text is empty, too long or has a NUL character, or there are both a key and a run to resume
     */
    public RunRequest {
        require("by", Objects.requireNonNull(by, "by"));
        require("key", key);
        require("resumes", resumes);
        if (key != null && resumes != null) {
            throw new IllegalArgumentException("a run that is resumed has its key already: give no other one");
        }
    }

    private static void require(String name, @Nullable String text) {
        if (text != null && text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(name + " has a NUL character, which no database keeps");
        }
        if (text != null && (text.isBlank() || text.length() > MAX_LENGTH)) {
            throw new IllegalArgumentException(
                    name + " has from 1 to " + MAX_LENGTH + " characters, not " + text.length());
        }
    }

    /** Returns the request of the user of the operating system. */
    public static RunRequest byThisUser() {
        String user = System.getProperty("user.name", "");
        return by(user.isBlank() ? "unknown" : user.substring(0, Math.min(user.length(), MAX_LENGTH)));
    }

    /** Returns the request of somebody. */
    public static RunRequest by(String who) {
        return new RunRequest(who, null, null);
    }

    /** Sets {@link #key}. */
    public RunRequest key(String key) {
        return new RunRequest(by, Objects.requireNonNull(key, "key"), resumes);
    }

    /** Sets {@link #resumes}. */
    public RunRequest resuming(String runId) {
        return new RunRequest(by, key, Objects.requireNonNull(runId, "runId"));
    }
}
