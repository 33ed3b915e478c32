package dev.restore.examples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.outcome.Outcome;
import dev.restore.outcome.RestoreReport;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartTest {

    @TempDir
    private Path directory;

    @Test
    void restoresItsSampleAndAnswersFromIt() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        RestoreReport report = new Quickstart(directory, new PrintStream(out, true, UTF_8)).run();

        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(report.totals().inserted()).isEqualTo(342_040);
        assertThat(out.toString(UTF_8)).contains("Plan: ", "100 %", "  BR  2446  10086  45664448.28");
    }
}
