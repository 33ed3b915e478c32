package dev.restore.backup.names;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What writers put behind a table's name where they spread it over files, or say when they wrote it. */
public final class ShardNames {

    private static final List<Pattern> NUMBERED = List.of(
            Pattern.compile("(.+)-\\d{12}"),
            Pattern.compile("(.+)_\\d+_\\d+_\\d+"),
            Pattern.compile("(.+)\\+\\d+\\+\\d+"),
            Pattern.compile("(.+)-\\d+-of-\\d+"),
            Pattern.compile("(.+)[-_.](?:part|shard|chunk)[-_]?\\d+"),
            Pattern.compile("(.+)[-_.](?:\\d{3}|\\d{5})"));

    /** A table that was written at two times is not one table. */
    private static final List<Pattern> TIMED = List.of(
            Pattern.compile("(.+)[-_](?:\\d{8}|\\d{12}|\\d{14})"),
            Pattern.compile("(.+)[-_]\\d{4}-\\d\\d-\\d\\d(?:[-_T]\\d\\d[-:_]?\\d\\d(?:[-:_]?\\d\\d)?)?"));

    private static final Pattern PART = Pattern.compile("(?:part|shard|chunk|data)[-_.]?\\d+(?:[-_.].*)?");

    private ShardNames() {}

    /**
     * Returns the tables that files could be parts of, by their paths.
     *
     * @param files the paths, by the table that each is named after otherwise
     */
    public static Map<String, String> tables(Map<String, String> files) {
        Map<String, String> numbered = new HashMap<>();
        Map<String, String> timed = new HashMap<>();
        Map<String, Integer> times = new HashMap<>();
        files.forEach((path, name) -> {
            Optional<String> base = PART.matcher(name).matches() ? folder(path) : base(NUMBERED, name);
            if (base.isPresent()) {
                numbered.put(path, base.get());
                return;
            }
            base(TIMED, name).ifPresent(table -> {
                timed.put(path, table);
                times.merge(table, 1, Integer::sum);
            });
        });
        timed.forEach((path, table) -> {
            if (Integer.valueOf(1).equals(times.get(table))) {
                numbered.put(path, table);
            }
        });
        return numbered;
    }

    private static Optional<String> folder(String path) {
        String folder = EntryNames.fileOf(EntryNames.folderOf(path));
        return folder.isEmpty() ? Optional.empty() : Optional.of(EntryNames.tableOf(folder));
    }

    private static Optional<String> base(List<Pattern> patterns, String name) {
        return patterns.stream()
                .map(pattern -> pattern.matcher(name))
                .filter(Matcher::matches)
                .map(found -> found.group(1))
                .findFirst();
    }
}
