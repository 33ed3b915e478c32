package dev.restore.seed;

import dev.restore.backup.Placeholders;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * How placeholders in files are filled.
 *
 * @param clock says which moment it is
 * @param zone in which days begin
 */
record FilledFiles(InstantSource clock, ZoneId zone) {

    /** How long a moment that was filled in is still taken for now. */
    private static final long MAX_AGE_SECONDS = 60;

    /** Makes this moment that of all placeholders. */
    Placeholders begin() {
        return Placeholders.at(clock.instant(), zone);
    }

    /** Returns whether rows hold moments that would be others by now. */
    boolean outdated(Placeholders filled) {
        Instant now = clock.instant();
        Instant then = filled.moment();
        return filled.timed()
                && (Math.abs(ChronoUnit.SECONDS.between(then, now)) > MAX_AGE_SECONDS
                        || !now.atZone(zone)
                                .toLocalDate()
                                .equals(then.atZone(zone).toLocalDate()));
    }
}
