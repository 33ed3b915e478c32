package dev.restore.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.examples.cli.Session.End;
import dev.restore.examples.cli.Session.Person;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunCommandTest {

    private static final String AUTHORS = "SELECT name FROM author ORDER BY id";

    @TempDir
    private Path directory;

    private String database(String kind, String... statements) throws Exception {
        Session session = new Session(directory);
        return kind.equals("h2") ? session.h2(statements) : session.sqlite(statements);
    }

    private Path backup() throws Exception {
        return new Session(directory).backup();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "h2"})
    void restoresIntoEmptyTablesAndPrintsTheReport(String kind) throws Exception {
        String url = database(kind);

        End end = Session.run("run", backup(), "--to", url);

        assertThat(end.err()).isEmpty();
        assertThat(end.code()).isZero();
        assertThat(end.out()).startsWith("COMPLETE: 3 rows in 2 tables");
        assertThat(Session.text(url, AUTHORS)).isEqualTo("Ursula,李");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "h2"})
    void isRefusedWhereRowsWouldBeDeletedAndNobodyCanBeAsked(String kind) throws Exception {
        String url = database(kind, "INSERT INTO author VALUES (5, 'Old', 1)");

        End end = Session.run("run", backup(), "--to", url);

        assertThat(end.code()).isEqualTo(3);
        assertThat(end.err())
                .hasLineCount(1)
                .startsWith("restore: 1 row would be deleted from ")
                .containsIgnoringCase("author (1)")
                .contains("--force");
        assertThat(end.out()).isEmpty();
        assertThat(Session.text(url, AUTHORS)).isEqualTo("Old");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "h2"})
    void replacesRowsWithForce(String kind) throws Exception {
        String url = database(kind, "INSERT INTO author VALUES (5, 'Old', 1)");

        End end = Session.run("run", backup(), "--to", url, "--force");

        assertThat(end.err()).isEmpty();
        assertThat(end.code()).isZero();
        assertThat(Session.text(url, AUTHORS)).isEqualTo("Ursula,李");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "h2"})
    void replacesRowsWithoutAskingWhenItIsToBeQuick(String kind) throws Exception {
        String url = database(kind, "INSERT INTO author VALUES (5, 'Old', 1)");

        End end = Session.run("run", backup(), "--to", url, "--quick");

        assertThat(end.err()).isEmpty();
        assertThat(end.code()).isZero();
        assertThat(Session.text(url, AUTHORS)).isEqualTo("Ursula,李");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--resumable", "--verify=content"})
    void isNotQuickWithWhatTakesTime(String other) throws Exception {
        End end = Session.run("run", backup(), "--to", database("sqlite"), "--quick", other);

        assertThat(end.code()).isEqualTo(2);
        assertThat(end.err()).contains("--quick contradicts --");
    }

    @Test
    void asksOnATerminalAndGoesOnAfterAYes() throws Exception {
        String url = database("sqlite", "INSERT INTO author VALUES (5, 'Old', 1)");
        Person person = new Person(true);

        End end = Session.run(person, "run", backup(), "--to", url, "--quiet");

        assertThat(end.code()).isZero();
        assertThat(person.questions).containsExactly("1 row would be deleted from author (1). Go on?");
        assertThat(Session.text(url, AUTHORS)).isEqualTo("Ursula,李");
    }

    @Test
    void changesNothingAfterANo() throws Exception {
        String url = database("sqlite", "INSERT INTO author VALUES (5, 'Old', 1)");

        End end = Session.run(new Person(false), "run", backup(), "--to", url, "--quiet");

        assertThat(end.code()).isEqualTo(3);
        assertThat(end.err()).hasLineCount(1).contains("nothing was changed");
        assertThat(Session.text(url, AUTHORS)).isEqualTo("Old");
    }

    @Test
    void appendsWithoutAsking() throws Exception {
        String url = database("sqlite", "INSERT INTO author VALUES (5, 'Old', 1)");

        End end = Session.run("run", backup(), "--to", url, "--mode", "append");

        assertThat(end.err()).isEmpty();
        assertThat(end.code()).isZero();
        assertThat(Session.text(url, AUTHORS)).isEqualTo("Ursula,李,Old");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "h2"})
    void namesTheBadRowAndLeavesTheDatabaseAsItWas(String kind) throws Exception {
        String url = database(kind, "INSERT INTO author VALUES (5, 'Old', 1)");
        Path backup = new Session(directory)
                .backup("[{\"id\":1,\"name\":\"Ursula\"},{\"id\":2,\"name\":\"A\"},{\"id\":2,\"name\":\"B\"}]", null);

        End end = Session.run("run", backup, "--to", url, "--force");

        assertThat(end.code()).isEqualTo(3);
        assertThat(end.err())
                .hasLineCount(2)
                .startsWith("restore: Row 3 of table ")
                .contains("author.json, byte ");
        assertThat(Session.text(url, AUTHORS)).isEqualTo("Old");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "h2"})
    void setsBadRowsAsideAndEndsWithOne(String kind) throws Exception {
        String url = database(kind);
        Path rejects = directory.resolve("rejects");
        Path backup = new Session(directory)
                .backup("[{\"id\":1,\"name\":\"Ursula\"},{\"id\":1,\"name\":\"B\"},{\"id\":2,\"name\":\"A\"}]", null);

        End end = Session.run("run", backup, "--to", url, "--on-error", "reject", "--rejects", rejects);

        assertThat(end.code()).isEqualTo(1);
        assertThat(end.out()).startsWith("COMPLETE_WITH_LOSS").contains("rejected: Row 2 of table ");
        assertThat(Session.text(url, AUTHORS)).isEqualTo("Ursula,A");
        assertThat(Files.readAllLines(rejects.resolve("author.ndjson"))).containsExactly("{\"id\":1,\"name\":\"B\"}");
        End tooMany = Session.run("run", backup, "--to", url, "--force", "--on-error", "reject", "--max-rejects", "0%");
        assertThat(tooMany.code()).isEqualTo(3);
        assertThat(tooMany.err()).contains("at most 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "h2"})
    void skipsOrUpdatesRowsWhoseKeyIsTaken(String kind) throws Exception {
        String url = database(kind, "INSERT INTO author VALUES (1, 'Old', 1)");

        End skipped = Session.run("run", backup(), "--to", url, "--mode", "append", "--conflict", "skip");
        assertThat(skipped.err()).isEmpty();
        assertThat(skipped.code()).isZero();
        assertThat(Session.text(url, AUTHORS)).isEqualTo("Old,李");

        End updated = Session.run(
                "run",
                backup(),
                "--to",
                url,
                "--mode",
                "append",
                "--conflict",
                "skip",
                "--conflict",
                "author=update:id");
        assertThat(updated.err()).isEmpty();
        assertThat(updated.code()).isZero();
        assertThat(Session.text(url, AUTHORS)).isEqualTo("Ursula,李");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "h2"})
    void goesOnWhereAResumableRunEnded(String kind) throws Exception {
        String url = database(kind);
        Path backup = new Session(directory)
                .backup(
                        "[{\"id\":1,\"name\":\"Ursula\"},{\"id\":2,\"name\":\"A\"},{\"id\":3,\"name\":\"B\"},"
                                + "{\"id\":4,\"name\":\"C\"},{\"id\":5,\"name\":\"D\"},{\"id\":6,\"name\":null}]",
                        null);

        End end = Session.run("run", backup, "--to", url, "--resumable", "--batch-rows", "1");
        assertThat(end.code()).isEqualTo(4);
        assertThat(end.err()).contains("Run it again");
        End plain = Session.run("run", backup, "--to", url, "--force");
        assertThat(plain.code()).isEqualTo(3);
        assertThat(plain.err()).contains("unfinished restore");
        assertThat(Session.text(url, AUTHORS)).startsWith("Ursula,A");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "h2"})
    void refusesSeveralConnectionsWhereOneWrites(String kind) throws Exception {
        String url = database(kind, "INSERT INTO author VALUES (5, 'Old', 1)");

        End end = Session.run("run", backup(), "--to", url, "--force", "--resumable", "--parallel", "2");

        assertThat(end.code()).isEqualTo(3);
        assertThat(end.err())
                .contains("Several connections cannot load side by side")
                .contains("--parallel");
        assertThat(Session.text(url, AUTHORS)).isEqualTo("Old");
    }

    @ParameterizedTest
    @CsvSource({"--parallel 2,--parallel needs --resumable", "--resumable --parallel 65,from 1 to 64"})
    void refusesAWrongNumberOfConnections(String options, String reason) throws Exception {
        List<Object> words = new ArrayList<>(List.of("run", backup(), "--to", database("h2")));
        words.addAll(List.of(options.split(" ")));

        End end = Session.run(words.toArray());

        assertThat(end.code()).isEqualTo(2);
        assertThat(end.err()).contains(reason);
    }

    @Test
    void printsOneJsonObjectAndWritesTheSameIntoTheReportFile() throws Exception {
        String url = database("sqlite");
        Path report = directory.resolve("report.json");

        End end = Session.run("run", backup(), "--to", url, "--json", "--report", report);

        Map<?, ?> json = Json.object(end.out());
        assertThat(json.get("outcome")).isEqualTo("COMPLETE");
        assertThat(json.keySet().stream().map(String::valueOf))
                .contains("backup", "format", "dialect", "started_at", "duration_ms", "peak_heap_bytes")
                .contains("tables", "totals", "violations", "warnings", "rejects_dir");
        assertThat(Json.object(Files.readString(report))).isEqualTo(json);
    }

    @Test
    void printsOneJsonObjectWhenItFailedToo() throws Exception {
        Path report = directory.resolve("report.json");

        End end =
                Session.run("run", directory.resolve("none"), "--to", database("sqlite"), "--json", "--report", report);

        assertThat(end.code()).isEqualTo(3);
        assertThat(Json.object(end.out()).get("outcome")).isEqualTo("FAILED");
        assertThat(String.valueOf(Json.object(Files.readString(report)).get("error")))
                .contains("none");
    }

    @Test
    void restoresOnlyTheTablesThatWereNamed() throws Exception {
        String url = database("sqlite");

        End end = Session.run("run", backup(), "--to", url, "--only", "author,book", "--only", "author");
        assertThat(end.code()).isZero();
        end = Session.run("run", backup(), "--to", url, "--except", "book", "--mode", "append");

        assertThat(end.code()).isEqualTo(3);
        assertThat(end.err()).startsWith("restore: Row 1 of table author").contains("--on-error");
        assertThat(Session.text(url, "SELECT title FROM book")).isEqualTo("Rocannon's World");
    }

    @Test
    void sendsTablesAndFieldsWhereTheyAreCalledOtherwise() throws Exception {
        String url = database(
                "sqlite", "CREATE TABLE person (id INTEGER PRIMARY KEY, label TEXT NOT NULL, rank INTEGER NOT NULL)");
        Path backup = new Session(directory).backup("[{\"id\":1,\"name\":\"Ursula\"}]", null);

        End end = Session.run(
                "run",
                backup,
                "--to",
                url,
                "--map",
                "author=person",
                "--map",
                "author.name=label",
                "--default",
                "person.rank=3");

        assertThat(end.err()).isEmpty();
        assertThat(end.code()).isZero();
        assertThat(Session.text(url, "SELECT label || rank || typeof(rank) FROM person"))
                .isEqualTo("Ursula3integer");
    }

    @Test
    void leavesUnknownFieldsOutOnlyWhenAskedTo() throws Exception {
        String url = database("sqlite");
        Path backup = new Session(directory).backup("[{\"id\":1,\"name\":\"Ursula\",\"shoe\":38}]", null);

        End end = Session.run("run", backup, "--to", url);
        assertThat(end.code()).isEqualTo(3);
        assertThat(end.err().lines())
                .satisfiesExactly(
                        problem -> assertThat(problem).contains("shoe"),
                        remedy -> assertThat(remedy).contains("--unknown-columns"));

        end = Session.run("run", backup, "--to", url, "--unknown-columns", "ignore");
        assertThat(end.code()).isZero();
    }
}
