package dev.restore.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.Restore;
import dev.restore.backup.BackupSource;
import dev.restore.outcome.BackupFormatException;
import dev.restore.outcome.RestoreException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A damaged backup is refused, wherever the damage is, and everything is as it was. */
interface DamageContract extends ContractCase {

    private static TestBackup manyBooks() {
        List<String> books = IntStream.rangeClosed(1, 3000)
                .mapToObj(n -> "{\"id\":" + n + ",\"author_id\":1,\"title\":\"" + n + " "
                        + Integer.toHexString(n * 7919) + "\"}")
                .toList();
        return new TestBackup().table("library_author", "{'id':1,'name':'Ann'}").exactly("library_book", books);
    }

    private void refuses(Path backup) throws Exception {
        createLibrary();
        fillLibrary();
        RestoreException failure = failsWithoutTrace(
                RestoreException.class, () -> restore(backup).batchRows(100).run());
        assertThat(failure).isInstanceOf(BackupFormatException.class);
        assertForeignKeysEnforced();
        restore(library().directory(temp().resolve("good"))).run();
        assertLibrary();
    }

    private Path cut(byte[] bytes, int missing, String name) throws IOException {
        return Files.write(temp().resolve(name), Arrays.copyOf(bytes, bytes.length - missing));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 8, 9, 2000})
    default void refusesACutCompressedTar(int missing) throws Exception {
        refuses(cut(TestBackup.gzip(manyBooks().tar()), missing, "b.tar.gz"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 2000})
    default void refusesACutCompressedFile(int missing) throws Exception {
        Path directory = manyBooks().directory(temp().resolve("b"), ".json.gz");
        Path file = directory.resolve("library_book.json.gz");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - missing));
        refuses(directory);
    }

    @Test
    default void refusesACompressedFileWhoseChecksumIsWrong() throws Exception {
        Path directory = manyBooks().directory(temp().resolve("b"), ".ndjson.gz");
        Path file = directory.resolve("library_book.ndjson.gz");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 6] ^= 1;
        Files.write(file, bytes);
        refuses(directory);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 30, 2000})
    default void refusesACutZip(int missing) throws Exception {
        Path zip = manyBooks().zip(temp().resolve("whole.zip"));
        refuses(cut(Files.readAllBytes(zip), missing, "b.zip"));
    }

    @ParameterizedTest
    @ValueSource(strings = {".json", ".ndjson"})
    default void refusesACutFile(String ending) throws Exception {
        Path directory = manyBooks().directory(temp().resolve("b"), ending);
        Path file = directory.resolve("library_book" + ending);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 5));
        refuses(directory);
    }

    private void refusesWithin(String before, String damage) throws Exception {
        Path directory = manyBooks().directory(temp().resolve("b"));
        Path file = directory.resolve("library_book.json");
        String text = Files.readString(file, ISO_8859_1);
        assertThat(text).contains(before);
        Files.writeString(file, text.replace(before, damage), ISO_8859_1);
        refuses(directory);
    }

    @Test
    default void refusesAFieldThatIsThereTwice() throws Exception {
        refusesWithin("\"id\":2990,", "\"id\":2990,\"id\":2990,");
    }

    @Test
    default void refusesHalfACharacter() throws Exception {
        refusesWithin("\"2990 ", "\"\\ud83d ");
    }

    @Test
    default void refusesBytesThatAreNotUtf8() throws Exception {
        refusesWithin("\"2990 ", "\"\u00c3( ");
    }

    @Test
    default void refusesACharacterInMoreBytesThanItNeeds() throws Exception {
        refusesWithin("\"2990 ", "\"\u00c0\u00af ");
    }

    @Test
    default void refusesARowThatIsNoObject() throws Exception {
        refusesWithin("{\"id\":2990,", "[1],{\"id\":2990,");
    }

    @Test
    default void refusesTextBehindTheEnd() throws Exception {
        Path directory = manyBooks().directory(temp().resolve("b"));
        Path file = directory.resolve("library_book.json");
        Files.writeString(file, Files.readString(file) + "[]");
        refuses(directory);
    }

    @Test
    default void refusesDamageThatOnlyShowsWhileLoading() throws Exception {
        createLibrary();
        fillLibrary();
        byte[] whole = TestBackup.gzip(manyBooks().tar());
        for (int missing : new int[] {1, 8, 3000}) {
            AtomicInteger good = new AtomicInteger(Integer.MAX_VALUE);
            AtomicInteger opened = new AtomicInteger();
            BackupSource source = BackupSource.of("from memory", () -> {
                boolean cut = opened.incrementAndGet() > good.get();
                return new ByteArrayInputStream(whole, 0, whole.length - (cut ? missing : 0));
            });
            Restore restore = Restore.from(source).into(db().dataSource()).batchRows(100);
            assertThat(restore.plan().feasible()).isTrue();
            good.set(opened.getAndSet(0));
            failsWithoutTrace(BackupFormatException.class, restore::run);
            assertThat(opened).hasValueGreaterThan(good.get());
            assertForeignKeysEnforced();
        }
    }

    @Test
    default void refusesCountsThatDisagreeWithTheRows() throws Exception {
        createLibrary();
        fillLibrary();
        TestBackup backup =
                library().file("metadata.json", "{\"object_counts\": {\"library_author\": 3, \"library_book\": 3}}");
        RestoreException failure = failsWithoutTrace(
                RestoreException.class, () -> restore(tarGz(backup)).run());
        assertThat(failure)
                .hasMessageContaining("library_book")
                .hasMessageContaining("3")
                .hasMessageContaining("2");
    }

    private Path tarGz(TestBackup backup) throws IOException {
        return backup.tarGz(temp().resolve("counted.tar.gz"));
    }

    @Test
    default void refusesWhatIsNoBackup() throws Exception {
        createLibrary();
        fillLibrary();
        Path text = Files.write(temp().resolve("notes.txt"), "Dear diary".getBytes(UTF_8));
        Path empty = Files.createDirectory(temp().resolve("empty"));
        Path nothing = Files.createFile(temp().resolve("nothing.json"));
        for (Path path : List.of(text, empty, nothing, temp().resolve("missing.json"))) {
            BackupFormatException failure = failsWithoutTrace(
                    BackupFormatException.class, () -> restore(path).run());
            assertThat(failure)
                    .hasMessageContaining(path.getFileName().toString())
                    .hasMessageNotContaining("\n");
        }
    }
}
