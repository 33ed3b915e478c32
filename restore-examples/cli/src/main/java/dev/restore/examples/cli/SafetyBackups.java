package dev.restore.examples.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * The safety backups in a directory. Each is called after its database, {@code NAME-HASH-TIME.tar.gz}, so that those of one
 * database are never deleted for another's.
 */
final class SafetyBackups {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);
    private static final Pattern NAME = Pattern.compile("(.+-[0-9a-f]{8})-\\d{8}-\\d{6}(?:-(\\d+))?\\.tar\\.gz");

    private final Path directory;

    private SafetyBackups(Path directory) {
        this.directory = directory;
    }

    static SafetyBackups in(Path directory) {
        return new SafetyBackups(directory);
    }

    /** Returns a name for the next one of a database, which nothing has yet. */
    Path next(String url) {
        String name =
                database(url) + "-" + LocalDateTime.now(ZoneId.systemDefault()).format(TIME);
        Path path = directory.resolve(name + ".tar.gz");
        for (int i = 2; Files.exists(path); i++) {
            path = directory.resolve(name + "-" + i + ".tar.gz");
        }
        return path;
    }

    /** Deletes the oldest of the same database as one, until there are as many as are kept. */
    void discardOld(Path one, int keep) throws IOException {
        Matcher mine = NAME.matcher(String.valueOf(one.getFileName()));
        if (!mine.matches()) {
            return;
        }
        List<Path> all;
        try (Stream<Path> files = Files.list(directory)) {
            all = files.filter(file -> isOf(mine.group(1), file))
                    .sorted(Comparator.comparing((Path file) -> age(file)).reversed())
                    .toList();
        }
        for (Path old : all.subList(Math.min(keep, all.size()), all.size())) {
            Files.deleteIfExists(old);
        }
    }

    private static boolean isOf(String database, Path file) {
        Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
        return name.matches() && name.group(1).equals(database);
    }

    /** Returns what sorts by time: names do, but for several within one second. */
    private static String age(Path file) {
        String name = String.valueOf(file.getFileName());
        Matcher parts = NAME.matcher(name);
        String number = parts.matches() && parts.group(2) != null ? parts.group(2) : "1";
        String time = name.substring(0, name.length() - ".tar.gz".length());
        String plain = parts.group(2) == null ? time : time.substring(0, time.length() - number.length() - 1);
        return plain + "-" + "0".repeat(Math.max(0, 6 - number.length())) + number;
    }

    /** Returns what a database is called in a file's name: the last part of its URL, and a hash of the URL without what it may hide. */
    private static String database(String url) {
        String place = url.replaceFirst("[?;].*", "");
        String name = place.replaceFirst(".*[/\\\\:]", "").replaceAll("[^A-Za-z0-9._-]", "_");
        CRC32 hash = new CRC32();
        hash.update(place.getBytes(StandardCharsets.UTF_8));
        return (name.isEmpty() ? "database" : name) + "-" + String.format(Locale.ROOT, "%08x", hash.getValue());
    }
}
