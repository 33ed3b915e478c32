package dev.restore.backup.layout;

import dev.restore.backup.BackupSource;
import dev.restore.backup.ReadLimits;
import dev.restore.backup.archive.Archive;
import dev.restore.backup.archive.OpenedSource;
import dev.restore.backup.archive.PackageEntries;
import dev.restore.backup.names.EntryNames;
import dev.restore.backup.stream.Meter;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Files that are not in a file system, in the order of their names. */
public final class FilesArchive implements Archive {

    private final List<File> files = new ArrayList<>();

    private record File(String name, BackupSource.OfStream stream) {}

    public FilesArchive(BackupSource.OfFiles source, ReadLimits limits) throws IOException {
        PackageEntries names = new PackageEntries(limits);
        for (BackupSource.OfStream stream : source.files()) {
            String name = names.accept(stream.name());
            if (!EntryNames.isClutter(name) || EntryNames.isBesideRows(name)) {
                files.add(new File(name, stream));
            }
        }
        files.sort(Comparator.comparing(File::name));
    }

    @Override
    public String kind() {
        return "directory";
    }

    @Override
    public Cursor open(Meter meter) {
        return Cursor.over(files.stream().map(file -> entry(file, meter)).iterator());
    }

    private static Entry entry(File file, Meter meter) {
        return new Entry() {
            @Override
            public String name() {
                return file.name();
            }

            @Override
            public long storedSize() {
                return file.stream().size().orElse(-1);
            }

            @Override
            public InputStream open() throws IOException {
                return meter.count(OpenedSource.of(file.stream()).open());
            }
        };
    }

    /** Returns null: nobody can tell later whether what is opened is still the same. */
    @Override
    public @Nullable String identity() {
        return null;
    }

    @Override
    public void checkUnchanged(Set<String> read) {}

    @Override
    public void close() {}
}
