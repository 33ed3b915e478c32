package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** However many rows come, few of them are in memory at a time. */
interface MemoryContract extends ContractCase {

    /** How many rows the stream of the memory test has. */
    int STREAMED_ROWS = 300_000;

    @Test
    default void holdsOnlyAFewRowsInMemory() throws Exception {
        Path output = temp().resolve("output.txt");
        // H2 runs in the same JVM and needs memory of its own.
        boolean alone = !db().dialect().equals("h2");
        int rows = alone ? Faults.times(STREAMED_ROWS, 3 * STREAMED_ROWS) : STREAMED_ROWS;
        Process process = new ProcessBuilder(ChildJvm.command(
                        List.of(alone ? "-Xmx32m" : "-Xmx64m"),
                        StreamedRestore.class,
                        db().urlForAnotherProcess(temp()),
                        Integer.toString(rows)))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(Faults.times(120, 600), TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(Files.readString(output)).endsWith("COMPLETE " + rows + "\n");
        assertThat(ended).isTrue();
    }
}
