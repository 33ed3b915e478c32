package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.outcome.PlanException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What holds on a database that takes rows over one connection at a time only, in place of {@link ManyWritersContract}. */
public interface OneWriterContract extends ContractCase {

    @Test
    default void aParallelRestoreIsRefused() throws Exception {
        createLibrary();
        Path backup = library().directory(temp().resolve("backup"));
        PlanException refused = failsWithoutTrace(
                PlanException.class, restore(backup).resumable().parallel(2)::run);
        assertThat(refused).hasMessageContaining("Several connections cannot load side by side: ");
        restore(backup).resumable().parallel(1).run();
        assertLibrary();
    }
}
