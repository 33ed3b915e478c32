package dev.restore.backup.write;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.restore.backup.BackupSource;
import dev.restore.backup.Manifest;
import dev.restore.backup.Manifest.ManifestColumn;
import dev.restore.backup.Manifest.ManifestPart;
import dev.restore.backup.Manifest.ManifestTable;
import dev.restore.backup.Manifest.Reference;
import dev.restore.backup.format.BackupFormats;
import dev.restore.backup.format.FailingOutput;
import dev.restore.backup.names.UnfinishedName;
import dev.restore.backup.reading.BackupReader;
import dev.restore.backup.stream.FileOutput;
import dev.restore.backup.stream.Sha256;
import dev.restore.catalog.TypeFamily;
import dev.restore.outcome.BackupFormatException;
import dev.restore.testing.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

public class BackupWriterTest {

    private static final String HASH = "0".repeat(64);

    @TempDir
    private Path temp;

    private static Manifest manifest(List<ManifestTable> tables) {
        return new Manifest(
                Manifest.VERSION,
                Instant.parse("2026-11-21T00:00:00Z"),
                new Manifest.Source("Product", "1", "standard", null),
                HASH,
                tables);
    }

    private static ManifestTable table(String name, List<ManifestPart> parts) {
        return new ManifestTable(
                name,
                parts.stream().mapToLong(ManifestPart::rows).sum(),
                false,
                List.of(new ManifestColumn("id", "bigint", TypeFamily.INTEGER, false)),
                List.of("id"),
                List.of(),
                List.of(new Reference(List.of("id"), name, List.of("id"))),
                HASH,
                parts);
    }

    private static void write(Path target, FileOutput files, boolean compressed) throws IOException {
        write(target, files, compressed, 150);
    }

    public static void write(Path target, FileOutput files, boolean compressed, int rows) throws IOException {
        try (BackupWriter writer =
                BackupWriter.create(target, BackupWriter.Form.PARTS, compressed, 1024, null, files)) {
            List<ManifestTable> tables = new ArrayList<>();
            for (String name : List.of("one", "two", "empty")) {
                writer.beginTable(name);
                for (int i = 0; i < (name.equals("empty") ? 0 : rows); i++) {
                    byte[] line = ("{\"id\":" + i + "}\n").getBytes(UTF_8);
                    writer.row(line, line.length);
                }
                tables.add(table(name, writer.endTable()));
            }
            writer.finish(manifest(tables));
        }
    }

    private static long read(Path backup) {
        long[] rows = {0};
        try (BackupReader reader = BackupFormats.open(BackupSource.of(backup))) {
            assertThat(reader.manifest()).isPresent();
            reader.survey(Long.MAX_VALUE);
            reader.read(table -> true, (table, row) -> rows[0]++);
        }
        return rows[0];
    }

    @ParameterizedTest
    @ValueSource(strings = {"backup", "backup.zip", "backup.tar", "backup.tar.gz", "backup.TGZ"})
    void aWriterThatEndsAnywhereLeavesAWholeBackupOrNone(String name) throws IOException {
        FailingOutput all = new FailingOutput(Integer.MAX_VALUE);
        write(temp.resolve("whole").resolveSibling(name), all, false);
        assertThat(read(temp.resolve(name))).isEqualTo(300);
        assertThat(all.steps()).isGreaterThan(5);
        for (int k = 0; k < all.steps(); k++) {
            Path directory = Files.createDirectory(temp.resolve("k" + k));
            Path target = directory.resolve(name);
            int works = k;
            Throwable failure = catchThrowable(() -> write(target, new FailingOutput(works), false));
            assertThat(failure).as("failure at step %d", k).isInstanceOf(IOException.class);
            if (Files.exists(target)) {
                assertThat(read(target)).as("failure at step %d", k).isEqualTo(300);
            }
            try (Stream<Path> left = Files.list(directory)) {
                assertThat(left.filter(path -> !path.equals(target)))
                        .allMatch(path -> path.getFileName().toString().startsWith("." + name + "."));
            }
        }
    }

    @Test
    void takesAwayWhatItBegan() throws IOException {
        try (BackupWriter writer =
                BackupWriter.create(temp.resolve("backup"), BackupWriter.Form.PARTS, true, 1024, null)) {
            writer.beginTable("one");
            writer.row("{}\n".getBytes(UTF_8), 3);
        }
        assertThat(temp).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"backup", "backup.zip", "backup.tar", "backup.tar.gz"})
    void isWrittenToTheSameBytesEachTime(String name) throws IOException {
        Path one = Files.createDirectory(temp.resolve("1")).resolve(name);
        Path two = Files.createDirectory(temp.resolve("2")).resolve(name);
        write(one, new FileOutput(), true);
        write(two, new FileOutput(), true);
        try (Stream<Path> files = Files.walk(one)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(two.resolve(
                                one.relativize(file).toString().isEmpty() ? two : two.resolve(one.relativize(file))))
                        .hasSameBinaryContentAs(file);
            }
        }
    }

    @Test
    void noFlippedBitOfAPlainTarChangesARow() throws IOException {
        Path backup = temp.resolve("backup.tar");
        write(backup, new FileOutput(), false, 10);
        byte[] good = Files.readAllBytes(backup);
        int step = Faults.times(13, 3);
        for (int i = ThreadLocalRandom.current().nextInt(step); i < good.length; i += step) {
            byte[] bad = good.clone();
            bad[i] ^= (byte) (1 << i % 8);
            Files.write(backup, bad);
            // What is left are times, owners and fillings of the package, which no checksum covers and nobody reads.
            Throwable failure = catchThrowable(() -> assertThat(read(backup)).isEqualTo(20));
            if (failure != null) {
                assertThat(failure).as("flip in byte %d", i).isInstanceOf(BackupFormatException.class);
            }
        }
        int content = good.length;
        while (good[content - 1] == 0) {
            content--;
        }
        for (int length = 0; length <= content; length += Faults.times(41, 11)) {
            Files.write(backup, Arrays.copyOf(good, length));
            assertThat(catchThrowable(() -> read(backup)))
                    .as("cut after %d bytes", length)
                    .isInstanceOf(BackupFormatException.class);
        }
    }

    @Test
    void refusesAFileThatTheManifestDoesNotName() throws IOException {
        Path backup = temp.resolve("backup");
        write(backup, new FileOutput(), false);
        Files.copy(backup.resolve("data/one/00001.ndjson"), backup.resolve("data/one/00009.ndjson"));
        assertThatThrownBy(() -> read(backup))
                .isInstanceOf(BackupFormatException.class)
                .hasMessageContaining("00009.ndjson: stands among the rows, and the manifest does not name it");
    }

    private void manifestSays(Path backup, String from, String to) throws IOException {
        String json = Files.readString(backup.resolve(Manifest.FILE));
        assertThat(json).contains(from);
        json = json.replace(from, to);
        Files.writeString(backup.resolve(Manifest.FILE), json);
        Files.writeString(
                backup.resolve(Manifest.CHECKSUM_FILE), Sha256.of(json.getBytes(UTF_8)) + "  manifest.json\n");
    }

    @Test
    void refusesANewerVersionAndNamesBoth() throws IOException {
        Path backup = temp.resolve("backup");
        write(backup, new FileOutput(), false);
        manifestSays(backup, "\"version\":3", "\"version\":4");
        assertThatThrownBy(() -> read(backup))
                .isInstanceOf(BackupFormatException.class)
                .hasMessageContaining("version 4 of the format, and this library reads up to version 3");
    }

    @Test
    void refusesCountsThatAreNotThoseOfTheRows() throws IOException {
        Path backup = temp.resolve("backup");
        write(backup, new FileOutput(), false);
        manifestSays(backup, "\"rows\":150", "\"rows\":151");
        assertThatThrownBy(() -> read(backup))
                .isInstanceOf(BackupFormatException.class)
                .hasMessageContaining("151 rows for table one, which is not the sum of its parts");
    }

    @Test
    void refusesAPartWithFewerRowsThanStated() throws IOException {
        Path backup = temp.resolve("backup");
        write(backup, new FileOutput(), false);
        String json = Files.readString(backup.resolve(Manifest.FILE));
        int at = json.indexOf("\"path\":\"data/one/00001.ndjson\",\"rows\":");
        String rows = json.substring(json.indexOf("rows\":", at) + 6, json.indexOf(",\"bytes", at));
        manifestSays(
                backup, "00001.ndjson\",\"rows\":" + rows, "00001.ndjson\",\"rows\":" + (Long.parseLong(rows) + 1));
        manifestSays(backup, "\"rows\":150", "\"rows\":151");
        assertThatThrownBy(() -> read(backup))
                .isInstanceOf(BackupFormatException.class)
                .hasMessageContaining("holds " + rows + " rows, and the manifest states");
    }

    @Test
    void passesOverWhatALaterVersionMayAdd() throws IOException {
        Path backup = temp.resolve("backup");
        write(backup, new FileOutput(), false);
        manifestSays(backup, "\"schema_fingerprint\"", "\"added\":{\"a\":[1]},\"schema_fingerprint\"");
        manifestSays(backup, "{\"name\":\"id\"", "{\"added\":[],\"name\":\"id\"");
        assertThat(read(backup)).isEqualTo(300);
    }

    @Test
    void theManifestAloneIsNoBackup() throws IOException {
        Path backup = temp.resolve("backup");
        write(backup, new FileOutput(), false);
        assertThatThrownBy(() -> read(backup.resolve(Manifest.FILE)))
                .isInstanceOf(BackupFormatException.class)
                .hasMessageContaining("name the directory that it stands in");
    }

    @ParameterizedTest
    @ValueSource(strings = {"backup", "backup.zip", "backup.tar"})
    void whatIsNotFinishedIsRefusedByWhateverName(String name) throws IOException {
        Path target = temp.resolve(name);
        write(target, new FileOutput(), false);
        Path left = UnfinishedName.beside(target);
        Files.move(target, left);
        Path spool = Files.writeString(UnfinishedName.spoolOf(left), "{\"id\":1}\n");
        assertThatThrownBy(() -> BackupFormats.open(BackupSource.of(spool)))
                .isInstanceOf(BackupFormatException.class)
                .hasMessageContaining("left behind");
        assertThatThrownBy(() -> BackupFormats.open(BackupSource.of(left)))
                .isInstanceOf(BackupFormatException.class)
                .hasMessageContaining("left behind");
    }

    @Test
    void partsWithoutAManifestAreRefused() throws IOException {
        for (boolean compressed : new boolean[] {false, true}) {
            Path target = temp.resolve("backup" + compressed);
            write(target, new FileOutput(), compressed);
            Files.delete(target.resolve(Manifest.FILE));
            Files.delete(target.resolve(Manifest.CHECKSUM_FILE));
            assertThatThrownBy(() -> BackupFormats.open(BackupSource.of(target)))
                    .isInstanceOf(BackupFormatException.class)
                    .hasMessageContainingAll("data/", "no manifest.json");
        }
    }
}
