package dev.restore.backup.format;

import dev.restore.backup.stream.FileOutput;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** Lets a number of operations on the file system happen, and none after them: a process that is gone changes nothing. */
public final class FailingOutput extends FileOutput {

    private final int works;
    private int steps;

    /** Fails after so many operations. */
    public FailingOutput(int works) {
        this.works = works;
    }

    /** Returns how many operations were asked for. */
    public int steps() {
        return steps;
    }

    private void step() throws IOException {
        if (steps++ >= works) {
            throw new IOException("the system is gone");
        }
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        step();
        super.createDirectory(directory);
    }

    @Override
    public OutputStream create(Path file) throws IOException {
        step();
        return new FilterOutputStream(super.create(file)) {
            @Override
            public void write(int b) throws IOException {
                step();
                out.write(b);
            }

            @Override
            public void write(byte[] b, int off, int len) throws IOException {
                step();
                out.write(b, off, len);
            }
        };
    }

    @Override
    public void sync(Path file) throws IOException {
        step();
        super.sync(file);
    }

    @Override
    public void syncNames(Path directory) throws IOException {
        step();
        super.syncNames(directory);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        step();
        super.rename(from, to);
    }

    @Override
    public void delete(Path path) throws IOException {
        step();
        super.delete(path);
    }
}
