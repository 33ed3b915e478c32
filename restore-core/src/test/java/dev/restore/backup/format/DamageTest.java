package dev.restore.backup.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restore.backup.BackupSource;
import dev.restore.backup.ReadLimits;
import dev.restore.backup.reading.BackupReader;
import dev.restore.outcome.BackupFormatException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DamageTest {

    private static final byte[] ROWS = Packages.utf8("{\"id\":1,\"name\":\"Ann\"}\n{\"id\":2,\"name\":\"Bob\"}\n");

    @TempDir
    Path directory;

    private static Map<String, byte[]> files() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("users.ndjson", ROWS);
        files.put("orders.json", Packages.utf8("[{\"id\":7}]"));
        return files;
    }

    private static BackupSource source(byte[] content) {
        return BackupSource.of("t.ndjson", () -> new ByteArrayInputStream(content));
    }

    /** Reading must fail as the format's error, or give all rows. */
    private static void refusedOrTheSame(byte[] content, Object expected, String what) {
        Object rows;
        try {
            rows = ReadBack.rows(source(content));
        } catch (BackupFormatException e) {
            return;
        }
        assertThat(rows).as(what).isEqualTo(expected);
    }

    private static void refused(byte[] content, String... says) {
        assertThatThrownBy(() -> ReadBack.rows(source(content)))
                .isInstanceOf(BackupFormatException.class)
                .hasMessageContainingAll(says);
    }

    @Test
    void saysHowToWriteWhatJsonDoesNotHave() {
        refused(Packages.utf8("{\"id\":1,\"v\":NaN}\n{\"id\":2,\"v\":1}\n"), "byte 15", "NaN", "texts", "null");
    }

    @Test
    void refusesAGzipThatIsCutAnywhere() throws IOException {
        byte[] gzip = Packages.gzip(ROWS);
        for (int length = 1; length < gzip.length; length++) {
            byte[] cut = Arrays.copyOf(gzip, length);
            assertThatThrownBy(() -> ReadBack.rows(source(cut)))
                    .as("cut at %s of %s", length, gzip.length)
                    .isInstanceOf(BackupFormatException.class);
        }
    }

    @Test
    void refusesAGzipWithAFlippedBitOrReadsItAlike() throws IOException {
        byte[] gzip = Packages.gzip(ROWS);
        Object expected = ReadBack.rows(source(gzip));
        for (int bit = 0; bit < gzip.length * 8; bit++) {
            byte[] flipped = gzip.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            refusedOrTheSame(flipped, expected, "bit " + bit);
        }
    }

    @Test
    void refusesAPackageThatIsCutAnywhereOrReadsItAlike() throws IOException {
        for (byte[] whole :
                List.of(Packages.gzip(Packages.tar(files())), Packages.zip(files()), Packages.tar(files()))) {
            Object expected = ReadBack.rows(source(whole));
            int step = whole.length > 2000 ? 61 : 1;
            for (int length = 1; length < whole.length; length += step) {
                refusedOrTheSame(Arrays.copyOf(whole, length), expected, "cut at " + length + " of " + whole.length);
            }
        }
    }

    @Test
    void refusesATarWithoutItsEnd() throws IOException {
        byte[] tar = Packages.tar(Map.of("users.ndjson", ROWS));
        refused(Arrays.copyOf(tar, 1024), "no end");
        refused(Arrays.copyOf(tar, 1536), "no end");
        byte[] more = tar.clone();
        more[more.length - 1] = 1;
        refused(more, "follows the end of the tar");
    }

    @Test
    void refusesTwoFilesGluedTogether() throws IOException {
        byte[] gzip = Packages.gzip(ROWS);
        refused(join(gzip, gzip), "second gzip member");
        refused(join(gzip, new byte[] {0}), "follows the end of the gzip");
        byte[] zip = Packages.zip(files());
        refused(join(zip, zip), "more than one zip");
        refused(join(zip, new byte[] {0}), "zip");
        byte[] tar = Packages.tar(files());
        refused(join(tar, tar), "follows the end of the tar");
    }

    private static byte[] join(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    @Test
    void refusesAZipWhoseContentDoesNotAgreeWithItsChecksum() throws IOException {
        java.io.ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (java.util.zip.ZipOutputStream zip = new java.util.zip.ZipOutputStream(out)) {
            ZipEntry entry = new ZipEntry("users.ndjson");
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(ROWS.length);
            java.util.zip.CRC32 crc = new java.util.zip.CRC32();
            crc.update(ROWS);
            entry.setCrc(crc.getValue());
            zip.putNextEntry(entry);
            zip.write(ROWS);
            zip.closeEntry();
        }
        byte[] zip = out.toByteArray();
        int at = new String(zip, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("Ann");
        zip[at] = 'E';
        refused(zip, "users.ndjson", "checksum");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../users.json",
                "/etc/users.json",
                "a/../users.json",
                "a//users.json",
                "C:/users.json",
                "a\\users.json"
            })
    void refusesNamesThatReachOutside(String name) throws IOException {
        refused(Packages.zip(Map.of(name, Packages.utf8("[]"))), "path");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            TarArchiveEntry entry = new TarArchiveEntry("x.json");
            entry.setName(name);
            entry.setSize(2);
            tar.putArchiveEntry(entry);
            tar.write(Packages.utf8("[]"));
            tar.closeArchiveEntry();
        }
        if (!name.startsWith("C:") && name.indexOf('\\') < 0 && !name.startsWith("/")) {
            refused(out.toByteArray(), "path");
        }
    }

    @Test
    void refusesLinksAndDoubleNamesInATar() throws IOException {
        ByteArrayOutputStream linked = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(linked)) {
            TarArchiveEntry link = new TarArchiveEntry("users.json", TarConstants.LF_SYMLINK);
            link.setLinkName("/etc/passwd");
            tar.putArchiveEntry(link);
            tar.closeArchiveEntry();
        }
        refused(linked.toByteArray(), "link");
        ByteArrayOutputStream twice = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(twice)) {
            for (int i = 0; i < 2; i++) {
                TarArchiveEntry entry = new TarArchiveEntry("users.json");
                entry.setSize(2);
                tar.putArchiveEntry(entry);
                tar.write(Packages.utf8("[]"));
                tar.closeArchiveEntry();
            }
        }
        refused(twice.toByteArray(), "two files of the same name");
    }

    @Test
    void refusesMorePackedFilesThanTheLimit() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 0; i < 6; i++) {
            files.put("t" + i + ".json", Packages.utf8("[]"));
        }
        ReadLimits five = new ReadLimits(1000, 1000, 10_000, 100, 100, 5, 500, 1000);
        Path dir = Packages.directory(Files.createDirectory(directory.resolve("d")), files);
        for (BackupSource source :
                List.of(source(Packages.zip(files)), source(Packages.tar(files)), BackupSource.of(dir))) {
            assertThatThrownBy(() -> BackupFormats.open(source, five))
                    .isInstanceOf(BackupFormatException.class)
                    .hasMessageContaining("ReadLimits.entries");
        }
    }

    @Test
    void refusesAGzipThatBecomesFarTooLarge() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (java.util.zip.GZIPOutputStream gzip = new java.util.zip.GZIPOutputStream(out)) {
            gzip.write('[');
            byte[] blanks = new byte[1 << 20];
            Arrays.fill(blanks, (byte) ' ');
            for (int i = 0; i < 80; i++) {
                gzip.write(blanks);
            }
            gzip.write(']');
        }
        refused(out.toByteArray(), "ReadLimits.expansion");
    }

    @Test
    void leavesNoCopyOfAZipStreamBehind() throws IOException {
        Path temp = Path.of(System.getProperty("java.io.tmpdir"));
        java.util.Set<Path> before = copies(temp);
        BackupReader reader = BackupFormats.open(source(Packages.zip(files())));
        java.util.Set<Path> during = copies(temp);
        during.removeAll(before);
        assertThat(during).hasSize(1);
        reader.close();
        assertThat(during).allSatisfy(file -> assertThat(file).doesNotExist());
    }

    private static java.util.Set<Path> copies(Path temp) throws IOException {
        java.util.Set<Path> found = new java.util.HashSet<>();
        try (java.nio.file.DirectoryStream<Path> files = Files.newDirectoryStream(temp, "restore-*.zip")) {
            files.forEach(found::add);
        }
        return found;
    }
}
