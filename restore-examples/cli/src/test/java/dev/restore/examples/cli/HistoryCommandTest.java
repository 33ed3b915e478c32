package dev.restore.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.examples.cli.Session.End;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was run is kept where it is asked for, and can be looked at. */
class HistoryCommandTest {

    @TempDir
    private Path directory;

    private String history() {
        return "jdbc:sqlite:" + directory.resolve("history.db");
    }

    private End run(Object... arguments) {
        return Session.run(new Session.Person(true), directory, arguments);
    }

    private String id() {
        End list = run("history", "list", "--history", history(), "--last", "1");
        assertThat(list.code()).as(list.err()).isZero();
        return list.out().substring(0, list.out().indexOf(' '));
    }

    @Test
    void aRestoreABackupAndAVerificationAreListedAndShown() throws Exception {
        Session session = new Session(directory);
        String url = session.sqlite();
        Path backup = session.backup();
        End restored = run("run", backup, "--to", url, "--quiet", "--history", history(), "--history-key", "monday");
        assertThat(restored.err()).isEmpty();
        assertThat(restored.code()).isZero();
        String id = id();
        End again = run(
                "run", backup, "--to", url, "--quiet", "--force", "--history", history(), "--history-key", "monday");
        assertThat(again.code()).isEqualTo(ExitCode.FAILED);
        assertThat(again.err()).contains("There is a run with this key already: " + id);
        assertThat(run("backup", directory.resolve("written.zip"), "--from", url, "--history", history())
                        .code())
                .isZero();
        assertThat(run("verify", directory.resolve("written.zip"), "--drill", "--history", history())
                        .code())
                .isZero();

        End list = run("history", "list", "--history", history());
        assertThat(list.out().lines()).hasSize(3).allMatch(line -> line.contains("complete"));
        assertThat(run("history", "list", "--history", history(), "--json").out())
                .startsWith("{\"runs\":[{\"id\":")
                .contains("\"kind\":\"DRILL\"", "\"kind\":\"BACKUP\"", "\"kind\":\"RESTORE\"");
        End show = run("history", "show", id, "--history", history());
        assertThat(show.out()).contains("restore", "key: monday", "BEGIN by", "END by", "3 inserted");
        assertThat(run("history", "show", id, "--history", history(), "--json").out())
                .contains("\"report\":{\"outcome\":\"COMPLETE\"");
    }

    @Test
    void onlyARunWhoseProcessIsGoneIsClosedOrResumed() throws Exception {
        Session session = new Session(directory);
        String url = session.sqlite();
        run("run", session.backup(), "--to", url, "--quiet", "--history", history());
        String id = id();
        End closed = run("history", "close", id, "--history", history());
        assertThat(closed.code()).isEqualTo(ExitCode.FAILED);
        assertThat(closed.err()).contains("only a run whose process is gone can, and it is complete and closed");
        End cancelled = run("history", "cancel", id, "--history", history());
        assertThat(cancelled.code()).isEqualTo(ExitCode.FAILED);
        assertThat(cancelled.err()).contains("cannot be cancelled: it is complete");
        End resumed =
                run("run", session.backup(), "--to", url, "--force", "--quiet", "--history", history(), "--resume", id);
        assertThat(resumed.code()).isEqualTo(ExitCode.FAILED);
        assertThat(resumed.err()).contains("cannot be resumed", "A new run needs no entry to resume");
        End none = run("history", "show", "nobody", "--history", history());
        assertThat(none.code()).isEqualTo(ExitCode.FAILED);
        assertThat(none.err()).contains("There is no run nobody in this history.");
    }

    @Test
    void oldRunsAreDeleted() throws Exception {
        Session session = new Session(directory);
        String url = session.sqlite();
        run("run", session.backup(), "--to", url, "--quiet", "--history", history());
        assertThat(run("history", "prune", "--older-than", "1", "--history", history())
                        .out())
                .startsWith("0 runs deleted");
        assertThat(run("history", "prune", "--keep", "0", "--history", history())
                        .out())
                .startsWith("1 run deleted");
        assertThat(run("history", "list", "--history", history()).out()).startsWith("no runs");
    }

    @Test
    void whatCannotBeMeantIsRefused() throws Exception {
        Session session = new Session(directory);
        String url = session.sqlite();
        assertThat(run("history", "list").code()).isEqualTo(ExitCode.USAGE);
        assertThat(run("history", "show", "--history", history()).code()).isEqualTo(ExitCode.USAGE);
        assertThat(run("history", "prune", "--history", history()).code()).isEqualTo(ExitCode.USAGE);
        assertThat(run("history", "burn", "--history", history()).err()).contains("list, show, cancel, close, prune");
        assertThat(run("run", session.backup(), "--to", url, "--resume", "x").code())
                .isEqualTo(ExitCode.USAGE);
        End same = run("run", session.backup(), "--to", url, "--quiet", "--history", url);
        assertThat(same.code()).isEqualTo(ExitCode.FAILED);
        assertThat(same.err()).contains("Keep the history in a file of its own");
    }
}
