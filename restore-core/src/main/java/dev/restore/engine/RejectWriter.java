package dev.restore.engine;

import dev.restore.backup.TableFileNames;
import dev.restore.outcome.RowError;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Writes rejected rows as a backup of their own: {@code <table>.ndjson} with the rows, and {@code reasons/<table>.ndjson} with a
 * line for each of them. Used by the loading thread.
 */
final class RejectWriter implements AutoCloseable {

    private final Path directory;
    private final Map<String, OutputStream> files = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
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
        if (files.isEmpty()) {
            for (String table : always) {
                file(directory.resolve(fileName(table)));
            }
        }
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
            open = new BufferedOutputStream(Files.newOutputStream(path));
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

    /** Removes what was written. */
    void restart() throws IOException {
        close();
        for (String file : files.keySet()) {
            Files.deleteIfExists(Path.of(file));
        }
        files.clear();
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
