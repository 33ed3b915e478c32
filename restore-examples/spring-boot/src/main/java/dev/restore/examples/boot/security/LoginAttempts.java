package dev.restore.examples.boot.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Logins that failed, by name and address: after so many of them in a row none is tried for a while. By both, so that nobody is locked
 * out by somebody elsewhere. Kept by this process alone. Safe to use from any thread.
 */
final class LoginAttempts {

    private static final int KEPT = 10_000;

    private final int most;
    private final Duration pause;
    private final Clock clock;
    /** The longest without a failure first. */
    private final Map<String, Failures> failures = new LinkedHashMap<>();

    private record Failures(int count, Instant last) {}

    /**
     * Counts attempts.
     *
     * @param most how many failures there may be in a row; 0 for any number
     * @param pause for how long none is tried then
     */
    LoginAttempts(int most, Duration pause, Clock clock) {
        this.most = most;
        this.pause = pause;
        this.clock = clock;
    }

    private static String key(String name, String address) {
        return address + ' ' + name.toLowerCase(Locale.ROOT);
    }

    /** Returns for how long a login is not tried; empty when it is. */
    synchronized Optional<Duration> locked(String name, String address) {
        Failures known = failures.get(key(name, address));
        if (most == 0 || known == null || known.count < most) {
            return Optional.empty();
        }
        Duration left = Duration.between(clock.instant(), known.last.plus(pause));
        return left.isNegative() || left.isZero() ? Optional.empty() : Optional.of(left);
    }

    /** Counts a login that failed, and returns whether the next one is not tried. */
    synchronized boolean failed(String name, String address) {
        Instant now = clock.instant();
        Failures known = failures.remove(key(name, address));
        Iterator<Failures> oldest = failures.values().iterator();
        while (oldest.hasNext()) {
            boolean over = oldest.next().last.plus(pause).isBefore(now);
            if (!over && failures.size() < KEPT) {
                break;
            }
            oldest.remove();
        }
        int count = known == null || known.last.plus(pause).isBefore(now) ? 1 : known.count + 1;
        failures.put(key(name, address), new Failures(count, now));
        return count == most;
    }

    /** Forgets the failures before a login that succeeded. */
    synchronized void succeeded(String name, String address) {
        failures.remove(key(name, address));
    }
}
