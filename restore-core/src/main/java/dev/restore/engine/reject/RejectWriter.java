package dev.restore.engine.reject;

import dev.restore.backup.names.TableFileNames;
import dev.restore.outcome.RowError;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Writes rejected rows as a backup of their own: {@code <table>.ndjson} with the rows, and {@code reasons/<table>.ndjson} with a
 * line for each of them. Used by the loading thread.
 */
final class RejectWriter implements AutoCloseable {

    private final Path directory;
    private final Map<String, OutputStream> files = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, Long> lines = new LinkedHashMap<>();
    private final Set<String> taken = new HashSet<>();
    private Set<String> always = Set.of();

    RejectWriter(Path directory) {
        this.directory = directory;
    }

    /**
     * Sets the tables that get a file even if none of their rows is rejected, because the caller's settings name them: the same
     * settings are to be good for restoring the rejected rows.
     */
    void always(Collection<String> sources) {
        always = Set.copyOf(sources);
    }

    String directory() {
        return directory.toString();
    }

    /** Writes a record as it stands in the backup, on one line: what cannot be parsed cannot be put in another form. */
    void write(String source, byte[] record, RowError error) throws IOException {
        openAlways();
        OutputStream rows = file(directory.resolve(fileName(source)));
        for (byte b : record) {
            if (b != '\n' && b != '\r') {
                rows.write(b);
            }
        }
        rows.write('\n');
        OutputStream reasons = file(directory.resolve("reasons").resolve(fileName(source)));
        reasons.write(error.json().getBytes(StandardCharsets.UTF_8));
        reasons.write('\n');
        lines.merge(source, 1L, Long::sum);
    }

    private void openAlways() throws IOException {
        if (files.isEmpty()) {
            for (String table : always) {
                file(directory.resolve(fileName(table)));
            }
        }
    }

    /** Some file systems take two names for one that differ only in case: the second such table is spelled out. */
    private String fileName(String source) {
        return names.computeIfAbsent(source, table -> {
            String name = TableFileNames.of(table);
            boolean free = taken.add(name.toLowerCase(Locale.ROOT));
            return (free ? name : TableFileNames.spelledOut(table)) + ".ndjson";
        });
    }

    private OutputStream file(Path path) throws IOException {
        OutputStream open = files.get(path.toString());
        if (open == null) {
            Path parent = path.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            open = new BufferedOutputStream(
                    Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
            files.put(path.toString(), open);
        }
        return open;
    }

    /** Hands everything to the operating system. */
    void flush() throws IOException {
        for (OutputStream file : files.values()) {
            file.flush();
        }
    }

    /** Writes everything to the disk. */
    void sync() throws IOException {
        for (Map.Entry<String, OutputStream> file : files.entrySet()) {
            file.getValue().flush();
            try (FileChannel channel = FileChannel.open(Path.of(file.getKey()), StandardOpenOption.WRITE)) {
                channel.force(true);
            }
        }
    }

    /** Returns how many rows of each table were written. */
    Map<String, Long> lines() {
        return new LinkedHashMap<>(lines);
    }

    /**
     * Goes back to so many rows of each table, also those that an earlier run has written: whatever else is in the directory,
     * which was empty when the restore was begun, is a row that will come again.
     */
    void restart(Map<String, Long> keep) throws IOException {
        close();
        files.clear();
        for (Path parent : List.of(directory, directory.resolve("reasons"))) {
            Map<Path, Long> kept = new HashMap<>();
            keep.forEach((source, rows) -> kept.put(parent.resolve(fileName(source)), rows));
            for (Path file : written(parent)) {
                cut(file, kept.getOrDefault(file, 0L));
            }
        }
        lines.clear();
        lines.putAll(keep);
    }

    /** Returns a writer for the rows of one portion, beside the others. */
    RejectWriter portion(int pass, int number) {
        return new RejectWriter(unfinished().resolve(pass + "-" + number));
    }

    private Path unfinished() {
        return directory.resolve("unfinished");
    }

    /** Appends the rows of a portion, so many of each table. */
    void absorb(int pass, int number, Map<String, Long> rows) throws IOException {
        RejectWriter portion = portion(pass, number);
        for (Map.Entry<String, Long> table : rows.entrySet()) {
            openAlways();
            String name = portion.fileName(table.getKey());
            String own = fileName(table.getKey());
            Files.copy(portion.directory.resolve(name), file(directory.resolve(own)));
            Files.copy(
                    portion.directory.resolve("reasons").resolve(name),
                    file(directory.resolve("reasons").resolve(own)));
            lines.merge(table.getKey(), table.getValue(), Long::sum);
        }
    }

    /** Removes the files of all portions but those of one pass. */
    void forget(int pass) throws IOException {
        if (!Files.isDirectory(unfinished())) {
            return;
        }
        List<Path> all;
        try (Stream<Path> found = Files.walk(unfinished())) {
            all = new ArrayList<>(found.toList());
        }
        Collections.reverse(all);
        boolean kept = false;
        for (Path path : all) {
            Path relative = unfinished().relativize(path);
            boolean keep = relative.getName(0).toString().startsWith(pass + "-");
            kept |= keep;
            if (!keep && !(kept && path.equals(unfinished()))) {
                Files.delete(path);
            }
        }
    }

    private static List<Path> written(Path parent) throws IOException {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(parent)) {
            return all.filter(file -> file.toString().endsWith(".ndjson") && Files.isRegularFile(file))
                    .toList();
        }
    }

    private static void cut(Path file, long keep) throws IOException {
        if (keep == 0) {
            Files.deleteIfExists(file);
            return;
        }
        long end = 0;
        long left = keep;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            for (int b = in.read(); b >= 0 && left > 0; b = in.read()) {
                end++;
                if (b == '\n') {
                    left--;
                }
            }
        }
        if (left > 0) {
            throw new IOException(file + " has fewer rows than were rejected; it was changed");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(end);
        }
    }

    @Override
    public void close() throws IOException {
        IOException first = null;
        for (OutputStream file : files.values()) {
            try {
                file.close();
            } catch (IOException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
