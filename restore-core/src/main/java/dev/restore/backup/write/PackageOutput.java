package dev.restore.backup.write;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/** Takes the files of a backup one after the other, into a directory or a package. Used by one thread. */
interface PackageOutput extends Closeable {

    /** Returns whether everything in it is compressed by itself. */
    boolean compresses();

    /** Begins a file, which ends when the stream is closed. */
    OutputStream begin(String name) throws IOException;

    /** Begins a file of a known size, which need not be kept aside until it is known. */
    default OutputStream begin(String name, long size) throws IOException {
        return begin(name);
    }

    /** Ends the package and waits until all of it is on the disk. */
    void finish() throws IOException;

    /** Releases what is open; what was written stays. */
    @Override
    void close() throws IOException;
}
