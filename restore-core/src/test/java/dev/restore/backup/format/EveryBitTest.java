package dev.restore.backup.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.backup.BackupSource;
import dev.restore.backup.reading.BackupReader;
import dev.restore.backup.stream.FileOutput;
import dev.restore.backup.write.BackupWriterTest;
import dev.restore.outcome.BackupFormatException;
import dev.restore.testing.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No bit of what is written can change, and no end be cut off, that is not noticed before a row is given to anyone. Every build tries
 * one bit of each byte and one in four cuts, by a seed that is printed and part of each failure (set {@code restore.seed} to repeat a
 * run); the thorough mode tries all.
 */
class EveryBitTest {

    private final long seed = Long.getLong("restore.seed", System.nanoTime());
    private final Random random = new Random(seed);

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

    private void refusesEveryFlipAndCut(Path backup, Path file) throws IOException {
        System.out.printf("every bit of %s: -Drestore.seed=%d%n", file.getFileName(), seed);
        assertThat(refused(backup)).isFalse();
        byte[] good = Files.readAllBytes(file);
        List<String> unnoticed = new ArrayList<>();
        for (int bit = 0; bit < good.length * 8; bit += Faults.thorough() ? 1 : 8) {
            int tried = Faults.thorough() ? bit : bit + random.nextInt(8);
            byte[] bad = good.clone();
            bad[tried / 8] ^= (byte) (1 << tried % 8);
            Files.write(file, bad);
            if (!refused(backup)) {
                unnoticed.add("bit " + tried % 8 + " of byte " + tried / 8);
            }
        }
        for (int length = Faults.times(random.nextInt(4), 0); length < good.length; length += Faults.times(4, 1)) {
            Files.write(file, Arrays.copyOf(good, length));
            if (!refused(backup)) {
                unnoticed.add("cut after byte " + length);
            }
        }
        Files.write(file, good);
        assertThat(unnoticed)
                .as("%s of %d bytes, seed %d", file, good.length, seed)
                .isEmpty();
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
