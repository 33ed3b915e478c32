package dev.restore.backup.stream;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Compresses fast rather than small, and always to the same bytes: there is no name and no time in the header. */
public final class GzipOutput extends GZIPOutputStream {

    public GzipOutput(OutputStream out) throws IOException {
        super(out, 1 << 16);
        def.setLevel(Deflater.BEST_SPEED);
    }
}
