package dev.restore.history;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The process that a run belongs to. Immutable.
 *
 * @param host the name of its machine, empty when that is not known
 * @param process its number there
 * @param processStartedAt when it was started, in milliseconds, null when that is not known
 * @param token tells this ownership from all others, also of the same process
 */
public record RunOwner(String host, long process, @Nullable Instant processStartedAt, String token) {

    public RunOwner {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(token, "token");
    }

    /** Returns this process as the owner of a run that begins. */
    public static RunOwner thisProcess() {
        ProcessHandle process = ProcessHandle.current();
        Optional<Instant> started = process.info().startInstant();
        return new RunOwner(
                thisHost(),
                process.pid(),
                started.map(at -> Instant.ofEpochMilli(at.toEpochMilli())).orElse(null),
                UUID.randomUUID().toString());
    }

    /** A machine without a working resolver takes its time to find its own name, so that its environment is asked first. */
    private static String thisHost() {
        for (String variable : List.of("HOSTNAME", "COMPUTERNAME")) {
            String name = System.getenv(variable);
            if (name != null && !name.isBlank()) {
                return name;
            }
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "";
        }
    }

    /** Returns the owner for people: the process and its machine. */
    public String words() {
        return "process " + process + (host.isEmpty() ? "" : " on " + host);
    }
}
