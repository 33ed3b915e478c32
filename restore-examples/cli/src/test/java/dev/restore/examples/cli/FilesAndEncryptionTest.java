package dev.restore.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.examples.cli.Session.End;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesAndEncryptionTest {

    private static final String IDENTITY = "AGE-SECRET-KEY-16TDC9EFQL0JYVPPKL42SUM3Q9Q3232CKAEYRHZMV4HA4FA9YVE9SZVW8H3";
    private static final String RECIPIENT = "age12p3msatuxuagn4hg27vw9uq2m4jjwkjmljzra4ygjnlvy73f75uq64tjpj";

    @TempDir
    private Path directory;

    private String filled() throws Exception {
        return new Session(directory)
                .sqlite("INSERT INTO author VALUES (5, 'Old', 1)", "INSERT INTO book VALUES (1, 'Tides', 5)");
    }

    private Path media() throws Exception {
        Path media = Files.createDirectory(directory.resolve("media"));
        Files.writeString(media.resolve("cover.jpg"), "cover");
        return media;
    }

    @Test
    void filesAndRowsGoThroughAnEncryptedBackup() throws Exception {
        String url = filled();
        Path file = directory.resolve("nightly.tar.gz.age");
        Path key = Files.writeString(directory.resolve("key.txt"), IDENTITY + "\n");
        Path media = media();

        End backup = Session.run("backup", file, "--from", url, "--files", media, "--recipient", RECIPIENT);
        assertThat(backup.err()).isEmpty();
        assertThat(backup.out()).contains("1 files beside the rows");

        assertThat(Session.run("verify", file, "--identity", key).out())
                .contains("1 files")
                .contains("whole");
        assertThat(Session.run("inspect", file, "--identity", key).out())
                .contains("encrypted tar.gz package")
                .contains("1 files beside the rows");
        assertThat(Session.run("plan", file, "--to", url, "--identity", key, "--files", media)
                        .out())
                .contains("files: 1 file")
                .contains("in place of what is there");

        Files.writeString(media.resolve("old.jpg"), "old");
        End refused = Session.run("run", file, "--to", url, "--identity", key, "--files", media, "--quiet");
        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.err()).contains("What is in " + media + " would be replaced");
        End run = Session.run(
                "run", file, "--to", url, "--identity", key, "--files", media, "--force", "--quiet", "--json");
        assertThat(run.code()).isZero();
        assertThat((Map<?, ?>) Json.object(run.out()).get("files")).satisfies(files -> {
            assertThat(files.get("in_place")).isEqualTo("true");
            assertThat(files.get("files")).isEqualTo("1");
        });
        assertThat(media.resolve("cover.jpg")).hasContent("cover");
        assertThat(media.resolve("old.jpg")).doesNotExist();
    }

    @Test
    void aPassphraseComesFromTheEnvironment() throws Exception {
        String url = filled();
        Path file = directory.resolve("nightly.tar.gz.age");
        assertThat(Session.run("backup", file, "--from", url, "--encrypt", "--passphrase-env", "PATH")
                        .code())
                .isZero();
        assertThat(Session.run("verify", file, "--passphrase-env", "PATH").code())
                .isZero();
        End without = Session.run("run", file, "--to", url, "--force", "--quiet");
        assertThat(without.code()).isEqualTo(3);
        assertThat(without.err()).contains("is encrypted with age: give the passphrase or an identity");
        End wrong = Session.run("verify", file, "--passphrase-env", "HOME");
        assertThat(wrong.code()).isEqualTo(3);
        assertThat(wrong.err()).contains("the passphrase is wrong");
        assertThat(Session.text(url, "SELECT title FROM book")).isEqualTo("Tides");
    }

    @Test
    void refusesWhatCannotBeMeant() throws Exception {
        String url = filled();
        Path file = directory.resolve("nightly.tar.gz.age");
        assertThat(Session.run("backup", file, "--from", url).err()).contains("nothing was given to encrypt it with");
        assertThat(Session.run("backup", file, "--from", url, "--encrypt").code())
                .isEqualTo(2);
        assertThat(Session.run("backup", file, "--from", url, "--recipient", "age1nobody")
                        .code())
                .isEqualTo(2);
        assertThat(Session.run("verify", file, "--passphrase-env", "NO_SUCH_VARIABLE")
                        .code())
                .isEqualTo(2);
        assertThat(Session.run("verify", file, "--identity", directory.resolve("missing"))
                        .code())
                .isEqualTo(2);
        assertThat(Session.run("run", file, "--to", url, "--files", directory, "--no-files")
                        .code())
                .isEqualTo(2);
        assertThat(Session.run("run", file, "--to", url, "--files", directory, "--mode", "append")
                        .code())
                .isEqualTo(2);
    }
}
