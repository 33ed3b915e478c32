package dev.restore.backup.archive;

import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An archive that is one source from its first byte to its last. */
abstract class SourceArchive implements Archive {

    private final OpenedSource source;

    SourceArchive(OpenedSource source) {
        this.source = source;
    }

    final OpenedSource source() {
        return source;
    }

    @Override
    public final boolean encrypted() {
        return source.encrypted();
    }

    @Override
    public final long storedSize() {
        return source.size();
    }

    @Override
    public final @Nullable String identity() {
        return source.identity();
    }

    @Override
    public final @Nullable String stamps() {
        return source.stamps();
    }

    @Override
    public final void checkUnchanged(Set<String> read) throws IOException {
        source.checkUnchanged();
    }

    @Override
    public final void close() {}
}
