package dev.restore.backup.archive;

import dev.restore.backup.ReadLimits;
import dev.restore.backup.names.EntryNames;
import dev.restore.backup.stream.FileStamp;
import dev.restore.backup.stream.Meter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The files of a directory in the order of their names. Linked directories are not entered. */
public final class DirectoryArchive implements Archive {

    private final List<FileEntry> files = new ArrayList<>();

    public DirectoryArchive(Path root, ReadLimits limits) throws IOException {
        Files.walkFileTree(root, EnumSet.noneOf(FileVisitOption.class), Integer.MAX_VALUE, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                boolean enter = dir.equals(root)
                        || !EntryNames.isClutter(dir.getFileName().toString())
                        || EntryNames.isBesideRows(name(root, dir));
                return enter ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String name = name(root, file);
                if (attributes.isRegularFile()) {
                    files.add(new FileEntry(name, FileStamp.of(file, attributes), false));
                } else if (Files.isRegularFile(file)) {
                    files.add(new FileEntry(name, FileStamp.of(file), attributes.isSymbolicLink()));
                } else if (EntryNames.isBesideRows(name)) {
                    // Whether it is wanted is decided later; it must not be left out without a word.
                    FileStamp stamp = FileStamp.of(file, attributes);
                    files.add(new FileEntry(name, stamp, true));
                }
                if (files.size() > limits.entries()) {
                    throw new IOException(
                            "holds more than " + limits.entries() + " files" + ReadLimits.raise("entries"));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        files.sort(Comparator.comparing(FileEntry::name));
    }

    private static String name(Path root, Path file) {
        return root.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
    }

    @Override
    public String kind() {
        return "directory";
    }

    @Override
    public Cursor open(Meter meter) {
        return Cursor.over(files.stream().map(file -> file.metered(meter)).iterator());
    }

    @Override
    public String identity() {
        StringBuilder identity = new StringBuilder();
        for (FileEntry file : files) {
            if (EntryNames.isRowFile(file.name)) {
                identity.append(file.name)
                        .append('\n')
                        .append(file.stamp.identity())
                        .append('\n');
            }
        }
        return identity.toString();
    }

    @Override
    public @Nullable String stamps() {
        StringBuilder stamps = new StringBuilder();
        for (FileEntry file : files) {
            String stamp = file.stamp.settled();
            if (stamp == null) {
                return null;
            }
            stamps.append(stamp);
        }
        return stamps.toString();
    }

    @Override
    public void checkUnchanged(Set<String> read) throws IOException {
        for (FileEntry file : files) {
            if (read.contains(file.name)) {
                file.stamp.check();
            }
        }
    }

    @Override
    public void close() {}

    private record FileEntry(String name, FileStamp stamp, boolean linked) {
        Entry metered(Meter meter) {
            return new Entry() {
                @Override
                public String name() {
                    return name;
                }

                @Override
                public long storedSize() {
                    return stamp.size();
                }

                @Override
                public boolean linked() {
                    return linked;
                }

                @Override
                public InputStream open() throws IOException {
                    return meter.count(Files.newInputStream(stamp.path()));
                }
            };
        }
    }
}
