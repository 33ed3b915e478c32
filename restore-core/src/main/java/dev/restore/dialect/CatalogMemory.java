package dev.restore.dialect;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What sessions have read of a schema, for those after them. A session describes the schema by a token, a text that is another
 * one whenever anything its catalog is read from is; what was read under the same token is then not read again. The first
 * reading keeps nothing and asks for no token, because most restores run once.
 *
 * <p>Safe for use by several threads. It holds no connection.
 */
public final class CatalogMemory {

    private final AtomicBoolean used = new AtomicBoolean();
    private final AtomicReference<@Nullable Known> known = new AtomicReference<>();

    private record Known(String token, Object catalog) {}

    /** Creates one that knows nothing yet. */
    public CatalogMemory() {}

    /** Asks the database for something. */
    @FunctionalInterface
    public interface Reading<T> {
        /** Asks. */
        T read() throws SQLException;
    }

    /** Describes a schema. */
    @FunctionalInterface
    public interface Token {
        /** Asks; null where the schema cannot be described. */
        @Nullable
        String read() throws SQLException;
    }

    /**
     * Returns what is known of the schema, or else reads it. It is kept when the schema was the same before and after that.
     *
     * @param type what is kept; anything else is read anew
     * @param token describes the schema; null where that is not possible, and then nothing is kept
     * @param reading reads it; what it returns is immutable, as sessions in several threads will use it
     */
    public <T> T get(Class<T> type, Token token, Reading<T> reading) throws SQLException {
        if (!used.getAndSet(true)) {
            return reading.read();
        }
        String before = token.read();
        Known found = known.get();
        if (before != null && found != null && found.token().equals(before) && type.isInstance(found.catalog())) {
            return type.cast(found.catalog());
        }
        T read = reading.read();
        if (before != null && before.equals(token.read())) {
            known.set(new Known(before, read));
        }
        return read;
    }
}
