package dev.restore.backup.write;

import dev.restore.backup.stream.FileOutput;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/** Writes the files of a backup into a directory, each safe on the disk before the next one begins. */
final class DirectoryOutput implements PackageOutput {

    private final Path root;
    private final FileOutput files;
    private final Set<Path> directories = new LinkedHashSet<>();

    DirectoryOutput(Path root, FileOutput files) throws IOException {
        this.root = root;
        this.files = files;
        files.createDirectory(root);
        directories.add(root);
    }

    @Override
    public boolean compresses() {
        return false;
    }

    @Override
    public OutputStream begin(String name) throws IOException {
        Path directory = root;
        int from = 0;
        for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', from)) {
            directory = directory.resolve(name.substring(from, slash));
            if (directories.add(directory)) {
                files.createDirectory(directory);
            }
            from = slash + 1;
        }
        Path file = directory.resolve(name.substring(from));
        OutputStream stored = new BufferedOutputStream(files.create(file), 1 << 16);
        return new EntryOutput(stored, () -> {
            stored.close();
            files.sync(file);
        });
    }

    @Override
    public void finish() throws IOException {
        for (Path directory : directories) {
            files.syncNames(directory);
        }
    }

    @Override
    public void close() {}
}
