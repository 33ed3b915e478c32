package dev.restore.junit;

import dev.restore.backup.BackupSource;
import dev.restore.seed.Fixture;
import dev.restore.seed.SeedFiles;
import dev.restore.seed.SeedScope;
import dev.restore.seed.SeededDatabase;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    /** What all data sources of one database share. */
    private record Shared(SeededDatabase database, ReentrantLock lock, Map<SeedKey, Fixture> seeds) {}

    /** What makes two seeds the same. */
    private record SeedKey(
            List<Object> sources,
            SeedScope scope,
            Set<String> keep,
            String schema,
            boolean verify,
            boolean placeholders) {}

    KnownDatabases() {}

    /**
     * A database as one data source reaches it.
     *
     * @param lock who holds it has the database
     */
    record Known(SeededDatabase database, ReentrantLock lock, Map<SeedKey, Fixture> seeds) {

        /** Returns the seed that some annotations mean. Called by who has the database. */
        Fixture seed(Class<?> test, List<Seed> annotations) {
            Seed innermost = annotations.get(annotations.size() - 1);
            List<BackupSource> sources = new ArrayList<>();
            for (Seed annotation : annotations) {
                for (String name : annotation.value()) {
                    sources.add(find(test, name));
                }
            }
            SeedKey key = new SeedKey(
                    sources.stream().map(Known::identity).toList(),
                    innermost.scope(),
                    new LinkedHashSet<>(Arrays.asList(innermost.keep())),
                    innermost.schema(),
                    innermost.verify(),
                    annotations.stream().anyMatch(Seed::placeholders));
            return seeds.computeIfAbsent(key, wanted -> {
                Fixture seed = Fixture.of(sources)
                        .scope(wanted.scope())
                        .keep(wanted.keep())
                        .verify(wanted.verify());
                seed = wanted.placeholders() ? seed.placeholders() : seed;
                return wanted.schema().isEmpty() ? seed : seed.schema(wanted.schema());
            });
        }

        private static BackupSource find(Class<?> test, String name) {
            try {
                return SeedFiles.find(test, name);
            } catch (IllegalArgumentException e) {
                throw new ExtensionConfigurationException("@Seed of " + test.getName() + ": " + e.getMessage(), e);
            }
        }

        private static Object identity(BackupSource source) {
            return source instanceof BackupSource.OfPath of ? of.path().toAbsolutePath() : source.name();
        }
    }

    synchronized Known of(DataSource source) {
        return bySource.computeIfAbsent(source, asked -> {
            Shared shared = byAddress.computeIfAbsent(
                    address(asked), key -> new Shared(SeededDatabase.of(asked), new ReentrantLock(), new HashMap<>()));
            return new Known(shared.database().through(asked), shared.lock(), shared.seeds());
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

    /** Removes what was saved in them, as far as they are still there. */
    @Override
    public synchronized void close() {
        bySource.values().forEach(known -> known.database().close());
        bySource.clear();
        byAddress.clear();
    }
}
