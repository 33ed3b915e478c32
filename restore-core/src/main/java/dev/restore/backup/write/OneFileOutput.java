package dev.restore.backup.write;

import dev.restore.backup.stream.FileOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** Takes one file, whatever it is called, and is that. */
final class OneFileOutput implements PackageOutput {

    private final Path file;
    private final FileOutput files;
    private final OutputStream out;
    private boolean begun;

    OneFileOutput(Path file, FileOutput files) throws IOException {
        this.file = file;
        this.files = files;
        this.out = files.create(file);
    }

    @Override
    public boolean compresses() {
        return false;
    }

    @Override
    public OutputStream begin(String name) throws IOException {
        if (begun) {
            throw new IOException("holds one file already");
        }
        begun = true;
        return new EntryOutput(out, out::close);
    }

    @Override
    public void finish() throws IOException {
        out.close();
        files.sync(file);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
