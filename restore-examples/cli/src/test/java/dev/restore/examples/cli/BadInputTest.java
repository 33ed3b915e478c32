package dev.restore.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.examples.cli.Session.End;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a new user gets wrong: a line that says what it is, with what to do, and nothing changed. */
class BadInputTest {

    @TempDir
    private Path directory;

    private String url = "";

    @BeforeEach
    void fill() throws Exception {
        url = new Session(directory).sqlite("INSERT INTO author VALUES (5, 'Old', 1)");
    }

    private void assertRefused(End end, int code, String... words) throws Exception {
        assertThat(end.err().lines().filter(line -> !line.startsWith("         ")))
                .hasSize(1);
        assertThat(end.err()).startsWith("restore: ").contains(words);
        assertThat(end.code()).isEqualTo(code);
        assertThat(end.out()).isEmpty();
        assertThat(Session.text(url, "SELECT name FROM author")).isEqualTo("Old");
    }

    @Test
    void aMissingFile() throws Exception {
        assertRefused(
                Session.run("run", directory.resolve("none.zip"), "--to", url, "--force"),
                3,
                "none.zip",
                "check the path");
    }

    @Test
    void aParameterThatSqliteTakesForPartOfTheFilesName() throws Exception {
        Path backup = new Session(directory).backup();

        assertRefused(Session.run("run", backup, "--to", url + "?user=me", "--force"), 3, "no parameter 'user'");

        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.contains("user=me"));
        }
    }

    @Test
    void anEmptyDirectory() throws Exception {
        Path empty = Files.createDirectory(directory.resolve("empty"));
        assertRefused(Session.run("run", empty, "--to", url, "--force"), 3, "empty");
    }

    @Test
    void aTextFile() throws Exception {
        Path text = Files.writeString(directory.resolve("notes.txt"), "Dear diary\n");
        assertRefused(Session.run("run", text, "--to", url, "--force"), 3, "notes.txt", "accepted are");
    }

    @Test
    void aCutFile() throws Exception {
        Path cut = directory.resolve("author.ndjson.gz");
        Path backup = Files.createDirectory(directory.resolve("cut"));
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(cut))) {
            for (int i = 0; i < 5000; i++) {
                out.write(("{\"id\":" + i + ",\"name\":\"n" + i * 31 + "\"}\n")
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        byte[] whole = Files.readAllBytes(cut);
        Files.write(backup.resolve("author.ndjson.gz"), Arrays.copyOf(whole, whole.length / 2));
        assertRefused(Session.run("run", backup, "--to", url, "--force"), 3, "cut");
    }

    @Test
    void aTableThatDoesNotExist() throws Exception {
        Path backup = new Session(directory).backup();
        Files.move(backup.resolve("book.json"), backup.resolve("books.json"));
        assertRefused(Session.run("run", backup, "--to", url, "--force"), 3, "books");
    }

    @Test
    void severalProblemsEachWithWhatToDoInALineOfItsOwn() throws IOException {
        Path backup = new Session(directory).backup();
        Files.move(backup.resolve("book.json"), backup.resolve("books.json"));
        Files.writeString(backup.resolve("shelf.json"), "[{\"id\":1}]");

        End end = Session.run("run", backup, "--to", url, "--force");

        assertThat(end.code()).isEqualTo(3);
        assertThat(end.err().lines().toList()).hasSize(4);
        assertThat(end.err().lines().filter(line -> line.startsWith("restore: ")))
                .hasSize(2);
        assertThat(end.err().lines().filter(line -> line.startsWith("         Create it")))
                .hasSize(2);
        assertThat(end.err()).contains("books", "shelf");
    }

    @Test
    void aDatabaseFileThatDoesNotExistIsNotMade() throws Exception {
        Path file = directory.resolve("other.db");
        assertRefused(
                Session.run("run", new Session(directory).backup(), "--to", "jdbc:sqlite:" + file),
                3,
                "other.db",
                "Create it");
        assertThat(file).doesNotExist();
    }

    @Test
    void anH2DatabaseThatDoesNotExistIsNotMade() throws Exception {
        assertRefused(
                Session.run("run", new Session(directory).backup(), "--to", "jdbc:h2:" + directory.resolve("other")),
                3,
                "Create the database");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).noneMatch(file -> file.getFileName().toString().startsWith("other"));
        }
    }

    @Test
    void aFileThatIsNoDatabase() throws Exception {
        Path file = Files.writeString(
                directory.resolve("no.db"), "this is not a database, whatever its name says. ".repeat(40));
        assertRefused(
                Session.run("run", new Session(directory).backup(), "--to", "jdbc:sqlite:" + file),
                3,
                "not a database");
        assertThat(file).content().startsWith("this is not");
    }

    @Test
    void aServerThatIsNotThere() throws Exception {
        assertRefused(
                Session.run(
                        "run",
                        new Session(directory).backup(),
                        "--to",
                        "jdbc:postgresql://localhost:1/app?password=topsecret"),
                3,
                "Check host, port");
    }

    @Test
    void aPasswordInAUrlIsNotRepeated() throws Exception {
        End end = Session.run("run", new Session(directory).backup(), "--to", "postgres://me:topsecret@localhost/app");
        assertRefused(end, 2, "jdbc:postgresql://localhost/app", "--password-env");
        assertThat(end.err()).doesNotContain("topsecret");
    }

    static Stream<String> usageErrors() {
        return Stream.of(
                "--to foo | known are jdbc:postgresql",
                "--to jdbc:mysql://localhost/app | no driver",
                "--to URL --mode mix | replace, append, merge, auto",
                "--to URL --natural-key person | TABLE=PATH",
                "--to URL --reference a=b | TABLE.COLUMN",
                "--to URL --on-match a=b | update, skip, add, refuse",
                "--to URL --orphans drop | fail, reject, null, create",
                "--to URL --mode merge --cascade | cannot be combined",
                "--to URL --verify all | none, counts, content",
                "--to URL --unknown-columns drop | fail, ignore",
                "--to URL --batch-rows 0 | from 1 to 1000000",
                "--to URL --batch-rows many | many",
                "--to URL --zone Mars | not a time zone",
                "--to URL --map author | NAME=NAME",
                "--to URL --default rank=1 | TABLE.COLUMN=VALUE",
                "--to URL --only a --except a | both name a",
                "--to URL --mode append --cascade | cannot be combined",
                "--to URL --password-env NO_SUCH_VARIABLE_HERE | not set",
                "--to URL --report /no/such/directory/report.json | directory that exists",
                "--to URL --on-error maybe | fail, reject",
                "--to URL --conflict maybe | fail, skip, update",
                "--to URL --conflict skip | --mode append",
                "--to URL --mode append --conflict fail:id | a key can be combined with",
                "--to URL --max-rejects 3 | --on-error reject",
                "--to URL --on-error reject --max-rejects many | 0% to 100%",
                "--to URL --conflict skip | --conflict",
                "--to | --to",
                "--quiet | --to",
                "--bogus | Unknown option: '--bogus'",
                "--quiet --bogus=1 --zone | Unknown option: '--bogus'",
                "--password topsecret | --password-env",
                "--to URL --keep 0 | --keep must be from 1 to 10000");
    }

    @ParameterizedTest
    @MethodSource("usageErrors")
    void isAUsageError(String line) throws Exception {
        String[] parts = line.split(" \\| ", -1);
        String[] options = parts[0].replace("URL", url).split(" ", -1);
        Object[] arguments = Stream.concat(Stream.of("run", new Session(directory).backup()), Stream.of(options))
                .toArray();
        assertRefused(Session.run(arguments), 2, parts[1], "restore run --help");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dump", "runs", "restore"})
    void aCommandThatIsNotThereIsAUsageError(String command) throws Exception {
        assertRefused(Session.run(command, "x"), 2, command, "run, plan, inspect, undo, backup, verify and history");
    }

    @Test
    void noCommandIsAUsageError() throws Exception {
        assertRefused(Session.run(), 2, "command");
    }
}
