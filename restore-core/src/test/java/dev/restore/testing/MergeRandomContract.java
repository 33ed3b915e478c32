package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.Restore;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.RestoreReport;
import dev.restore.plan.MergePlan.Existing;
import dev.restore.plan.Mode;
import dev.restore.testing.MergeWorld.Row;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Whatever the tables and numbers are, a merge leaves the rows of both sides with the references of both, told by natural keys. */
interface MergeRandomContract extends ContractCase {

    private static Set<String> skipped(MergeWorld world, Random random) {
        Set<String> skipped = new HashSet<>();
        world.nodes().forEach(node -> {
            if (random.nextInt(4) == 0) {
                skipped.add(node.name());
            }
        });
        return skipped;
    }

    @Test
    default void theUnionOfBothSidesIsThere() throws Exception {
        long first = Long.getLong("restore.seed", System.nanoTime());
        int rounds = Integer.getInteger("restore.merges", Faults.times(4, 200));
        for (int round = 0; round < rounds; round++) {
            long seed = first + round;
            System.out.printf("%s, merge: -Drestore.seed=%d%n", db().dialect(), seed);
            Random random = new Random(seed);
            MergeWorld world = new MergeWorld(random);
            world.create(db());
            Map<String, Row> before = world.rows();
            Map<String, Row> backup = world.rows();
            while (backup.isEmpty()) {
                backup = world.rows();
            }
            Map<String, Row> rows = backup;
            world.insert(db(), before);
            Set<String> skipped = skipped(world, random);
            Map<String, String> expected = new TreeMap<>();
            before.forEach((identity, row) -> expected.put(identity, row.line()));
            backup.forEach((identity, row) -> {
                if (!before.containsKey(identity) || !skipped.contains(row.node.name())) {
                    expected.put(identity, row.line());
                }
            });
            Restore restore = restore(world.backup(backup, random.nextBoolean())
                            .directory(Files.createTempDirectory(temp(), "world")))
                    .mode(Mode.MERGE);
            for (String table : skipped) {
                restore = rows.values().stream().anyMatch(row -> row.node.name().equals(table))
                        ? restore.onMatch(table, Existing.SKIP)
                        : restore;
            }
            RestoreReport report = restore.run();
            assertThat(report.outcome()).as("seed %s: %s", seed, report.text()).isEqualTo(Outcome.COMPLETE);
            assertThat(world.read(db()))
                    .as("seed %s, %s, skipping %s", seed, world.nodes(), skipped)
                    .containsExactlyElementsOf(
                            expected.values().stream().sorted().toList());
            List<String> tables =
                    world.nodes().stream().map(MergeWorld.Node::name).toList();
            db().execute(db().dropAll(db().tables().stream()
                    .filter(table -> tables.contains(table.toLowerCase(java.util.Locale.ROOT)))
                    .toList()));
        }
    }
}
