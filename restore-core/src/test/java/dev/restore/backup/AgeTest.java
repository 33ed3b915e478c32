package dev.restore.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.restore.backup.Manifest.ManifestColumn;
import dev.restore.backup.Manifest.ManifestTable;
import dev.restore.backup.format.BackupFormats;
import dev.restore.backup.reading.BackupReader;
import dev.restore.backup.stream.FileOutput;
import dev.restore.backup.write.BackupWriter;
import dev.restore.catalog.TypeFamily;
import dev.restore.outcome.BackupFormatException;
import dev.restore.testing.Faults;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Encrypted backups: what is written opens with the right key only, and nothing that was changed opens at all. */
class AgeTest {

    private static final String IDENTITY = "AGE-SECRET-KEY-16TDC9EFQL0JYVPPKL42SUM3Q9Q3232CKAEYRHZMV4HA4FA9YVE9SZVW8H3";
    private static final String RECIPIENT = "age12p3msatuxuagn4hg27vw9uq2m4jjwkjmljzra4ygjnlvy73f75uq64tjpj";
    private static final String HASH = "0".repeat(64);

    @TempDir
    Path temp;

    private static void write(Path target, Age age, int rows, FileOutput files) throws IOException {
        Random random = new Random(7);
        byte[] noise = new byte[24];
        try (BackupWriter writer = BackupWriter.create(target, BackupWriter.Form.PARTS, false, 1 << 20, age, files)) {
            writer.beginTable("secret");
            for (int i = 0; i < rows; i++) {
                random.nextBytes(noise);
                String text = HexFormat.of().formatHex(noise);
                byte[] line = ("{\"id\":" + i + ",\"v\":\"plain text " + text + "\"}\n").getBytes(UTF_8);
                writer.row(line, line.length);
            }
            ManifestTable table = new ManifestTable(
                    "secret",
                    rows,
                    false,
                    List.of(
                            new ManifestColumn("id", "bigint", TypeFamily.INTEGER, false),
                            new ManifestColumn("v", "text", TypeFamily.TEXT, true)),
                    List.of("id"),
                    List.of(),
                    List.of(),
                    HASH,
                    writer.endTable());
            writer.finish(new Manifest(
                    Manifest.VERSION,
                    Instant.EPOCH,
                    new Manifest.Source("Product", "1", "standard", null),
                    HASH,
                    List.of(table)));
        }
    }

    private static void write(Path target, Age age, int rows) throws IOException {
        write(target, age, rows, new FileOutput());
    }

    private static long read(BackupSource source) {
        long[] rows = {0};
        try (BackupReader reader = BackupFormats.open(source)) {
            reader.survey(Long.MAX_VALUE);
            reader.read(table -> true, (table, row) -> rows[0]++);
        }
        return rows[0];
    }

    private static long read(Path backup, Age age) {
        return read(BackupSource.of(backup).decrypted(age));
    }

    private static Age cheap(String passphrase) {
        return Age.passphrase(passphrase.toCharArray(), 3);
    }

    private Path resource(String name) throws IOException {
        try (var in = AgeTest.class.getResourceAsStream(name)) {
            Files.write(temp.resolve(name), in.readAllBytes());
        }
        return temp.resolve(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"backup.tar.gz.age", "backup.tar.age", "backup.AGE", "backup.tgz", "backup"})
    void whatIsEncryptedIsReadWithItsKeyOnly(String name) throws IOException {
        Path backup = temp.resolve(name);
        write(backup, Age.recipients(RECIPIENT), 3000);
        assertThat(Files.readAllBytes(backup)).startsWith("age-encryption.org/v1\n".getBytes(UTF_8));
        assertThat(read(backup, Age.identities(IDENTITY))).isEqualTo(3000);
        assertThatThrownBy(() -> read(BackupSource.of(backup)))
                .isInstanceOf(BackupFormatException.class)
                .hasMessageContaining("is encrypted with age: give the passphrase or an identity");
        assertThatThrownBy(() -> read(backup, cheap("x")))
                .isInstanceOf(BackupFormatException.class)
                .hasMessageContaining("is not encrypted with a passphrase");
    }

    @Test
    void leavesNothingWhenTheKeyCannotBeMade() throws IOException {
        Path target = Files.createDirectory(temp.resolve("place")).resolve("backup.tar.gz.age");
        assertThatThrownBy(() -> BackupWriter.create(
                        target, BackupWriter.Form.PARTS, false, 1024, Age.passphrase("secret".toCharArray(), 40)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("-Xmx");
        assertThat(target.getParent()).isEmptyDirectory();
    }

    @Test
    void aPassphraseOpensWhatItEncrypted() throws IOException {
        Path backup = temp.resolve("backup.tar.gz.age");
        write(backup, cheap("correct horse ü"), 10);
        assertThat(read(backup, cheap("correct horse ü"))).isEqualTo(10);
        assertThatThrownBy(() -> read(backup, cheap("correct horse")))
                .isInstanceOf(BackupFormatException.class)
                .hasMessageContaining("the passphrase is wrong")
                .hasMessageNotContaining("horse");
        assertThatThrownBy(() -> read(backup, Age.identities(IDENTITY)))
                .isInstanceOf(BackupFormatException.class)
                .hasMessageContaining("is encrypted with a passphrase, and an identity was given");
    }

    @Test
    void opensWhatTheAgeToolWrote() throws IOException {
        assertThat(read(resource("recipient.age"), Age.identities(IDENTITY))).isEqualTo(2);
        assertThat(read(resource("armored.age"), Age.identities(IDENTITY))).isEqualTo(2);
        assertThat(read(resource("passphrase.age"), Age.passphrase("correct horse".toCharArray())))
                .isEqualTo(2);
    }

    @Test
    void aFileIsCalledWithoutTheEndingOfItsEncryption() throws IOException {
        Path people = Files.copy(resource("recipient.age"), temp.resolve("people.json.age"));
        try (BackupReader reader = BackupFormats.open(BackupSource.of(people).decrypted(Age.identities(IDENTITY)))) {
            assertThat(reader.survey(Long.MAX_VALUE).tables())
                    .singleElement()
                    .satisfies(table -> assertThat(table.name()).isEqualTo("people"));
            assertThat(reader.format()).startsWith("encrypted file");
            assertThat(reader.fingerprint()).isPresent();
        }
    }

    /** Takes one of so many bytes, beginning with a random one. */
    private static void refusesFlipsAndCuts(Path backup, Age age, int step) throws IOException {
        byte[] good = Files.readAllBytes(backup);
        int first = ThreadLocalRandom.current().nextInt(step);
        for (int i = first; i < good.length; i += step) {
            byte[] bad = good.clone();
            bad[i] ^= (byte) (1 << i % 8);
            Files.write(backup, bad);
            assertThat(catchThrowable(() -> read(backup, age)))
                    .as("flip in byte %d of %d", i, good.length)
                    .isInstanceOf(BackupFormatException.class);
        }
        for (int length = first; length < good.length; length += step) {
            Files.write(backup, Arrays.copyOf(good, length));
            assertThat(catchThrowable(() -> read(backup, age)))
                    .as("cut after %d of %d bytes", length, good.length)
                    .isInstanceOf(BackupFormatException.class);
        }
        byte[] longer = Arrays.copyOf(good, good.length + 1);
        Files.write(backup, longer);
        assertThat(catchThrowable(() -> read(backup, age))).isInstanceOf(BackupFormatException.class);
        Files.write(backup, good);
    }

    @Test
    void everyFlippedBitAndEveryCutIsRefused() throws IOException {
        Path recipient = temp.resolve("recipient.tar.gz.age");
        write(recipient, Age.recipients(RECIPIENT), 5);
        refusesFlipsAndCuts(recipient, Age.identities(IDENTITY), Faults.times(5, 1));
        Path passphrase = temp.resolve("passphrase.tar.gz.age");
        write(passphrase, cheap("x"), 5);
        refusesFlipsAndCuts(passphrase, cheap("x"), Faults.times(25, 5));
    }

    @Test
    void everyCutAtTheEndOfAChunkIsRefused() throws IOException {
        Path backup = temp.resolve("backup.tar.age");
        write(backup, Age.recipients(RECIPIENT), 4000);
        byte[] good = Files.readAllBytes(backup);
        String header = new String(good, 0, 1000, StandardCharsets.ISO_8859_1);
        int payload = header.indexOf('\n', header.indexOf("\n--- ") + 1) + 1 + 16;
        int chunk = (64 << 10) + 16;
        List<Integer> cuts = new ArrayList<>();
        for (int end = payload; end < good.length; end += chunk) {
            cuts.addAll(List.of(end - 1, end, end + 1, end + 16));
        }
        assertThat(cuts).hasSizeGreaterThan(12);
        for (int cut : cuts) {
            Files.write(backup, Arrays.copyOf(good, Math.min(cut, good.length - 1)));
            assertThat(catchThrowable(() -> read(backup, Age.identities(IDENTITY))))
                    .as("cut after %d of %d bytes", cut, good.length)
                    .isInstanceOf(BackupFormatException.class);
        }
    }

    @Test
    void anArmoredFileThatIsCutIsRefused() throws IOException {
        Path armored = resource("armored.age");
        byte[] good = Files.readAllBytes(armored);
        for (int length = 0; length < good.length - 1; length++) {
            Files.write(armored, Arrays.copyOf(good, length));
            assertThat(catchThrowable(() -> read(armored, Age.identities(IDENTITY))))
                    .as("cut after %d of %d bytes", length, good.length)
                    .isInstanceOf(BackupFormatException.class);
        }
    }

    @Test
    void refusesAWorkFactorThatIsMeantToExhaustTheMachine() throws IOException {
        Path backup = resource("passphrase.age");
        String text = Files.readString(backup, StandardCharsets.ISO_8859_1);
        for (String factor : List.of("23", "64", "0", "018", "99999999999", "-1")) {
            Files.writeString(backup, text.replaceFirst(" 18\n", " " + factor + "\n"), StandardCharsets.ISO_8859_1);
            assertThatThrownBy(() -> read(backup, cheap("correct horse")))
                    .as("factor %s", factor)
                    .isInstanceOf(BackupFormatException.class);
        }
    }

    @Test
    void refusesAPassphraseBesideARecipient() throws IOException {
        Path backup = resource("passphrase.age");
        String text = Files.readString(backup, StandardCharsets.ISO_8859_1);
        String stanza = text.substring(text.indexOf("->"), text.indexOf("---"));
        Files.writeString(backup, text.replace(stanza, stanza + stanza), StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> read(backup, cheap("correct horse")))
                .isInstanceOf(BackupFormatException.class)
                .hasMessageContaining("damaged age header");
    }

    @Test
    void refusesAKeyForWhatIsNotEncrypted() throws IOException {
        Path file = Files.writeString(temp.resolve("people.json"), "[{\"id\":1}]");
        assertThat(read(BackupSource.of(file))).isEqualTo(1);
        assertThatThrownBy(() -> read(file, cheap("x")))
                .isInstanceOf(BackupFormatException.class)
                .hasMessageContaining("is not encrypted with age");
        assertThatThrownBy(() -> read(temp, cheap("x")))
                .isInstanceOf(BackupFormatException.class)
                .hasMessageContaining("is not encrypted with age");
    }

    @Test
    void refusesAZipPackageInAnAgeFile() throws IOException {
        Path backup = temp.resolve("backup.zip.age");
        assertThatThrownBy(() -> write(backup, Age.recipients(RECIPIENT), 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("name it .tar.gz.age");
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(zip)) {
            out.putNextEntry(new ZipEntry("people.json"));
            out.write("[{\"id\":1}]".getBytes(UTF_8));
        }
        try (OutputStream out = Age.recipients(RECIPIENT).encrypt(Files.newOutputStream(backup))) {
            out.write(zip.toByteArray());
        }
        assertThatThrownBy(() -> read(backup, Age.identities(IDENTITY)))
                .isInstanceOf(BackupFormatException.class)
                .hasMessageContaining("pack it as .tar.gz");
    }

    @Test
    void aNameThatSaysEncryptedIsNotWrittenInTheClear() {
        assertThatThrownBy(() -> BackupWriter.create(
                        temp.resolve("backup.tar.gz.age"), BackupWriter.Form.PARTS, false, 1024, null))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nothing was given to encrypt it with");
        assertThat(temp).isEmptyDirectory();
    }

    @Test
    void nothingIsEverOnTheDiskInTheClear() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        FileOutput watched = new FileOutput() {
            @Override
            public OutputStream create(Path file) throws IOException {
                return new FilterOutputStream(super.create(file)) {
                    @Override
                    public void write(byte[] b, int off, int len) throws IOException {
                        all.write(b, off, len);
                        out.write(b, off, len);
                    }
                };
            }
        };
        write(temp.resolve("backup.tar.age"), Age.recipients(RECIPIENT), 500, watched);
        assertThat(all.size()).isGreaterThan(50_000);
        assertThat(all.toString(StandardCharsets.ISO_8859_1)).doesNotContain("plain text");
        assertThat(read(temp.resolve("backup.tar.age"), Age.identities(IDENTITY)))
                .isEqualTo(500);
    }

    @Test
    void keysThatAreNoneAreRefusedAndNotQuoted() throws IOException {
        assertThatThrownBy(() -> Age.recipients(RECIPIENT.substring(0, 40)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not an X25519 recipient");
        assertThatThrownBy(() -> Age.identities(IDENTITY.replace("6TD", "6DT")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("EFQL");
        assertThatThrownBy(() -> Age.passphrase(new char[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BackupSource.of(temp).decrypted(Age.recipients(RECIPIENT)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("recipients open nothing");
        assertThat(Age.identities(IDENTITY).toString() + cheap("horse"))
                .doesNotContain("EFQL")
                .doesNotContain("horse");
        Path file = Files.writeString(temp.resolve("key.txt"), "# created: today\n\n" + IDENTITY + "\n");
        assertThat(Age.identitiesIn(file).opens()).isTrue();
        Files.writeString(file, "ssh-ed25519 AAAA");
        assertThatThrownBy(() -> Age.identitiesIn(file)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theAgeToolOpensWhatIsWritten() throws Exception {
        Path backup = temp.resolve("backup.tar.age");
        write(backup, Age.recipients(RECIPIENT), 2000);
        Path key = Files.writeString(temp.resolve("key.txt"), IDENTITY + "\n");
        Path plain = temp.resolve("plain.tar");
        Process process;
        try {
            process = new ProcessBuilder("age", "-d", "-i", key.toString(), "-o", plain.toString(), backup.toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            Assumptions.abort("the age tool is not installed");
            return;
        }
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        assertThat(read(BackupSource.of(plain))).isEqualTo(2000);
    }

    @Test
    void whereTheLibrariesAreMissingOnlyEncryptionIs() throws Exception {
        List<URL> classPath = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (!entry.contains("jagged") && !entry.contains("bcprov")) {
                classPath.add(Path.of(entry).toUri().toURL());
            }
        }
        Path plain = Files.writeString(temp.resolve("people.json"), "[{\"id\":1}]");
        Path encrypted = resource("recipient.age");
        try (URLClassLoader loader =
                new URLClassLoader(classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Class<?> age = loader.loadClass("dev.restore.backup.Age");
            assertThat(catchThrowable(() ->
                                    age.getMethod("passphrase", char[].class).invoke(null, new char[] {'x'}))
                            .getCause())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("add com.exceptionfactory.jagged:jagged-x25519");
            Class<?> source = loader.loadClass("dev.restore.backup.BackupSource");
            var of = source.getMethod("of", Path.class);
            var open =
                    loader.loadClass("dev.restore.backup.format.BackupFormats").getMethod("open", source);
            try (AutoCloseable reader = (AutoCloseable) open.invoke(null, of.invoke(null, plain))) {
                assertThat(reader).isNotNull();
            }
            assertThat(catchThrowable(() -> open.invoke(null, of.invoke(null, encrypted)))
                            .getCause())
                    .hasMessageContaining("is encrypted with age");
        }
    }
}
