package dev.restore.backup.format;

import dev.restore.backup.archive.Archive;
import dev.restore.backup.layout.Layout;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * How the backup that was opened last is laid out, for the next time: what its files hold is not looked at again while none of
 * them has changed. For one source and its key. Safe for use by several threads.
 */
public final class LayoutMemory {

    private final AtomicReference<@Nullable Seen> last = new AtomicReference<>();

    private record Seen(String stamps, Layout layout) {}

    /** Looks into an archive. */
    @FunctionalInterface
    interface Finder {
        /** Finds out what it holds. */
        Layout find() throws IOException;
    }

    /** Creates one that knows nothing yet. */
    public LayoutMemory() {}

    /**
     * Returns the layout of an archive, looking for it only where it is not known.
     *
     * @param stamps the {@link Archive#stamps} of its files
     */
    Layout of(@Nullable String stamps, Finder finder) throws IOException {
        Seen seen = last.get();
        if (stamps != null && seen != null && seen.stamps().equals(stamps)) {
            return seen.layout();
        }
        Layout layout = finder.find();
        if (stamps != null) {
            last.set(new Seen(stamps, layout));
        }
        return layout;
    }
}
