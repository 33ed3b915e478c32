package dev.restore.engine.load;

import dev.restore.dialect.Dialect;
import dev.restore.dialect.Fallback;
import dev.restore.dialect.LoadTarget;
import dev.restore.dialect.TableLoader;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The loaders of one table and one set of columns; the slow ones are opened when a row needs them. */
final class TableLoaders implements AutoCloseable {

    private final Dialect.Session session;
    private final LoadTarget target;
    private final TableLoader bulk;
    private final boolean unbroken;
    private final Map<Fallback, Optional<TableLoader>> fallbacks = new EnumMap<>(Fallback.class);

    /**
     * Opens the fast loader.
     *
     * @param mayBeUnbroken whether savepoints can be done without
     */
    TableLoaders(Dialect.Session session, LoadTarget target, boolean mayBeUnbroken) throws SQLException {
        this.session = session;
        this.target = target;
        Optional<TableLoader> found = mayBeUnbroken ? session.acceleration().unbrokenLoader(target) : Optional.empty();
        this.unbroken = found.isPresent();
        this.bulk = found.isPresent() ? found.get() : session.loader(target);
    }

    /** Returns whether the fast loader must not find a savepoint. */
    boolean unbroken() {
        return unbroken;
    }

    TableLoader bulk() {
        return bulk;
    }

    /** Returns the loader for single rows, empty where there is none that would make a difference. */
    Optional<TableLoader> fallback(Fallback fallback) throws SQLException {
        Optional<TableLoader> known = fallbacks.get(fallback);
        if (known == null) {
            known = session.loader(target, fallback);
            fallbacks.put(fallback, known);
        }
        return known;
    }

    @Override
    public void close() throws SQLException {
        try {
            for (Optional<TableLoader> fallback : fallbacks.values()) {
                if (fallback.isPresent()) {
                    fallback.get().close();
                }
            }
        } finally {
            bulk.close();
        }
    }
}
