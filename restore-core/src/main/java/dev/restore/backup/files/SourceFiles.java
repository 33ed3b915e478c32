package dev.restore.backup.files;

import dev.restore.backup.names.EntryNames;
import dev.restore.backup.names.FileNames;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;

/** Lists the files of a directory that go into a backup. */
public final class SourceFiles {

    private SourceFiles() {}

    /**
     * Lists files by their paths within a directory, with slashes and in their order.
     *
     * @throws IOException if something in it cannot be backed up as what it is
     */
    public static Map<String, Path> in(Path directory) throws IOException {
        Path root = directory.toRealPath();
        if (!Files.isDirectory(root)) {
            throw new NotDirectoryException(directory.toString());
        }
        Map<String, Path> files = new TreeMap<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String name = root.relativize(file)
                        .toString()
                        .replace(file.getFileSystem().getSeparator(), "/");
                if (!attributes.isRegularFile()) {
                    throw new IOException((attributes.isSymbolicLink() ? "a link is" : "a device or socket is")
                            + " among the files of " + directory + ": " + EntryNames.printable(name)
                            + "; put what it means in its place, or take it away");
                }
                files.put(name, file);
                return FileVisitResult.CONTINUE;
            }
        });
        FileNames names = new FileNames();
        for (String name : files.keySet()) {
            try {
                names.accept(name);
            } catch (IOException e) {
                throw new IOException(directory + " " + e.getMessage() + "; give it another name", e);
            }
        }
        return files;
    }
}
