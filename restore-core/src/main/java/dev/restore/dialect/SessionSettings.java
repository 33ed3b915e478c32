package dev.restore.dialect;

import java.time.ZoneId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a dialect needs to know of the caller's wishes.
 *
 * @param schema the schema to restore into, or null for the connection's own
 * @param zone the zone of times that come without one, and of zoneless columns that get a time with one
 */
public record SessionSettings(@Nullable String schema, ZoneId zone) {

    public SessionSettings {
        Objects.requireNonNull(zone, "zone");
    }
}
