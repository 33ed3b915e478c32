package dev.restore.junit;

import dev.restore.backup.BackupSource;
import dev.restore.seed.Fixture;
import dev.restore.seed.SeedFiles;
import dev.restore.seed.SeedScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** The seeds that the tests of this JVM have named, each of which is one fixture whatever database it goes to. */
final class Seeds {

    private final Map<SeedKey, Fixture> seeds = new ConcurrentHashMap<>();

    Seeds() {}

    /** What makes two seeds the same. */
    private record SeedKey(
            List<Object> sources,
            SeedScope scope,
            Set<String> keep,
            String schema,
            boolean verify,
            boolean placeholders) {}

    /** Returns the seed that some annotations mean, the outermost first. */
    Fixture of(Class<?> test, List<Seed> annotations) {
        Seed innermost = annotations.get(annotations.size() - 1);
        List<BackupSource> sources = new ArrayList<>();
        for (Seed annotation : annotations) {
            for (String name : annotation.value()) {
                sources.add(find(test, name));
            }
        }
        SeedKey key = new SeedKey(
                sources.stream().map(Seeds::identity).toList(),
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
