package dev.restore.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.examples.cli.Session.End;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much a backup may ask for is said where the error says it. */
class LimitsTest {

    @TempDir
    private Path directory;

    private Path longName() throws IOException {
        return new Session(directory).backup("[{\"id\":1,\"name\":\"" + "x".repeat(90) + "\",\"born\":1929}]", null);
    }

    @ParameterizedTest
    @CsvSource({
        "textLength=80,more than 80 characters,--limit textLength=N",
        "text-length=80,more than 80 characters,withTextLength(N)",
        "names=2,more than 2 different fields,--limit names=N",
        "depth=1,deeper than 1 levels,--limit depth=N",
        "entries=1,more than 1 files,--limit entries=N"
    })
    void everyCommandThatReadsKeepsToALimitAndSaysHowToRaiseIt(String limit, String says, String remedy)
            throws Exception {
        Session session = new Session(directory);
        Path backup = longName();
        session.backup("[{\"id\":1,\"name\":\"" + "x".repeat(90) + "\",\"born\":1929}]", "[]");
        String url = session.sqlite();
        for (End end : new End[] {
            Session.run("run", backup, "--to", url, "--force", "--limit", limit),
            Session.run("plan", backup, "--to", url, "--limit", limit),
            Session.run("inspect", backup, "--limit", limit),
            Session.run("verify", backup, "--limit", limit),
            Session.run("verify", backup, "--drill", "--limit", limit)
        }) {
            assertThat(end.err()).hasLineCount(1).contains(says, remedy);
            assertThat(end.code()).isEqualTo(3);
        }
        assertThat(Session.text(url, "SELECT count(*) FROM author")).isEqualTo("0");
        End end = Session.run("run", backup, "--to", url, "--force", "--limit", "textLength=1K", "--limit", "depth=9");
        assertThat(end.code()).as(end.err()).isZero();
    }

    @Test
    void anObjectOfManyNamesIsRefusedAndNotTooMuchForTheHeap() throws Exception {
        String fields = IntStream.range(0, 100_000)
                .mapToObj(i -> "\"field" + i + "\":1")
                .collect(Collectors.joining(","));
        Path backup = new Session(directory).backup("[{\"id\":1," + fields + "}]", null);
        End end = Session.run("inspect", backup, "--limit", "names=16K");
        assertThat(end.err()).hasLineCount(1).contains("more than 16384 different fields");
        assertThat(end.code()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "textLength,wants NAME=VALUE",
        "textLength=,wants NAME=VALUE",
        "textLength=-1,wants NAME=VALUE",
        "textLength=4T,wants NAME=VALUE",
        "textLength=0,from 1 to",
        "textLength=9G,from 1 to",
        "textLength=999999999999999999G,too large",
        "depth=4000,from 1 to 3000",
        "size=1,there is no limit 'size'"
    })
    void aLimitThatIsNoneIsRefused(String limit, String says) throws Exception {
        End end = Session.run("inspect", longName(), "--limit", limit);
        assertThat(end.err()).contains("--limit", says);
        assertThat(end.code()).isEqualTo(2);
    }
}
