package dev.restore.junit;

import dev.restore.seed.SeedWorker;
import dev.restore.seed.SeedWorkers;
import dev.restore.seed.SeededDatabase;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** The databases that the tests of this JVM have seeded. Lives as long as their run. */
final class KnownDatabases implements AutoCloseable {

    /** Databases that each connection or data source has for itself, whatever their address. */
    private static final Pattern PRIVATE = Pattern.compile("jdbc:h2:mem:(;.*)?|jdbc:sqlite:(:memory:|\\?.*)?(\\?.*)?");

    private final IdentityHashMap<DataSource, Known> bySource = new IdentityHashMap<>();
    private final Map<List<Object>, Shared> byAddress = new HashMap<>();
    private final Seeds seeds = new Seeds();

    /**
     * What all data sources of one database share.
     *
     * @param lock who holds it has the database
     * @param workers the databases that were made beside it, by the method that makes their tables
     */
    private record Shared(SeededDatabase database, ReentrantLock lock, Map<Method, SeedWorkers> workers) {}

    /** A database as one data source reaches it. */
    private record Known(SeededDatabase database, Shared shared) {}

    KnownDatabases() {}

    Seeds seeds() {
        return seeds;
    }

    /** Waits until no other test has the database. Given back by the same thread. */
    HeldDatabase take(DataSource source) {
        Known known = known(source);
        ReentrantLock lock = known.shared().lock();
        lock.lock();
        return new HeldDatabase(known.database(), null, lock::unlock);
    }

    /** Takes a database beside the one of a data source that no other test has. */
    HeldDatabase takeWorker(DataSource source, Method tables) {
        SeedWorker worker = workers(source, tables).take();
        return new HeldDatabase(worker.database(), worker.dataSource(), worker::close);
    }

    private synchronized SeedWorkers workers(DataSource source, Method tables) {
        return known(source)
                .shared()
                .workers()
                .computeIfAbsent(tables, method -> SeedWorkers.of(source, empty -> TablesMethod.call(method, empty)));
    }

    private synchronized Known known(DataSource source) {
        return bySource.computeIfAbsent(source, asked -> {
            Shared shared = byAddress.computeIfAbsent(
                    address(asked), key -> new Shared(SeededDatabase.of(asked), new ReentrantLock(), new HashMap<>()));
            return new Known(shared.database().through(asked), shared);
        });
    }

    private static List<Object> address(DataSource source) {
        try (Connection connection = source.getConnection()) {
            DatabaseMetaData metadata = connection.getMetaData();
            String url = metadata.getURL();
            if (url == null || PRIVATE.matcher(url).matches()) {
                return List.of(new Object());
            }
            return List.of(url, String.valueOf(metadata.getUserName()), String.valueOf(connection.getSchema()));
        } catch (SQLException e) {
            throw new ExtensionConfigurationException(
                    "@Seed found a data source that gives no connection: " + e.getMessage(), e);
        }
    }

    /** Removes what was made beside them, and what was saved in them, as far as they are still there. */
    @Override
    public synchronized void close() {
        byAddress.values().stream()
                .flatMap(shared -> shared.workers().values().stream())
                .forEach(SeedWorkers::close);
        bySource.values().forEach(known -> known.database().close());
        bySource.clear();
        byAddress.clear();
    }
}
