package dev.restore.backup.write;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Where the bytes of one file of a backup are written; what is left to do when it is complete is done once. */
final class EntryOutput extends FilterOutputStream {

    /** Completes a file. */
    @FunctionalInterface
    interface Completion {
        void complete() throws IOException;
    }

    private final Completion completion;
    private boolean closed;

    /**
     * Begins a file.
     *
     * @param out gets the bytes, and is not closed by this stream
     * @param completion is run at the first {@link #close}
     */
    EntryOutput(OutputStream out, Completion completion) {
        super(out);
        this.completion = completion;
    }

    @Override
    public void write(byte[] b, int off, int len) throws IOException {
        out.write(b, off, len);
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            completion.complete();
        }
    }
}
