package dev.restore.examples.seeding;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tests of the shop find nothing wrong with the seeds of this library, on any database, and the others are asked the same. */
class ComparisonTest {

    @AfterAll
    static void stopTheServer() throws Exception {
        ShopDatabase.stop();
    }

    @ParameterizedTest
    @EnumSource
    void allTestsPassWithSeeds(ShopDatabase database, @TempDir Path directory) throws Exception {
        assertThat(new Comparison(directory).find(Tool.RESTORE, database).answers())
                .hasSize(4)
                .allSatisfy(
                        (question, answer) -> assertThat(answer).as(question).isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    void theOtherToolsRunTheSameTests(Tool tool, @TempDir Path directory) throws Exception {
        assertThat(new Comparison(directory).find(tool, ShopDatabase.H2).answers())
                .hasSize(4);
        assertThat(tool.linesOfTests()).isPositive();
    }
}
