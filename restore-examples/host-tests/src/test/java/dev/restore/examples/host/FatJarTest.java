package dev.restore.examples.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.Restore;
import dev.restore.backup.BackupSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.loader.launch.LaunchedClassLoader;
import org.springframework.boot.loader.net.protocol.Handlers;
import org.springframework.boot.loader.net.protocol.jar.JarUrl;

/** A directory of tables in the one jar that Spring Boot makes of a program: among its classes, and in a jar within it. */
class FatJarTest {

    private static byte[] zip(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                ZipEntry entry = new ZipEntry(file.getKey());
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(file.getValue().length);
                CRC32 sum = new CRC32();
                sum.update(file.getValue());
                entry.setCrc(sum.getValue());
                zip.putNextEntry(entry);
                zip.write(file.getValue());
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Path fatJar(Path directory) throws IOException {
        byte[] manifest = text("Manifest-Version: 1.0\n\n");
        byte[] library = zip(Map.of(
                "META-INF/MANIFEST.MF", manifest, "data/inlib/author.json", text("[{\"id\":1,\"name\":\"Ann\"}]")));
        Path jar = directory.resolve("program.jar");
        try (OutputStream out = Files.newOutputStream(jar)) {
            out.write(zip(Map.of(
                    "META-INF/MANIFEST.MF",
                    manifest,
                    "BOOT-INF/classes/",
                    new byte[0],
                    "BOOT-INF/classes/inclasses/",
                    new byte[0],
                    "BOOT-INF/classes/inclasses/author.json",
                    text("[{\"id\":2,\"name\":\"Bea\"}]"),
                    "BOOT-INF/lib/library.jar",
                    library)));
        }
        return jar;
    }

    private static String restored(ClassLoader loader, String name) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        BackupSource source;
        thread.setContextClassLoader(loader);
        try {
            source = BackupSource.ofClasspath(name);
        } finally {
            thread.setContextClassLoader(before);
        }
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:");
                Statement statement = connection.createStatement()) {
            statement.execute("create table author (id bigint primary key, name varchar(20))");
            connection.setAutoCommit(false);
            Restore.from(source).into(connection).run();
            try (ResultSet row = statement.executeQuery("select name from author")) {
                row.next();
                return row.getString(1);
            }
        }
    }

    @Test
    void directoriesOfTablesAreFoundInAFatJar(@TempDir Path directory) throws Exception {
        Path jar = fatJar(directory);
        Handlers.register();
        URL[] urls = {
            JarUrl.create(jar.toFile(), "BOOT-INF/classes/"), JarUrl.create(jar.toFile(), "BOOT-INF/lib/library.jar")
        };
        try (LaunchedClassLoader loader = new LaunchedClassLoader(false, urls, ClassLoader.getPlatformClassLoader())) {
            assertThat(restored(loader, "data/inlib")).isEqualTo("Ann");
            assertThat(restored(loader, "inclasses")).isEqualTo("Bea");
        }
    }
}
