package dev.restore.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Rows by table, to be written in every shape that is read. Not safe to share between threads. */
public final class TestBackup {

    private final Map<String, List<String>> tables = new LinkedHashMap<>();
    private final Map<String, String> otherFiles = new LinkedHashMap<>();

    /** Adds a table whose rows are JSON objects written with apostrophes in place of quotes. */
    public TestBackup table(String name, String... rows) {
        return exactly(name, Arrays.stream(rows).map(r -> r.replace('\'', '"')).toList());
    }

    /** Adds a table whose rows are JSON objects, taken as they are. */
    public TestBackup exactly(String name, List<String> rows) {
        tables.put(name, List.copyOf(rows));
        return this;
    }

    /** Adds a file beside the tables. */
    public TestBackup file(String name, String content) {
        otherFiles.put(name, content);
        return this;
    }

    private static String array(List<String> rows) {
        return "[" + String.join(",\n ", rows) + "]\n";
    }

    private static String lines(List<String> rows) {
        return rows.stream().map(r -> r + "\n").collect(Collectors.joining());
    }

    private Map<String, byte[]> files(String ending) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (Map.Entry<String, String> file : otherFiles.entrySet()) {
            files.put(file.getKey(), file.getValue().getBytes(UTF_8));
        }
        for (Map.Entry<String, List<String>> table : tables.entrySet()) {
            boolean array = ending.startsWith(".json") && !ending.startsWith(".jsonl");
            byte[] content = (array ? array(table.getValue()) : lines(table.getValue())).getBytes(UTF_8);
            files.put(table.getKey() + ending, ending.endsWith(".gz") ? gzip(content) : content);
        }
        return files;
    }

    /** Compresses bytes. */
    public static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    /** Writes a directory of one file a table. */
    public Path directory(Path directory, String ending) throws IOException {
        Files.createDirectories(directory);
        for (Map.Entry<String, byte[]> file : files(ending).entrySet()) {
            Files.write(directory.resolve(file.getKey()), file.getValue());
        }
        return directory;
    }

    /** Writes a directory of JSON arrays. */
    public Path directory(Path directory) throws IOException {
        return directory(directory, ".json");
    }

    /** Writes a zip package. */
    public Path zip(Path file) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> entry : files(".json").entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return file;
    }

    /** Returns a tar package. */
    public byte[] tar() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
            for (Map.Entry<String, byte[]> file : files(".json").entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry("backup/" + file.getKey());
                entry.setSize(file.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(file.getValue());
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    /** Writes a compressed tar package. */
    public Path tarGz(Path file) throws IOException {
        return Files.write(file, gzip(tar()));
    }

    /** Returns one object of tables. */
    public String objectOfTables() {
        return tables.entrySet().stream()
                .map(t -> "\"" + t.getKey() + "\": " + array(t.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** Returns one object of tables with metadata around it. */
    public String wrapped() {
        return "{\"version\": 1, \"data\": " + objectOfTables() + ", \"created\": \"2024-12-19\"}";
    }

    /** Returns the entries of a Django dump. Tables must be named {@code app_model}, and rows must begin with {@code id}. */
    private List<String> djangoRows() {
        List<String> rows = new ArrayList<>();
        tables.forEach((table, objects) -> objects.forEach(row -> {
            int comma = row.indexOf(',');
            rows.add("{\"model\": \"" + table.replaceFirst("_", ".") + "\", \"pk\": "
                    + row.substring(row.indexOf(':') + 1, comma) + ", \"fields\": {" + row.substring(comma + 1) + "}");
        }));
        return rows;
    }

    /** Returns a Django dump as one array. */
    public String djangoArray() {
        return array(djangoRows());
    }

    /** Returns a Django dump as lines, its models interleaved. */
    public String djangoLines() {
        return lines(djangoRows());
    }

    /** Returns where a row begins in the table's JSON array. */
    public long offsetInArray(String table, int row) {
        long offset = 1;
        for (String before : tables.get(table).subList(0, row - 1)) {
            offset += before.getBytes(UTF_8).length + ",\n ".length();
        }
        return offset;
    }
}
