package dev.restore.examples.boot.web;

import dev.restore.examples.boot.operations.RefusedException;
import dev.restore.examples.boot.operations.Requester;
import dev.restore.examples.boot.operations.RestoreOperations.Started;
import dev.restore.examples.boot.operations.RunRegister;
import java.net.URI;
import java.security.Principal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;

/** What the requests that begin a run have in common. */
final class Answers {

    static final String KEY = "Idempotency-Key";

    private static final Pattern KEYS = Pattern.compile("[\\x21-\\x7e]{1,80}");

    private Answers() {}

    static Requester requester(Principal user, @Nullable String key) {
        if (key != null && !KEYS.matcher(key).matches()) {
            throw new RefusedException(
                    RefusedException.Reason.INVALID, "An idempotency key has from 1 to 80 visible ASCII characters.");
        }
        return Requester.of(user.getName(), key);
    }

    static ResponseEntity<RunView> accepted(Started started, RunRegister register) {
        return ResponseEntity.accepted()
                .location(URI.create("/api/runs/" + started.id()))
                .header("Idempotent-Replayed", String.valueOf(!started.created()))
                .body(RunView.of(register.get(started.id()), null));
    }
}
