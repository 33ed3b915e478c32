package dev.restore.dialect;

import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a dialect needs to know of the caller's wishes.
 *
 * @param schema the schema to restore into, or null for the connection's own
 * @param zone the zone of times that come without one, and of zoneless columns that get a time with one
 * @param callersTransaction whether the connection is in a transaction of the caller's, which a session neither commits nor
 *     rolls back. What it sets for the transaction it puts back when it is closed; what would commit is an obstacle. Before
 *     {@link Dialect.Session#begin} the core sets a savepoint, and rolls back to it when the run fails.
 * @param quick whether the session may lower the durability of its transaction, where that makes it faster and changes nothing
 *     for others; a failed run or killed process must still leave everything as it was
 * @param beside whether this is one of several sessions of the same restore that load side by side: together they keep other
 *     restores out, as one session does, but not each other
 * @param sequences the sequences that number columns which do not say so, by {@code table.column}, as the caller spells them
 * @param memory what earlier sessions of the same {@code Restore} have read of the schema
 */
public record SessionSettings(
        @Nullable String schema,
        ZoneId zone,
        boolean callersTransaction,
        boolean quick,
        boolean beside,
        Map<String, String> sequences,
        CatalogMemory memory) {

    /** Creates the settings of a session that is alone, with full durability, and remembers nothing. */
    public SessionSettings(@Nullable String schema, ZoneId zone, boolean callersTransaction) {
        this(schema, zone, callersTransaction, false, false, Map.of(), new CatalogMemory());
    }

    /** Creates the settings of a session that has a transaction of its own. */
    public SessionSettings(@Nullable String schema, ZoneId zone) {
        this(schema, zone, false);
    }

    public SessionSettings {
        Objects.requireNonNull(zone, "zone");
        sequences = Map.copyOf(sequences);
        Objects.requireNonNull(memory, "memory");
    }

    /** Returns the same settings for one of several sessions that load side by side. */
    public SessionSettings besideOthers() {
        return new SessionSettings(schema, zone, callersTransaction, quick, true, sequences, memory);
    }
}
