package dev.restore.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.restore.backup.stream.FileOutput;
import dev.restore.backup.write.BackupWriterTest;
import dev.restore.testing.ChildJvm;
import dev.restore.testing.Faults;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Feeds {@link FuzzTargets}: in every build what was found once and some changed seeds, by a seed that is printed (set {@code restore.seed} to
 * repeat a run); in the profile {@code faults} by Jazzer, which looks for new ways through the code. {@code restore.fuzz.seconds} says how
 * long each time.
 */
class FuzzTest {

    private static final Map<String, Consumer<byte[]>> TARGETS = Map.of(
            "Backup", FuzzTargets::backup,
            "Shaped", FuzzTargets::shaped,
            "Manifest", FuzzTargets::manifest,
            "Value", FuzzTargets::value);

    /** Sizes and marks that matter to formats. */
    private static final String[] PIECES = {
        "{", "}", "[", "]", "\"", ",", ":", "\\u0000", "\\ud83d", "null", "true", "1e9", "-0", "\n", "\u00e4", "pk",
        "model", "fields"
    };

    @TempDir
    private Path temp;

    private List<byte[]> seeds(String target) throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        if (target.equals("Value")) {
            for (String value : List.of(
                    "077777278755E77778",
                    "01e149999",
                    "0-9223372036854775808",
                    "02024-02-29T23:59:59.999999+05:30",
                    "0P1Y2M3DT4H5M6.7S",
                    "012:00:00",
                    "0A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11",
                    "0AAEC/w==",
                    "3{\"$date\":{\"$numberLong\":\"1\"}}",
                    "3{\"$oid\":\"507f1f77bcf86cd799439011\"}",
                    "3{\"type\":\"Buffer\",\"data\":[1,2,255]}",
                    "4[1,[2,null],\"x\"]")) {
                seeds.add(value.getBytes(UTF_8));
            }
            return seeds;
        }
        Path tar = temp.resolve("seed.tar");
        Path zip = temp.resolve("seed.zip");
        Path directory = temp.resolve("seed");
        BackupWriterTest.write(tar, new FileOutput(), false, 2);
        BackupWriterTest.write(zip, new FileOutput(), false, 2);
        BackupWriterTest.write(directory, new FileOutput(), false, 2);
        if (target.equals("Manifest")) {
            seeds.add(Files.readAllBytes(directory.resolve("manifest.json")));
            return seeds;
        }
        seeds.add(Files.readAllBytes(tar));
        seeds.add(Files.readAllBytes(zip));
        for (String text : List.of(
                "[{\"id\":1,\"name\":\"Ann\"},{\"id\":2,\"name\":null}]",
                "{\"id\":1,\"a\":[1,{\"b\":2.5e3}]}\n{\"id\":2}\n",
                "{\"data\":{\"users\":[{\"id\":1}],\"empty\":[]},\"meta\":{\"count\":1}}",
                "[{\"model\":\"app.user\",\"pk\":1,\"fields\":{\"name\":\"x\",\"groups\":[1,2]}}]",
                "{\"Items\":[{\"id\":{\"N\":\"1\"},\"name\":{\"S\":\"x\"}}],\"Count\":1}",
                "{\"index\":{\"_index\":\"t\"}}\n{\"id\":1}\n",
                "{\"columns\":[\"a\"],\"index\":[0],\"data\":[[1]]}")) {
            seeds.add(text.getBytes(UTF_8));
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(seeds.get(2));
        }
        seeds.add(packed.toByteArray());
        return seeds;
    }

    @ParameterizedTest
    @ValueSource(strings = {"Backup", "Shaped", "Manifest", "Value"})
    void changedSeedsAreReadOrRefused(String target) throws IOException {
        long seed = Long.getLong("restore.seed", System.nanoTime());
        System.out.printf("fuzzing %s: -Drestore.seed=%d%n", target, seed);
        Random random = new Random(seed);
        Consumer<byte[]> read = TARGETS.get(target);
        List<byte[]> seeds = seeds(target);
        seeds.forEach(read);
        for (int i = 0; i < Faults.times(300, 20_000); i++) {
            byte[] bytes = seeds.get(random.nextInt(seeds.size()));
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                bytes = changed(bytes, random);
            }
            try {
                read.accept(bytes);
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed + ", input " + i + ": " + Arrays.toString(bytes), e);
            }
        }
    }

    private static byte[] changed(byte[] bytes, Random random) {
        if (bytes.length == 0) {
            return new byte[] {(byte) random.nextInt(256)};
        }
        int at = random.nextInt(bytes.length);
        byte[] piece = PIECES[random.nextInt(PIECES.length)].getBytes(UTF_8);
        return switch (random.nextInt(5)) {
            case 0 -> Arrays.copyOf(bytes, at);
            case 1 -> spliced(bytes, at, at + 1, new byte[0]);
            case 2 -> spliced(bytes, at, at, piece);
            case 3 -> spliced(bytes, at, Math.min(bytes.length, at + piece.length), piece);
            default -> spliced(bytes, at, at + 1, new byte[] {(byte) (bytes[at] ^ 1 << random.nextInt(8))});
        };
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] piece) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(bytes, 0, from);
        all.writeBytes(piece);
        all.write(bytes, to, bytes.length - to);
        return all.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Backup", "Shaped", "Manifest", "Value"})
    void jazzerFindsNothing(String target) throws Exception {
        assumeTrue(isThere("com.code_intelligence.jazzer.Jazzer"), "only the profile faults brings the fuzzer");
        Path corpus = Files.createDirectory(temp.resolve("corpus"));
        List<byte[]> seeds = seeds(target);
        for (int i = 0; i < seeds.size(); i++) {
            Files.write(corpus.resolve("seed" + i), seeds.get(i));
        }
        Path output = temp.resolve("output.txt");
        int seconds = Integer.getInteger("restore.fuzz.seconds", 20);
        Process process = new ProcessBuilder(ChildJvm.command(
                        List.of("-Xmx512m"),
                        Class.forName("com.code_intelligence.jazzer.Jazzer"),
                        "--target_class=" + FuzzTargets.class.getName() + "$" + target,
                        "--instrumentation_includes=dev.restore.**",
                        "--reproducer_path=" + temp,
                        "-artifact_prefix=" + temp + "/",
                        "-max_total_time=" + seconds,
                        "-timeout=120",
                        "-print_final_stats=1",
                        corpus.toString()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(seconds + 600L, TimeUnit.SECONDS);
        process.destroyForcibly();
        try (Stream<String> lines = Files.lines(output, java.nio.charset.StandardCharsets.ISO_8859_1)) {
            lines.filter(line -> line.contains("DONE") || line.startsWith("stat::number"))
                    .forEach(line -> System.out.println("Jazzer, " + target + ": " + line));
        }
        assertThat(ended).isTrue();
        assertThat(process.exitValue())
                .as(() -> "Jazzer's output is in " + output)
                .isZero();
    }

    private static boolean isThere(String type) {
        try {
            Class.forName(type, false, FuzzTest.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
