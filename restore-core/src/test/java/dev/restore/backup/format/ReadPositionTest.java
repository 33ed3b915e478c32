package dev.restore.backup.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restore.backup.BackupSource;
import dev.restore.backup.reading.BackupReader;
import dev.restore.backup.reading.BackupRow;
import dev.restore.backup.reading.DamagedRow;
import dev.restore.backup.reading.ReadPosition;
import dev.restore.backup.reading.RowSink;
import dev.restore.outcome.BackupFormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reading goes on at any record, with the numbers and offsets that it would have had, in every format. */
class ReadPositionTest {

    private static final String LINES = "{\"id\":1,\"t\":\"ä\"}\n{\"id\":2,\"t\":\"}{\"}\n\n{\"id\":3}\n";
    private static final String ARRAY = "[ {\"id\":1,\"t\":\"ö,{\"},\n{\"id\":2} ,{\"id\":3,\"t\":[{\"x\":1}]}]\n";
    private static final String DJANGO = "[{\"model\":\"a.b\",\"pk\":1,\"fields\":{\"x\":1}},"
            + "{\"model\":\"a.c\",\"pk\":1,\"fields\":{}},{\"model\":\"a.b\",\"pk\":2,\"fields\":{\"x\":null}}]";
    private static final String TABLES =
            "{\"meta\":{\"v\":1},\"one\":[{\"id\":1},{\"id\":2}],\"two\":[{\"id\":1},{\"id\":2}]}";

    @TempDir
    Path directory;

    private record Seen(String table, String row, ReadPosition here) {
        @Override
        public String toString() {
            return table + " " + row;
        }
    }

    private static List<Seen> read(BackupReader reader, @Nullable ReadPosition from) {
        List<Seen> seen = new ArrayList<>();
        reader.read(table -> true, from, new RowSink<RuntimeException>() {
            @Override
            public void row(String table, BackupRow row) {
                seen.add(new Seen(
                        table,
                        row.number() + "@" + row.location() + ":" + row.offset() + ReadBack.fields(row),
                        reader.here()));
            }

            @Override
            public boolean damaged(String table, DamagedRow row) {
                seen.add(new Seen(table, row.number() + "@" + row.offset() + " damaged", reader.here()));
                return true;
            }
        });
        return seen;
    }

    private static void assertGoesOnAnywhere(Path backup, int records) {
        try (BackupReader reader = BackupFormats.open(BackupSource.of(backup))) {
            reader.survey(Long.MAX_VALUE, true);
            List<Seen> all = read(reader, null);
            assertThat(all).hasSize(records);
            for (int i = 0; i < all.size(); i++) {
                List<String> rest = read(reader, all.get(i).here()).stream()
                        .map(Seen::toString)
                        .toList();
                assertThat(rest)
                        .as("from %s", all.get(i).here())
                        .isEqualTo(all.subList(i, all.size()).stream()
                                .map(Seen::toString)
                                .toList());
            }
        }
    }

    private Map<String, byte[]> files() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("a.ndjson", Packages.utf8(LINES));
        files.put("b.json", Packages.utf8(ARRAY));
        files.put("c.json.gz", Packages.gzip(Packages.utf8(ARRAY)));
        files.put("d.ndjson.gz", Packages.gzip(Packages.utf8(LINES)));
        return files;
    }

    @Test
    void goesOnInADirectory() throws IOException {
        assertGoesOnAnywhere(Packages.directory(directory.resolve("d"), files()), 12);
    }

    @Test
    void goesOnInPackages() throws IOException {
        assertGoesOnAnywhere(Files.write(directory.resolve("p.zip"), Packages.zip(files())), 12);
        assertGoesOnAnywhere(Files.write(directory.resolve("p.tar"), Packages.tar(files())), 12);
        assertGoesOnAnywhere(Files.write(directory.resolve("p.tar.gz"), Packages.gzip(Packages.tar(files()))), 12);
    }

    @Test
    void goesOnInFilesOfSeveralTables() throws IOException {
        assertGoesOnAnywhere(Files.writeString(directory.resolve("dump.json"), DJANGO), 3);
        assertGoesOnAnywhere(
                Files.writeString(
                        directory.resolve("dump.jsonl"),
                        DJANGO.substring(1, DJANGO.length() - 1).replace("},{\"model", "}\n{\"model")),
                3);
        assertGoesOnAnywhere(Files.writeString(directory.resolve("tables.json"), TABLES), 5);
    }

    @Test
    void goesOnBeforeDamagedRecords() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("a.ndjson", Packages.utf8("{\"id\":1}\n{\"id\":}\n{\"id\":3}\n{\"id\"\n{\"id\":5}\n"));
        files.put("b.json", Packages.utf8("[{\"id\":1},{\"id\":2,\"id\":2},{\"id\":3},{\"id\":4,\"id\":4}]"));
        assertGoesOnAnywhere(Packages.directory(directory.resolve("d"), files), 9);
    }

    @Test
    void findsTheRecordBehindADamagedOneFarInAPackage() throws IOException {
        String good = "{\"id\":1,\"t\":\"" + "x".repeat(1000) + "\"}\n";
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("a.ndjson", Packages.utf8(good.repeat(500) + "{\"id\":}\n" + good));
        assertGoesOnAnywhere(Files.write(directory.resolve("p.zip"), Packages.zip(files)), 502);
    }

    @Test
    void aPlaceInAFileThatIsGoneIsAnError() throws IOException {
        Path backup = Packages.directory(directory.resolve("d"), files());
        try (BackupReader reader = BackupFormats.open(BackupSource.of(backup))) {
            assertThatThrownBy(() -> read(reader, new ReadPosition("none.ndjson", 0, Map.of())))
                    .isInstanceOf(BackupFormatException.class)
                    .hasMessageContaining("none.ndjson");
        }
    }

    @Test
    void theFingerprintTellsAChangedBackupFromTheSame() throws IOException {
        Path backup = Packages.directory(directory.resolve("d"), files());
        String before = fingerprint(backup);
        assertThat(fingerprint(backup)).isEqualTo(before);
        Path file = backup.resolve("a.ndjson");
        FileTime time = Files.getLastModifiedTime(file);
        Files.writeString(file, LINES + "{\"id\":9}\n");
        Files.setLastModifiedTime(file, time);
        assertThat(fingerprint(backup)).isNotEqualTo(before);

        Path zip = Files.write(directory.resolve("p.zip"), Packages.zip(files()));
        String packed = fingerprint(zip);
        Map<String, byte[]> changed = files();
        changed.put("a.ndjson", Packages.utf8(LINES.replace('3', '4')));
        assertThat(fingerprint(Files.write(zip, Packages.zip(changed)))).isNotEqualTo(packed);

        BackupSource stream = BackupSource.of("a.ndjson", () -> new ByteArrayInputStream(Packages.utf8(LINES)));
        try (BackupReader reader = BackupFormats.open(stream)) {
            assertThat(reader.fingerprint()).isEmpty();
        }
    }

    private static String fingerprint(Path backup) {
        try (BackupReader reader = BackupFormats.open(BackupSource.of(backup))) {
            return reader.fingerprint().orElseThrow();
        }
    }
}
