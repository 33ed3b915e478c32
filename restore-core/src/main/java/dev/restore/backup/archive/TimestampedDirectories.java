package dev.restore.backup.archive;

import dev.restore.backup.BackupSource;
import dev.restore.backup.names.EntryNames;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Finds the newest backup in a directory that holds nothing but backups named after their time. */
public final class TimestampedDirectories {

    private static final Pattern TIMESTAMP = Pattern.compile(
            "(?:.*[^0-9])?(\\d{4}[-_.]?\\d{2}[-_.]?\\d{2}(?:[T_ .-]?\\d{2}[-_:.h]?\\d{2}(?:[-_:.m]?\\d{2})?"
                    + "(?:[.,_-]?\\d{1,9})?(?:Z|[+-]\\d{2}[:-]?\\d{2})?)?)");

    private TimestampedDirectories() {}

    /** Returns the newest directory in a root of timestamped ones, or the root itself where it is not such a. */
    public static Path newest(Path root) throws IOException {
        Path newest = null;
        String latest = "";
        try (DirectoryStream<Path> children = Files.newDirectoryStream(root)) {
            for (Path child : children) {
                String name = child.getFileName().toString();
                if (EntryNames.isClutter(name) || Files.isSymbolicLink(child)) {
                    continue;
                }
                var matcher = TIMESTAMP.matcher(name);
                if (!matcher.matches() || !Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
                    return root;
                }
                String digits = matcher.group(1).replaceAll("[^0-9]", "");
                if (newest == null || digits.compareTo(latest) > 0) {
                    newest = child;
                    latest = digits;
                }
            }
        }
        return newest == null ? root : newest(newest);
    }

    /** Returns the files of the newest directory among timestamped ones, or all of them where there are others. */
    public static BackupSource.OfFiles newest(BackupSource.OfFiles root) {
        String newest = null;
        String latest = "";
        for (BackupSource.OfStream file : root.files()) {
            int slash = file.name().indexOf('/');
            String name = slash < 0 ? file.name() : file.name().substring(0, slash);
            if (EntryNames.isClutter(name)) {
                continue;
            }
            var matcher = TIMESTAMP.matcher(name);
            if (slash < 0 || !matcher.matches()) {
                return root;
            }
            String digits = matcher.group(1).replaceAll("[^0-9]", "");
            if (newest == null || digits.compareTo(latest) > 0) {
                newest = name;
                latest = digits;
            }
        }
        return newest == null ? root : newest(within(root, newest));
    }

    private static BackupSource.OfFiles within(BackupSource.OfFiles root, String directory) {
        return new BackupSource.OfFiles(
                root.name() + '/' + directory,
                root.files().stream()
                        .filter(file -> file.name().startsWith(directory + '/'))
                        .map(file -> new BackupSource.OfStream(
                                file.name().substring(directory.length() + 1), file.opener(), file.size()))
                        .toList());
    }
}
