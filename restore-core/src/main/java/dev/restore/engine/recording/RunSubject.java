package dev.restore.engine.recording;

import dev.restore.outcome.RunKind;
import java.util.Objects;

/**
 * What a run is about, as far as that is known before it begins. Without secrets.
 *
 * @param kind what it does
 * @param backup the name of its backup
 * @param target what it works on, in words
 * @param options its options in words
 * @param resumable whether what it has done stays when its process is killed
 */
public record RunSubject(RunKind kind, String backup, String target, String options, boolean resumable) {

    public RunSubject {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(backup, "backup");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(options, "options");
    }
}
