package dev.restore.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.restore.backup.format.BackupFormats;
import dev.restore.backup.reading.BackupReader;
import dev.restore.testing.TestBackup;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups on the class path: directories of tables, in a directory of classes and in jars of several kinds. */
class ClassPathTest {

    @TempDir
    private Path temp;

    private static final Map<String, String> FILES = Map.of(
            "seed/author.json", "[{\"id\":1}]",
            "seed/book.json", "[{\"id\":2},{\"id\":3}]",
            "other/thing.json", "[{\"id\":4}]");

    private static List<String> tables(BackupSource source) {
        try (BackupReader reader = BackupFormats.open(source, ReadLimits.forThisHeap())) {
            return reader.survey(1 << 20, false, Set.of()).tables().stream()
                    .map(table -> table.name() + " " + table.rows())
                    .toList();
        }
    }

    private Path jar(boolean directories, Map<String, String> files) throws IOException {
        Path jar = Files.createTempFile(temp, "tables with spaces ", ".jar");
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
            zip.write("Manifest-Version: 1.0\n\n".getBytes(StandardCharsets.UTF_8));
            if (directories) {
                zip.putNextEntry(new ZipEntry("seed/"));
            }
            for (Map.Entry<String, String> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }

    private static BackupSource found(Path root, String name) throws IOException {
        Thread thread = Thread.currentThread();
        @Nullable ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {root.toUri().toURL()}, null)) {
            thread.setContextClassLoader(loader);
            return BackupSource.ofClasspath(name);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void aDirectoryOfTablesInADirectoryOfClasses() throws Exception {
        new TestBackup().table("author", "{'id':1}").table("book", "{'id':2}").directory(temp.resolve("seed"));
        assertThat(tables(found(temp, "seed"))).containsExactlyInAnyOrder("author 1", "book 1");
        assertThat(tables(found(temp, "/seed/"))).hasSize(2);
    }

    @Test
    void aDirectoryOfTablesInAJar() throws Exception {
        assertThat(tables(found(jar(true, FILES), "seed"))).containsExactlyInAnyOrder("author 1", "book 2");
    }

    @Test
    void aDirectoryOfTablesInAJarThatDoesNotListItsDirectories() throws Exception {
        assertThat(tables(found(jar(false, FILES), "seed"))).containsExactlyInAnyOrder("author 1", "book 2");
    }

    @Test
    void aFileInAJar() throws Exception {
        assertThat(tables(found(jar(true, FILES), "seed/book.json"))).containsExactly("book 2");
    }

    @Test
    void theNewestOfTimestampedDirectoriesInAJar() throws Exception {
        Path jar = jar(
                true,
                Map.of("seed/20240101_000000/author.json", "[]", "seed/20250101_000000/author.json", "[{\"id\":1}]"));
        assertThat(tables(found(jar, "seed"))).containsExactly("author 1");
    }

    @Test
    void isLookedUpAtOnceAndOpenedInAnyThread() throws Exception {
        Path jar = jar(true, FILES);
        BackupSource source = found(jar, "seed");
        assertThat(CompletableFuture.supplyAsync(() -> tables(source)).get()).hasSize(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> found(jar, "nowhere"))
                .withMessageContaining("no file or directory nowhere on the class path");
    }

    @Test
    void isLookedUpByTheLoaderOfAClass() throws Exception {
        assertThat(BackupSource.ofClasspath(ClassPathTest.class, "ClassPathTest.class")
                        .name())
                .endsWith("ClassPathTest.class");
        assertThat(BackupSource.ofClasspath(ClassPathTest.class, "/dev/restore/backup/ClassPathTest.class")
                        .name())
                .endsWith("ClassPathTest.class");
        Thread thread = Thread.currentThread();
        @Nullable ClassLoader before = thread.getContextClassLoader();
        try {
            thread.setContextClassLoader(null);
            assertThat(BackupSource.ofClasspath("dev/restore/backup/ClassPathTest.class")
                            .name())
                    .endsWith("ClassPathTest.class");
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
