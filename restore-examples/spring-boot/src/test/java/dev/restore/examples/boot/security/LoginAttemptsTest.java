package dev.restore.examples.boot.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** Logins after others that have failed. */
class LoginAttemptsTest {

    private Instant now = Instant.EPOCH;

    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    @Test
    void afterSoManyFailuresNoneIsTriedForAWhile() {
        LoginAttempts attempts = new LoginAttempts(3, Duration.ofMinutes(5), clock);
        assertThat(attempts.failed("ann", "one")).isFalse();
        assertThat(attempts.failed("Ann", "one")).isFalse();
        assertThat(attempts.locked("ann", "one")).isEmpty();
        assertThat(attempts.failed("ann", "one")).isTrue();
        assertThat(attempts.locked("ann", "one")).contains(Duration.ofMinutes(5));
        assertThat(attempts.locked("ann", "elsewhere")).isEmpty();
        assertThat(attempts.locked("bob", "one")).isEmpty();
        now = now.plus(Duration.ofMinutes(5));
        assertThat(attempts.locked("ann", "one")).isEmpty();
        now = now.plusMillis(1);
        assertThat(attempts.failed("ann", "one")).isFalse();
        assertThat(attempts.locked("ann", "one")).isEmpty();
    }

    @Test
    void aSuccessForgetsTheFailuresBeforeIt() {
        LoginAttempts attempts = new LoginAttempts(2, Duration.ofMinutes(5), clock);
        attempts.failed("ann", "one");
        attempts.succeeded("ann", "one");
        attempts.failed("ann", "one");
        assertThat(attempts.locked("ann", "one")).isEmpty();
    }

    /** Whoever tries many names does not set others free. */
    @Test
    void ofTooManyNamesTheOldestAreForgotten() {
        LoginAttempts attempts = new LoginAttempts(2, Duration.ofMinutes(5), clock);
        attempts.failed("old", "one");
        attempts.failed("old", "one");
        attempts.failed("locked", "one");
        for (int name = 0; name < 9_998; name++) {
            attempts.failed("name" + name, "one");
        }
        attempts.failed("locked", "one");
        attempts.failed("another", "one");
        assertThat(attempts.locked("locked", "one")).isPresent();
        assertThat(attempts.locked("old", "one")).isEmpty();
    }

    @Test
    void zeroLocksNobodyOut() {
        LoginAttempts attempts = new LoginAttempts(0, Duration.ofMinutes(5), clock);
        attempts.failed("ann", "one");
        attempts.failed("ann", "one");
        assertThat(attempts.locked("ann", "one")).isEmpty();
    }
}
