package dev.restore.backup.archive;

import dev.restore.backup.stream.Meter;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One file that is the whole backup. */
public final class SingleFile implements Archive {

    private final String name;
    private final OpenedSource source;

    public SingleFile(String name, OpenedSource source) {
        this.name = name;
        this.source = source;
    }

    @Override
    public String kind() {
        return source.encrypted() ? "encrypted file" : "file";
    }

    @Override
    public boolean encrypted() {
        return source.encrypted();
    }

    @Override
    public boolean single() {
        return true;
    }

    @Override
    public long storedSize() {
        return source.size();
    }

    @Override
    public Cursor open(Meter meter) {
        return Cursor.over(List.<Entry>of(new Entry() {
                    @Override
                    public String name() {
                        return name;
                    }

                    @Override
                    public long storedSize() {
                        return source.size();
                    }

                    @Override
                    public InputStream open() throws IOException {
                        return meter.count(source.open());
                    }
                })
                .iterator());
    }

    @Override
    public @Nullable String identity() {
        return source.identity();
    }

    @Override
    public @Nullable String stamps() {
        return source.stamps();
    }

    @Override
    public void checkUnchanged(Set<String> read) throws IOException {
        source.checkUnchanged();
    }

    @Override
    public void close() {}
}
