package dev.restore.backup.archive;

import dev.restore.backup.stream.Meter;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** One file that is the whole backup. */
public final class SingleFile extends SourceArchive {

    private final String name;

    public SingleFile(String name, OpenedSource source) {
        super(source);
        this.name = name;
    }

    @Override
    public String kind() {
        return source().encrypted() ? "encrypted file" : "file";
    }

    @Override
    public boolean single() {
        return true;
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
                        return source().size();
                    }

                    @Override
                    public InputStream open() throws IOException {
                        return meter.count(source().open());
                    }
                })
                .iterator());
    }
}
