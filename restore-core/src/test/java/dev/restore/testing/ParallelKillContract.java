package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@link KillContract} says holds over several connections, too, where a database lets them write at once. */
public interface ParallelKillContract extends KillContract {

    /** As over one connection, each run over another number of connections, and two tables in two files side by side. */
    @Test
    default void aParallelRestoreGoesOnHoweverOftenItIsKilled() throws Exception {
        createLibrary();
        db().execute("create table shelf (author_id ${bigint} not null references library_author (id), n ${bigint})");
        int rows = Faults.times(6, 60);
        Path backup = manyBooks(rows)
                .table(
                        "shelf",
                        IntStream.rangeClosed(1, rows)
                                .mapToObj(n -> "{'author_id':7,'n':" + n + "}")
                                .toArray(String[]::new))
                .directory(temp().resolve("parallel"));
        DatabaseState before = DatabaseState.of(db());
        long seed = Long.getLong("restore.seed", System.nanoTime());
        System.out.printf("%s, parallel and killed: -Drestore.seed=%d%n", db().dialect(), seed);
        Random random = new Random(seed);
        int kills = 0;
        boolean survived = false;
        while (!survived) {
            leaveToOthers();
            try (RestoreProcess victim = new RestoreProcess(url(), backup, 1, true, 1 + random.nextInt(3))) {
                survived = KillContract.stepsTo(3 + kills + random.nextInt(5), victim)
                        .isEmpty();
                if (survived) {
                    victim.endWell();
                } else {
                    victim.kill();
                    kills++;
                }
            }
        }
        assertThat(kills).isPositive();
        assertThat(db().rows("select n from shelf order by n"))
                .as("seed %d", seed)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, rows).mapToObj(String::valueOf).toList());
        assertThat(books()).as("seed %d", seed).hasSize(rows);
        DatabaseState.of(db()).assertSameSchemaAs(before);
        assertForeignKeysEnforced();
    }
}
