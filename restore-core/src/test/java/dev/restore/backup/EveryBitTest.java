package dev.restore.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.outcome.BackupFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No bit of what is written can change, and no end be cut off, that is not noticed before a row is given to anyone. */
class EveryBitTest {

    @TempDir
    private Path temp;

    private static boolean refused(Path backup) {
        try (BackupReader reader = BackupFormats.open(BackupSource.of(backup))) {
            reader.survey(Long.MAX_VALUE);
            return false;
        } catch (BackupFormatException e) {
            return true;
        }
    }

    private static void refusesEveryFlipAndCut(Path backup, Path file) throws IOException {
        assertThat(refused(backup)).isFalse();
        byte[] good = Files.readAllBytes(file);
        List<String> unnoticed = new ArrayList<>();
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, bad);
            if (!refused(backup)) {
                unnoticed.add("bit " + bit % 8 + " of byte " + bit / 8);
            }
        }
        for (int length = 0; length < good.length; length++) {
            Files.write(file, Arrays.copyOf(good, length));
            if (!refused(backup)) {
                unnoticed.add("cut after byte " + length);
            }
        }
        Files.write(file, good);
        assertThat(unnoticed).as("%s of %d bytes", file, good.length).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"backup.zip", "backup.tar.gz"})
    void everyFlipAndCutOfAPackageIsRefused(String name) throws IOException {
        Path backup = temp.resolve(name);
        BackupWriterTest.write(backup, new FileOutput(), false, 2);
        refusesEveryFlipAndCut(backup, backup);
    }

    @Test
    void everyFlipAndCutOfADirectoryIsRefused() throws IOException {
        Path backup = temp.resolve("backup");
        BackupWriterTest.write(backup, new FileOutput(), true, 2);
        List<Path> all;
        try (Stream<Path> files = Files.walk(backup)) {
            all = files.filter(Files::isRegularFile).toList();
        }
        for (Path file : all) {
            refusesEveryFlipAndCut(backup, file);
            byte[] good = Files.readAllBytes(file);
            Files.delete(file);
            assertThat(refused(backup)).as("without %s", file).isTrue();
            Files.write(file, good);
        }
    }
}
