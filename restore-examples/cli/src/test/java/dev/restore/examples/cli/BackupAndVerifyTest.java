package dev.restore.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.examples.cli.Session.End;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackupAndVerifyTest {

    @TempDir
    private Path directory;

    private String filled() throws Exception {
        return new Session(directory)
                .sqlite("INSERT INTO author VALUES (5, 'Old', 1)", "INSERT INTO book VALUES (1, 'Tides', 5)");
    }

    @Test
    void whatIsBackedUpIsVerifiedInspectedAndRestored() throws Exception {
        String url = filled();
        Path file = directory.resolve("nightly.tar.gz");

        End backup = Session.run("backup", file, "--from", url);
        assertThat(backup.err()).isEmpty();
        assertThat(backup.code()).isZero();
        assertThat(backup.out()).contains("2 tables with 2 rows");

        assertThat(Session.run("verify", file).code()).isZero();
        assertThat(Session.run("verify", file, "--against", url).out()).contains("the same as the database");
        assertThat(Session.run("inspect", file).out()).contains("restore-backup format, version 1", "from SQLite");
        assertThat(Session.run("run", file, "--to", url, "--force", "--quiet").code())
                .isZero();
        assertThat(Session.text(url, "SELECT title FROM book")).isEqualTo("Tides");
    }

    @Test
    void referencesAreWrittenByNaturalKeyWhereThatIsAskedFor() throws Exception {
        String url = filled();
        Path file = directory.resolve("keyed");
        End backup = Session.run("backup", file, "--from", url, "--natural-key", "author=name");
        assertThat(backup.err()).isEmpty();
        assertThat(backup.code()).isZero();
        assertThat(Files.readString(file.resolve("data/book/00001.ndjson"))).contains("[\"Old\"]");
        assertThat(Session.run("verify", file, "--against", url).out()).contains("the same as the database");
        End general = Session.run("backup", directory.resolve("general"), "--from", url, "--natural-keys");
        assertThat(general.out()).contains("References to author are written as they are");
        Path refused = directory.resolve("refused");
        assertThat(Session.run("backup", refused, "--from", url, "--natural-key", "author=nickname")
                        .code())
                .isEqualTo(ExitCode.FAILED);
        for (String key : List.of("author", "author=", "=name", "author=name,")) {
            assertThat(Session.run("backup", refused, "--from", url, "--natural-key", key)
                            .code())
                    .isEqualTo(ExitCode.USAGE);
        }
        assertThat(Session.run("backup", refused, "--from", url, "--natural-keys", "--format", "tables")
                        .code())
                .isEqualTo(ExitCode.USAGE);
        assertThat(refused).doesNotExist();
    }

    @Test
    void verifyReadsValuesAsTheyAreSaidToBeMeant() throws Exception {
        String url = "jdbc:h2:mem:meant;DB_CLOSE_DELAY=-1";
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE t (id INTEGER PRIMARY KEY, b VARBINARY(9), d DATE, z TIMESTAMP WITH TIME ZONE)");
        }
        Path file = directory.resolve("t.json");
        Files.writeString(file, "[{\"id\":1,\"b\":\"abcd\",\"d\":18753,\"z\":\"2024-07-01 10:00:00\"}]");
        String[] said = {"--binary-text", "hex", "--epoch-unit", "t.d=days", "--zone", "Europe/Berlin"};
        assertThat(Session.run("run", file, "--to", url, said[0], said[1], said[2], said[3], said[4], said[5])
                        .code())
                .isZero();

        End same = Session.run("verify", file, "--against", url, said[0], said[1], said[2], said[3], said[4], said[5]);
        assertThat(same.code()).as(same.out()).isZero();
        assertThat(same.out()).doesNotContain("not compared");
        End other = Session.run("verify", file, "--against", url, "--binary-text", "T.B=base64", said[2], said[3]);
        assertThat(other.code()).isEqualTo(1);
        assertThat(Session.run("verify", file, "--epoch-unit", "days").code()).isEqualTo(2);
    }

    @Test
    void inspectSaysWhatABackupOfOursLacks() throws Exception {
        String url = filled();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE VIEW titles AS SELECT title FROM book");
        }
        Path file = directory.resolve("lacking");
        Session.run("backup", file, "--from", url);
        assertThat(Session.run("inspect", file).out()).contains("not written: ", "titles");
        Map<?, ?> inspected = Json.object(Session.run("inspect", file, "--json").out());
        assertThat(inspected.get("unfinished_restore")).asString().isEqualTo("false");
        assertThat(inspected.get("not_written")).asString().contains("titles");
    }

    @Test
    void differencesEndWithOneAndNameTheRow() throws Exception {
        String url = filled();
        Path file = directory.resolve("nightly.zip");
        Session.run("backup", file, "--from", url, "--only", "auth*");
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE author SET name = 'New'");
        }

        End end = Session.run("verify", file, "--against", url, "--json");

        assertThat(end.code()).isEqualTo(1);
        Map<?, ?> json = Json.object(end.out());
        assertThat(json.get("agrees")).isEqualTo("false");
        assertThat((List<?>) json.get("tables")).hasSize(1);
        assertThat(end.out()).contains("row (id=5) differs in name").doesNotContain("New");
    }

    @Test
    void aDamagedBackupEndsWithThree() throws Exception {
        Path file = directory.resolve("nightly");
        Session.run("backup", file, "--from", filled());
        Path part = file.resolve("data/author/00001.ndjson");
        Files.writeString(part, Files.readString(part).replace("Old", "Odd"));

        End end = Session.run("verify", file);

        assertThat(end.code()).isEqualTo(3);
        assertThat(end.err()).hasLineCount(1).contains("00001.ndjson", "SHA-256");
    }

    @Test
    void aBackupIsNeverOverwritten() throws Exception {
        Path file = Files.writeString(directory.resolve("nightly.zip"), "kept");

        End end = Session.run("backup", file, "--from", filled());

        assertThat(end.code()).isEqualTo(3);
        assertThat(end.err()).hasLineCount(1).contains("never overwritten");
        assertThat(file).hasContent("kept");
    }

    @ParameterizedTest
    @CsvSource({"tables, out", "tables, out.zip", "django, out.json", "django, out.json.gz", "django, out.tar.gz"})
    void theFormatsOfOthersComeBack(String format, String name) throws Exception {
        String url = filled();
        Path file = directory.resolve(name);

        assertThat(Session.run("backup", file, "--from", url, "--format", format)
                        .code())
                .isZero();

        assertThat(Session.run("inspect", file).out().toLowerCase(Locale.ROOT)).contains("author", "book");
        assertThat(Session.run("verify", file, "--against", url).code()).isZero();
        assertThat(Session.run("run", file, "--to", url, "--force", "--quiet").code())
                .isZero();
        assertThat(Session.text(url, "SELECT title FROM book WHERE author_id = 5"))
                .isEqualTo("Tides");
    }

    @Test
    void aFormatThatIsNoneIsAMistakeOfUsage() throws Exception {
        Path file = directory.resolve("out");
        End end = Session.run("backup", file, "--from", filled(), "--format", "csv");

        assertThat(end.code()).isEqualTo(2);
        assertThat(end.err()).hasLineCount(1).contains("--format", "restore, tables or django");
        assertThat(file).doesNotExist();
    }

    @Test
    void aDrillOfADamagedBackupEndsWithThree() throws Exception {
        Path file = directory.resolve("nightly.zip");
        Session.run("backup", file, "--from", filled());
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        End end = Session.run("verify", file, "--drill");

        assertThat(end.code()).isEqualTo(3);
        assertThat(end.err()).hasLineCount(1).contains("nightly.zip");
    }

    @Test
    void aDrillAgainstADatabaseShowsWhatWouldBreakItsKeys() throws Exception {
        String url = filled();
        Path backup = new Session(directory).backup();
        assertThat(Session.run("verify", backup, "--drill", "--against", url).out())
                .contains("1 foreign keys checked", "those of the database (sqlite)");
        Path books = backup.resolve("book.json");
        Files.writeString(books, Files.readString(books).replace("\"author_id\":1", "\"author_id\":404"));

        End alone = Session.run("verify", backup, "--drill");
        assertThat(alone.code()).isZero();
        assertThat(alone.out()).contains("no keys were checked");

        End end = Session.run("verify", backup, "--drill", "--against", url);
        assertThat(end.code()).isEqualTo(3);
        assertThat(end.err()).hasLineCount(1).contains("Row 1 of table book", "author_id");
        assertThat(Session.text(url, "SELECT title FROM book")).isEqualTo("Tides");
    }

    @Test
    void aUrlThatIsNoneIsAMistakeOfUsage() {
        End end = Session.run("backup", directory.resolve("x.zip"), "--from", "postgres://host/app");

        assertThat(end.code()).isEqualTo(2);
        assertThat(end.err()).hasLineCount(1).contains("--from", "jdbc:postgresql://");
    }
}
