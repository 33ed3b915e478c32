package dev.restore.backup.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restore.outcome.BackupFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Every compression is read wherever gzip is, and is as safe against damage and bombs. */
class CompressionTest {

    private static final String ROWS = "[{\"id\":1,\"name\":\"Ann\"},{\"id\":2,\"name\":null}]";

    @TempDir
    Path directory;

    private static byte[] compressed(String kind, byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream packing = switch (kind) {
            case "zst" -> new ZstdCompressorOutputStream(out);
            case "xz" -> new XZOutputStream(out, new LZMA2Options(1));
            default -> new BZip2CompressorOutputStream(out, 1);
        }) {
            packing.write(bytes);
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"zst", "xz", "bz2"})
    void readsFilesDirectoriesAndPackages(String kind) throws IOException {
        byte[] rows = compressed(kind, Packages.utf8(ROWS));
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("a.json." + kind, rows);
        files.put("b.json", rows);
        Path single =
                Files.write(directory.resolve("nightly.bak"), compressed(kind, Packages.utf8("{\"a\":" + ROWS + "}")));
        assertThat(ReadBack.rows(single)).containsOnlyKeys("a");
        Path folder = Packages.directory(directory.resolve("d"), files);
        assertThat(ReadBack.rows(folder)).containsOnlyKeys("a", "b");
        Path tar = Files.write(directory.resolve("p"), compressed(kind, Packages.tar(files)));
        assertThat(ReadBack.rows(tar)).isEqualTo(ReadBack.rows(folder));
    }

    @ParameterizedTest
    @ValueSource(strings = {"zst", "xz", "bz2"})
    void refusesWhatIsCutOrDamaged(String kind) throws IOException {
        byte[] whole = compressed(kind, Packages.utf8(ROWS.repeat(1).replace("Ann", "Ann".repeat(5000))));
        Path cut = Files.write(directory.resolve("cut.json"), Arrays.copyOf(whole, whole.length - 5));
        assertThatThrownBy(() -> ReadBack.rows(cut)).isInstanceOf(BackupFormatException.class);
        byte[] followed = Arrays.copyOf(whole, whole.length + 9);
        Arrays.fill(followed, whole.length, followed.length, (byte) 'x');
        Path more = Files.write(directory.resolve("more.json"), followed);
        assertThatThrownBy(() -> ReadBack.rows(more)).isInstanceOf(BackupFormatException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zst", "xz", "bz2"})
    void refusesBombs(String kind) throws IOException {
        byte[] blanks = new byte[66 << 20];
        Arrays.fill(blanks, (byte) ' ');
        blanks[0] = '[';
        Path bomb = Files.write(directory.resolve("bomb.json"), compressed(kind, blanks));
        assertThatThrownBy(() -> ReadBack.rows(bomb))
                .isInstanceOf(BackupFormatException.class)
                .hasMessageContaining("500 times larger");
    }
}
