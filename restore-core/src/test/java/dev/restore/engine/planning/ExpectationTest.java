package dev.restore.engine.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.backup.Survey;
import dev.restore.backup.Survey.Records;
import dev.restore.backup.Survey.SurveyedTable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How many rows come is told from the size of a backup of which only the first rows of each table were read. */
class ExpectationTest {

    private static SurveyedTable table(String name, long rows, long bytes, boolean complete) {
        return new SurveyedTable(name, rows, bytes, complete, List.of(), 0, null, true, null, Records.ROWS);
    }

    private static Survey survey(long bytes, SurveyedTable... tables) {
        return new Survey("directory", false, List.of(tables), bytes, false, Map.of(), List.of(), List.of());
    }

    @Test
    void whatWasNotReadOfOneTableIsItsOwn() {
        Survey survey = survey(1_001_000, table("a", 100, 10_000, false), table("b", 10, 1_000, true));
        assertThat(Expectation.estimate(survey, "a")).isEqualTo(10_000);
    }

    @Test
    void severalTablesShareWhatWasNotRead() {
        Survey survey = survey(1_020_000, table("a", 100, 10_000, false), table("b", 50, 10_000, false));
        assertThat(Expectation.estimate(survey, "a")).isEqualTo(5_100);
        assertThat(Expectation.estimate(survey, "b")).isEqualTo(2_550);
    }

    @Test
    void aPackedBackupTellsNothing() {
        assertThat(Expectation.estimate(survey(9_000, table("a", 100, 10_000, false)), "a"))
                .isEqualTo(-1);
        assertThat(Expectation.estimate(survey(-1, table("a", 100, 10_000, false)), "a"))
                .isEqualTo(-1);
    }
}
