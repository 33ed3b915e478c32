package dev.restore.engine;

import dev.restore.dialect.Dialect;
import dev.restore.dialect.Fallback;
import dev.restore.dialect.LoadTarget;
import dev.restore.dialect.TableLoader;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The loaders of one table and one set of columns; the slow ones are opened when a row needs them. */
final class Ladder implements AutoCloseable {

    private final Dialect.Session session;
    private final LoadTarget target;
    private final TableLoader bulk;
    private final Map<Fallback, Optional<TableLoader>> fallbacks = new EnumMap<>(Fallback.class);

    Ladder(Dialect.Session session, LoadTarget target) throws SQLException {
        this.session = session;
        this.target = target;
        this.bulk = session.loader(target);
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
