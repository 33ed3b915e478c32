package dev.restore.backup;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Locale;

/** Takes the files of a backup one after the other, into a directory or a package. Used by one thread. */
interface PackageOutput extends Closeable {

    /** Returns whether everything in it is compressed by itself. */
    boolean compresses();

    /** Begins a file, which ends when the stream is closed. */
    OutputStream begin(String name) throws IOException;

    /** Ends the package and waits until all of it is on the disk. */
    void finish() throws IOException;

    /** Releases what is open; what was written stays. */
    @Override
    void close() throws IOException;

    /** Begins the package that the ending of a target's name asks for, under another name. */
    static PackageOutput of(Path target, Path temporary, FileOutput files) throws IOException {
        String name = target.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".zip")) {
            return new ZipOutput(temporary, files);
        }
        if (name.endsWith(".tar.gz") || name.endsWith(".tgz")) {
            return new TarOutput(temporary, files, true);
        }
        return name.endsWith(".tar") ? new TarOutput(temporary, files, false) : new DirectoryOutput(temporary, files);
    }
}
