package dev.restore.history;

import dev.restore.outcome.RunKind;
import dev.restore.outcome.RunStatus;
import java.util.Objects;

/**
 * What is known of a run before anything of it happens. Immutable; without secrets.
 *
 * @param id its id
 * @param kind what it does
 * @param status {@link RunStatus#PENDING} or {@link RunStatus#RUNNING}
 * @param request by whom it is asked for
 * @param owner the process that runs it
 * @param backup the name of its backup
 * @param target what it works on, in words, until the address is known
 * @param options its options in words
 * @param resumable whether what it has done stays when its process is killed, so that another run goes on there; otherwise another run
 *     begins at the beginning
 */
public record RunStart(
        String id,
        RunKind kind,
        RunStatus status,
        RunRequest request,
        RunOwner owner,
        String backup,
        String target,
        String options,
        boolean resumable) {

    public RunStart {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(backup, "backup");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(options, "options");
        if (status.ended()) {
            throw new IllegalArgumentException("a run begins as PENDING or RUNNING, not as " + status);
        }
    }
}
