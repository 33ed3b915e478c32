package dev.restore.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.examples.cli.Session.End;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is emptied or changed is written down first, and can be gone back to. */
class WayBackTest {

    private static final String AUTHORS = "SELECT name FROM author ORDER BY id";

    @TempDir
    private Path directory;

    @TempDir
    private Path working;

    private String filled(String kind) throws Exception {
        Session session = new Session(directory);
        String[] rows = {"INSERT INTO author VALUES (5, 'Old', 1)", "INSERT INTO book VALUES (1, 'Tides', 5)"};
        return kind.equals("h2") ? session.h2(rows) : session.sqlite(rows);
    }

    private Path backup() throws Exception {
        return new Session(directory).backup();
    }

    private List<Path> written() throws Exception {
        Path written = working.resolve("restore-backups");
        try (Stream<Path> files = Files.list(Files.exists(written) ? written : working)) {
            return files.sorted().toList();
        }
    }

    private End run(Object... arguments) {
        return Session.run(new Session.Person(true), working, arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "h2"})
    void filledTablesAreWrittenDownFirstAndTheCommandToGoBackIsPrinted(String kind) throws Exception {
        String url = filled(kind);

        End end = run("run", backup(), "--to", url, "--force", "--quiet");

        assertThat(end.err()).isEmpty();
        assertThat(end.code()).isZero();
        assertThat(Session.text(url, AUTHORS)).isEqualTo("Ursula,李");
        assertThat(written()).hasSize(1);
        Path before = written().get(0);
        assertThat(before.getFileName().toString()).matches("app.*-[0-9a-f]{8}-\\d{8}-\\d{6}\\.tar\\.gz");
        assertThat(end.out()).contains("to go back: restore undo " + before + " --to " + url);

        String command =
                end.out().substring(end.out().indexOf("restore undo") + 8).strip();
        End back = run((Object[]) (command + " --force --quiet").split(" "));
        assertThat(back.err()).isEmpty();
        assertThat(back.code()).isZero();
        assertThat(Session.text(url, AUTHORS)).isEqualTo("Old");
        assertThat(Session.text(url, "SELECT title FROM book")).isEqualTo("Tides");
        assertThat(written()).hasSize(2);
    }

    private String stamped() throws Exception {
        return new Session(directory)
                .sqlite(
                        "INSERT INTO author VALUES (5, 'Old', 1)",
                        "CREATE TRIGGER stamp AFTER INSERT ON author BEGIN"
                                + " UPDATE author SET name = name || '!' WHERE id = NEW.id; END");
    }

    @Test
    void theCommandThatIsPrintedBringsBackWhatTriggersWouldChange() throws Exception {
        String url = stamped();

        End end = run("run", backup(), "--to", url, "--force", "--quiet");
        assertThat(end.code()).isZero();
        assertThat(end.out()).contains("Triggers of author fire and may change rows: stamp.");
        assertThat(Session.text(url, AUTHORS)).isEqualTo("Ursula!,李!");

        String command =
                end.out().substring(end.out().indexOf("restore undo") + 8).strip();
        End back = run((Object[]) (command + " --force --quiet --no-backup-first").split(" "));
        assertThat(back.err()).isEmpty();
        assertThat(back.code()).isZero();
        assertThat(Session.text(url, AUTHORS)).isEqualTo("Old");
        Object[] firing = {"run", written().get(0), "--to", url, "--verify", "content", "--triggers", "fire"};
        End fired = run(Stream.of(firing, new Object[] {"--force", "--quiet", "--no-backup-first"})
                .flatMap(Stream::of)
                .toArray());
        assertThat(fired.code()).isEqualTo(3);
        assertThat(fired.err()).contains("stamp");
        assertThat(Session.text(url, AUTHORS)).isEqualTo("Old");
    }

    @Test
    void triggersAreSuppressedWhereThatIsAskedFor() throws Exception {
        String url = stamped();
        Object[] plan = {"plan", backup(), "--to", url, "--triggers", "suppress"};

        assertThat(run(plan).out()).contains("triggers: suppressed").contains("stamp (insert)");
        assertThat(run("plan", backup(), "--to", url).out()).contains("triggers: fire");
        assertThat(run("plan", backup(), "--to", url, "--json").out()).contains("\"measure\":\"FIRE\"");
        End end =
                run("run", backup(), "--to", url, "--force", "--quiet", "--no-backup-first", "--triggers", "suppress");
        assertThat(end.code()).isZero();
        assertThat(end.out()).doesNotContain("warning");
        assertThat(Session.text(url, AUTHORS)).isEqualTo("Ursula,李");
        assertThat(run("plan", backup(), "--to", url, "--triggers", "never").code())
                .isEqualTo(2);
    }

    @Test
    void theCommandToGoBackCanBePasted() throws Exception {
        Path odd = Files.createDirectory(directory.resolve("it's here"));
        Session session = new Session(odd);
        String url = session.sqlite("INSERT INTO author VALUES (5, 'Old', 1)") + "?synchronous=FULL&password=topsecret";

        End end = run("run", session.backup(), "--to", url, "--force", "--quiet");

        assertThat(end.code()).isZero();
        assertThat(end.out()).doesNotContain("topsecret").doesNotContain("***");
        String command = end.out().substring(end.out().indexOf("restore undo"));
        assertThat(words(command.strip()))
                .containsExactly(
                        "restore",
                        "undo",
                        written().get(0).toString(),
                        "--to",
                        url.replace("&password=topsecret", ""),
                        "--password-env",
                        "PASSWORD");
    }

    /** Takes a command apart as a shell does. */
    private static List<String> words(String command) throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", "printf '%s\\n' " + command).start();
        return new String(shell.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    @Test
    void onlySoManyStay() throws Exception {
        String url = filled("sqlite");
        Path place = Files.createDirectory(working.resolve("restore-backups"));
        Files.writeString(place.resolve("other.db-0123abcd-20200101-000000.tar.gz"), "of another database");
        Files.writeString(place.resolve("notes.txt"), "no backup");

        for (int i = 0; i < 4; i++) {
            assertThat(run("run", backup(), "--to", url, "--force", "--quiet", "--keep", 2)
                            .code())
                    .isZero();
        }

        assertThat(written()).hasSize(4).contains(place.resolve("notes.txt"));
        assertThat(place.resolve("other.db-0123abcd-20200101-000000.tar.gz")).exists();
    }

    @Test
    void goesToADirectoryThatIsMadeForIt() throws Exception {
        String url = filled("sqlite");
        Path place = directory.resolve("safe");

        End end = run("run", backup(), "--to", url, "--force", "--quiet", "--backup-dir", place);

        assertThat(end.code()).isZero();
        assertThat(written()).isEmpty();
        try (Stream<Path> files = Files.list(place)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void undoAsksFirst() throws Exception {
        String url = filled("sqlite");
        run("run", backup(), "--to", url, "--force", "--quiet");
        Path before = written().get(0);

        End refused = Session.run("undo", before, "--to", url);

        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.err()).contains("--force").doesNotContain("--mode");
        assertThat(Session.text(url, AUTHORS)).isEqualTo("Ursula,李");
    }

    @Test
    void undoLooksWhereItsReportGoesBeforeItChangesAnything() throws Exception {
        String url = filled("sqlite");
        run("run", backup(), "--to", url, "--force", "--quiet");

        End refused = run(
                "undo", written().get(0), "--to", url, "--force", "--report", directory.resolve("none/report.json"));

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("--report cannot write to");
        assertThat(Session.text(url, AUTHORS)).isEqualTo("Ursula,李");
    }

    @Test
    void emptyTablesAreNot() throws Exception {
        String url = new Session(directory).sqlite();

        End end = run("run", backup(), "--to", url, "--quiet", "--json");

        assertThat(end.code()).isZero();
        assertThat(end.out()).contains("\"safety_backup\":null");
        assertThat(written()).isEmpty();
    }

    @Test
    void isWrittenWhereItIsAskedForAndNowhereElse() throws Exception {
        String url = filled("sqlite");
        Path file = directory.resolve("before.zip");

        assertThat(run("plan", backup(), "--to", url, "--backup-first", file).out())
                .contains("way back")
                .contains(file.toString());
        assertThat(file).doesNotExist();
        End end = run("run", backup(), "--to", url, "--force", "--quiet", "--json", "--backup-first", file);
        assertThat(Json.object(end.out()).get("safety_backup")).isEqualTo(file.toString());
        assertThat(file).exists();
        assertThat(written()).isEmpty();

        End again = run("run", backup(), "--to", url, "--force", "--quiet", "--backup-first", file);
        assertThat(again.code()).isEqualTo(3);
        assertThat(again.err()).contains("is there already").contains("--backup-first");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--no-backup-first", "--quick"})
    void canBeLeftOut(String option) throws Exception {
        String url = filled("sqlite");

        End end = run("run", backup(), "--to", url, "--force", "--quiet", option);

        assertThat(end.code()).isZero();
        assertThat(end.out()).doesNotContain("to go back");
        assertThat(written()).isEmpty();
        End both = run("run", backup(), "--to", url, option, "--backup-first", directory.resolve("x"));
        assertThat(both.code()).isEqualTo(2);
        assertThat(both.err()).contains("--backup-first contradicts " + option);
    }

    @Test
    void aDrillGivesEvidenceWithoutADatabase() throws Exception {
        String url = filled("sqlite");
        Path file = directory.resolve("nightly.tar.gz");
        run("backup", file, "--from", url);

        End drill = run("verify", file, "--drill");

        assertThat(drill.err()).isEmpty();
        assertThat(drill.code()).isZero();
        assertThat(drill.out()).contains("every row came back").contains("1 foreign keys checked");
        assertThat(Json.object(run("verify", file, "--drill", "--json").out()).get("passed"))
                .isEqualTo("true");
    }
}
