package dev.restore.backup.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.restore.backup.AttachedFile;
import dev.restore.backup.BackupSource;
import dev.restore.backup.Manifest;
import dev.restore.backup.format.BackupFormats;
import dev.restore.backup.format.FailingOutput;
import dev.restore.backup.reading.BackupReader;
import dev.restore.backup.stream.FileOutput;
import dev.restore.backup.stream.Sha256;
import dev.restore.backup.write.BackupWriter;
import dev.restore.outcome.BackupFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files beside the rows: they come back as they were, all of them or none, and nowhere else. */
class StagedFilesTest {

    @TempDir
    Path temp;

    private Path source() throws IOException {
        Path source = temp.resolve("source");
        for (Map.Entry<String, String> file : Map.of(
                        "photo.jpg", "bytes",
                        "empty", "",
                        "deep/er/ü.txt", "text",
                        ".hidden/.file", "hidden",
                        "rows.json", "[{\"id\":1}]",
                        "inner/manifest.json", "{\"format\":\"restore-backup\"}")
                .entrySet()) {
            Path path = source.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        Files.write(source.resolve("large"), new byte[300_000]);
        return source;
    }

    private static void write(Path target, Path files) throws IOException {
        try (BackupWriter writer = BackupWriter.create(target, BackupWriter.Form.PARTS, false, 1024, null)) {
            writer.checkFiles(files);
            List<AttachedFile> held = writer.files(files);
            writer.finish(new Manifest(
                    Manifest.VERSION,
                    Instant.EPOCH,
                    new Manifest.Source("Product", "1", "standard", null),
                    "0".repeat(64),
                    List.of(),
                    held,
                    null));
        }
    }

    private static Map<String, String> content(Path directory) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            all.filter(Files::isRegularFile).forEach(file -> {
                try {
                    content.put(directory.relativize(file).toString(), Sha256.of(Files.readAllBytes(file)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return content;
    }

    private static void restore(Path backup, Path target) throws IOException {
        restore(backup, target, new FileOutput());
    }

    private static void restore(Path backup, Path target, FileOutput output) throws IOException {
        try (BackupReader reader = BackupFormats.open(BackupSource.of(backup));
                StagedFiles staged = StagedFiles.stage(reader, target, () -> {}, output)) {
            assertThat(staged.swap()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"backup", "backup.zip", "backup.tar", "backup.tar.gz"})
    void everyFileComesBackAndWhatWasThereIsGone(String name) throws IOException {
        Path source = source();
        write(temp.resolve(name), source);
        Path target = Files.createDirectory(temp.resolve("target"));
        Files.writeString(target.resolve("old"), "old");
        restore(temp.resolve(name), target);
        assertThat(content(target)).isEqualTo(content(source)).hasSize(7);
        restore(temp.resolve(name), temp.resolve("new"));
        assertThat(content(temp.resolve("new"))).isEqualTo(content(source));
        try (Stream<Path> left = Files.list(temp)) {
            assertThat(left.map(path -> path.getFileName().toString())).noneMatch(file -> file.startsWith("."));
        }
    }

    @Test
    void aRestoreThatEndsAnywhereLeavesTheOldFilesOrTheNewOnes() throws IOException {
        Path source = source();
        Path backup = temp.resolve("backup.zip");
        write(backup, source);
        Map<String, String> after = content(source);
        FailingOutput all = new FailingOutput(Integer.MAX_VALUE);
        restore(backup, temp.resolve("all"), all);
        int old = 0;
        int aside = 0;
        for (int k = 0; k <= all.steps(); k++) {
            Path around = Files.createDirectory(temp.resolve("k" + k));
            Path target = Files.createDirectory(around.resolve("media"));
            Files.writeString(target.resolve("old"), "old");
            Map<String, String> before = content(target);
            int works = k;
            Throwable failure = catchThrowable(() -> restore(backup, target, new FailingOutput(works)));
            if (Files.exists(target)) {
                assertThat(content(target)).as("ended at step %d", k).isIn(before, after);
                old += content(target).equals(before) ? 1 : 0;
            } else {
                // Killed between the two names: both are beside it, each whole.
                aside++;
                try (Stream<Path> left = Files.list(around)) {
                    assertThat(left.map(path -> {
                                try {
                                    return content(path);
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            }))
                            .as("ended at step %d", k)
                            .containsExactlyInAnyOrder(before, after);
                }
                assertThat(failure).hasSuppressedException(failure.getSuppressed()[0]);
            }
        }
        assertThat(old).isGreaterThan(5);
        assertThat(aside).isEqualTo(1);
    }

    @Test
    void aSwapThatFailsPutsTheOldFilesBack() throws IOException {
        Path source = source();
        write(temp.resolve("backup.zip"), source);
        Path target = Files.createDirectory(temp.resolve("target"));
        Files.writeString(target.resolve("old"), "old");
        FileOutput refusing = new FileOutput() {
            private int renames;

            @Override
            public void rename(Path from, Path to) throws IOException {
                if (++renames == 2) {
                    throw new IOException("no");
                }
                super.rename(from, to);
            }
        };
        try (BackupReader reader = BackupFormats.open(BackupSource.of(temp.resolve("backup.zip")));
                StagedFiles staged = StagedFiles.stage(reader, target, () -> {}, refusing)) {
            assertThatThrownBy(staged::swap).hasMessage("no");
            assertThat(content(staged.staged())).isEqualTo(content(source));
        }
        assertThat(content(target)).hasSize(1);
        assertThat(temp).isDirectoryContaining("glob:**.staged");
    }

    @Test
    void everyFlippedBitOfAFileIsRefused() throws IOException {
        Path source = Files.createDirectory(temp.resolve("source"));
        Files.writeString(source.resolve("photo"), "some bytes of a photo");
        Path backup = temp.resolve("backup");
        write(backup, source);
        Path photo = backup.resolve("files/photo");
        byte[] good = Files.readAllBytes(photo);
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= (byte) (1 << i % 8);
            Files.write(photo, bad);
            assertThat(catchThrowable(() -> restore(backup, temp.resolve("target"))))
                    .isInstanceOf(BackupFormatException.class)
                    .hasMessageContaining("SHA-256");
            Files.write(photo, Arrays.copyOf(good, i));
            assertThat(catchThrowable(() -> restore(backup, temp.resolve("target"))))
                    .isInstanceOf(BackupFormatException.class);
        }
        Files.delete(photo);
        assertThat(catchThrowable(() -> restore(backup, temp.resolve("target"))))
                .isInstanceOf(BackupFormatException.class)
                .hasMessageContaining("is missing");
        Files.createSymbolicLink(photo, Files.write(temp.resolve("elsewhere"), good));
        assertThat(catchThrowable(() -> restore(backup, temp.resolve("target"))))
                .isInstanceOf(BackupFormatException.class)
                .hasMessageContaining("is a link");
        Files.delete(photo);
        Files.write(photo, good);
        Files.writeString(backup.resolve("files/other"), "x");
        assertThat(catchThrowable(() -> restore(backup, temp.resolve("target"))))
                .isInstanceOf(BackupFormatException.class)
                .hasMessageContaining("the manifest does not name it");
        assertThat(temp).isDirectoryNotContaining("glob:**.staged");
        assertThat(temp.resolve("target")).doesNotExist();
    }

    @Test
    void linksAndNamesThatNotEverySystemHasAreNotBackedUp() throws IOException {
        for (String name : List.of("NUL.txt", "aux", "ends.", "tab\there")) {
            Path source = Files.createDirectory(temp.resolve("source"));
            Files.writeString(source.resolve(name), "x");
            assertThatThrownBy(() -> write(temp.resolve("backup"), source)).isInstanceOf(IOException.class);
            Files.delete(source.resolve(name));
            Files.delete(source);
        }
        Path source = Files.createDirectory(temp.resolve("source"));
        Files.createSymbolicLink(source.resolve("link"), temp);
        assertThatThrownBy(() -> write(temp.resolve("backup"), source))
                .hasMessageContaining("a link is among the files")
                .hasMessageContaining("link; put what it means in its place");
        Files.delete(source.resolve("link"));
        Files.writeString(source.resolve("Name"), "x");
        Files.writeString(source.resolve("name"), "x");
        assertThatThrownBy(() -> write(temp.resolve("backup"), source)).hasMessageContaining("but for case");
        assertThatThrownBy(() -> write(source.resolve("backup"), source))
                .hasMessageContaining("cannot stand in the directory");
        assertThat(temp.resolve("backup")).doesNotExist();
    }

    private Path tar(Map<String, String> files, byte type) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                boolean last = file.getValue().isEmpty();
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey(), last ? type : TarConstants.LF_NORMAL, true);
                entry.setSize(file.getValue().length());
                if (last) {
                    entry.setLinkName("/etc/passwd");
                }
                tar.putArchiveEntry(entry);
                tar.write(file.getValue().getBytes(UTF_8));
                tar.closeArchiveEntry();
            }
        }
        return Files.write(temp.resolve("foreign.tar"), bytes.toByteArray());
    }

    private Path zip(Map<String, String> files) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(temp.resolve("foreign.zip")))) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(UTF_8));
            }
        }
        return temp.resolve("foreign.zip");
    }

    private static Map<String, String> files(String... namesAndContents) {
        Map<String, String> files = new LinkedHashMap<>();
        for (int i = 0; i < namesAndContents.length; i += 2) {
            files.put(namesAndContents[i], namesAndContents[i + 1]);
        }
        return files;
    }

    @Test
    void filesBesideTheRowsOfAnotherFormatAreFound() throws IOException {
        Map<String, String> files = files(
                "backup/database/thing.json", "[{\"id\":1}]",
                "backup/media/a/photo.jpg", "bytes",
                "backup/media/.htaccess", "deny",
                "backup/media/.DS_Store", "clutter",
                "backup/media/data.json", "[{\"id\":2}]");
        for (Path backup : List.of(zip(files), tar(files, TarConstants.LF_NORMAL))) {
            try (BackupReader reader = BackupFormats.open(BackupSource.of(backup))) {
                assertThat(reader.survey(Long.MAX_VALUE).tables())
                        .singleElement()
                        .satisfies(table -> assertThat(table.rows()).isEqualTo(1));
            }
            restore(backup, temp.resolve("target"));
            assertThat(content(temp.resolve("target"))).containsOnlyKeys("a/photo.jpg", ".htaccess", "data.json");
        }
        Path plain = zip(files("thing.json", "[{\"id\":1}]", "docs/readme.txt", "x"));
        try (BackupReader reader = BackupFormats.open(BackupSource.of(plain))) {
            assertThat(reader.files()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "media/../../evil",
                "/media/evil",
                "media/a\\..\\evil",
                "media/\u0000evil",
                "media/line\nbreak",
                "media/PHOTO",
                "media/photo/inside",
                "media/COM1.txt",
                "media/dot.",
                "C:/media/evil"
            })
    void namesThatReachOutsideOrMeanTwoFilesAreRefused(String name) throws IOException {
        Path backup = zip(files("thing.json", "[{\"id\":1}]", "media/photo", "x", name, "evil"));
        assertThat(catchThrowable(() -> restore(backup, temp.resolve("target"))))
                .isInstanceOf(BackupFormatException.class);
        try (Stream<Path> left = Files.list(temp)) {
            assertThat(left).containsExactly(backup);
        }
        assertThat(temp.resolveSibling("evil")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(bytes = {TarConstants.LF_LINK, TarConstants.LF_SYMLINK, TarConstants.LF_CHR, TarConstants.LF_FIFO})
    void linksAndDevicesInATarAreRefused(byte type) throws IOException {
        Path backup = tar(files("thing.json", "[{\"id\":1}]", "media/photo", "x", "media/evil", ""), type);
        assertThat(catchThrowable(() -> restore(backup, temp.resolve("target"))))
                .isInstanceOf(BackupFormatException.class)
                .hasMessageContaining("holds a link, device or sparse file");
        assertThat(temp.resolve("target")).doesNotExist();
    }

    @Test
    void linksInAZipAreRefused() throws IOException {
        Path backup = temp.resolve("foreign.zip");
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(backup)) {
            for (String name : List.of("thing.json", "media/evil")) {
                ZipArchiveEntry entry = new ZipArchiveEntry(name);
                entry.setUnixMode(name.equals("thing.json") ? 0100644 : 0120777);
                zip.putArchiveEntry(entry);
                zip.write((name.equals("thing.json") ? "[{\"id\":1}]" : "/etc/passwd").getBytes(UTF_8));
                zip.closeArchiveEntry();
            }
        }
        assertThat(catchThrowable(() -> restore(backup, temp.resolve("target"))))
                .isInstanceOf(BackupFormatException.class)
                .hasMessageContaining("is a link");
        assertThat(temp.resolve("target")).doesNotExist();
    }
}
