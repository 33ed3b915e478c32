package dev.restore.backup.files;

import dev.restore.backup.AttachedFile;
import dev.restore.backup.names.EntryNames;
import dev.restore.backup.reading.BackupReader;
import dev.restore.backup.stream.FileOutput;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The files of a backup, put beside the directory that they will replace. They are whole, checked and on the disk before they get its
 * name; the directory that was there stays aside until then. Used by one thread.
 */
public final class StagedFiles implements Closeable {

    /** The ending of the name of a directory whose files have not got their place yet. */
    public static final String STAGED = ".staged";

    /** The ending of the name of a directory that was replaced. */
    public static final String REPLACED = ".replaced";

    private static final int BUFFER = 1 << 16;

    private final Path target;
    private final Path staged;
    private final Path replaced;
    private final FileOutput output;
    private final Set<Path> directories = new LinkedHashSet<>();
    private final byte[] buffer = new byte[BUFFER];
    private long files;
    private long bytes;
    private boolean keep;

    private StagedFiles(Path target, FileOutput output) throws IOException {
        this.target = Files.exists(target)
                ? target.toRealPath()
                : target.toAbsolutePath().normalize();
        this.output = output;
        byte[] random = new byte[4];
        new SecureRandom().nextBytes(random);
        String stem = "." + this.target.getFileName() + "." + HexFormat.of().formatHex(random);
        this.staged = this.target.resolveSibling(stem + STAGED);
        this.replaced = this.target.resolveSibling(stem + REPLACED);
    }

    /**
     * Puts the files beside the directory.
     *
     * @param reader the backup, which holds files
     * @param target the directory that they will be, or be in place of; its parent exists
     * @param goOn is asked again and again, and ends this by throwing
     * @throws dev.restore.outcome.BackupFormatException if the backup is damaged
     * @throws IOException if they cannot be written; nothing of them is left
     */
    public static StagedFiles stage(BackupReader reader, Path target, Runnable goOn) throws IOException {
        return stage(reader, target, goOn, new FileOutput());
    }

    static StagedFiles stage(BackupReader reader, Path target, Runnable goOn, FileOutput output) throws IOException {
        StagedFiles stage = new StagedFiles(target, output);
        try {
            output.createDirectory(stage.staged);
            stage.directories.add(stage.staged);
            reader.readFiles((file, content) -> stage.write(file, content, goOn));
            for (Path directory : stage.directories) {
                output.syncNames(directory);
            }
            stage.takePermissions();
            return stage;
        } catch (Throwable e) {
            try {
                stage.close();
            } catch (IOException left) {
                e.addSuppressed(left);
            }
            throw e;
        }
    }

    private void write(AttachedFile file, InputStream content, Runnable goOn) throws IOException {
        goOn.run();
        Path directory = staged;
        int from = 0;
        String path = file.path();
        try {
            for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', from)) {
                directory = directory.resolve(path.substring(from, slash));
                if (directories.add(directory)) {
                    output.createDirectory(directory);
                }
                from = slash + 1;
            }
            write(content, directory.resolve(path.substring(from)), goOn);
        } catch (InvalidPathException e) {
            throw new IOException(
                    "this system has no file of the name " + EntryNames.printable(path)
                            + "; in another locale it may (LC_ALL=C.UTF-8)",
                    e);
        }
        files++;
    }

    private void write(InputStream content, Path file, Runnable goOn) throws IOException {
        try (OutputStream out = output.create(file)) {
            int n = content.read(buffer);
            while (n >= 0) {
                out.write(buffer, 0, n);
                bytes += n;
                goOn.run();
                n = content.read(buffer);
            }
        }
        output.sync(file);
    }

    /** Who may see the directory stays as it is, where the system knows that. */
    private void takePermissions() throws IOException {
        PosixFileAttributeView now = Files.getFileAttributeView(target, PosixFileAttributeView.class);
        PosixFileAttributeView next = Files.getFileAttributeView(staged, PosixFileAttributeView.class);
        if (now != null && next != null && Files.isDirectory(target)) {
            next.setPermissions(now.readAttributes().permissions());
        }
    }

    /** Returns how many files there are. */
    public long files() {
        return files;
    }

    /** Returns how many bytes they have. */
    public long bytes() {
        return bytes;
    }

    /** Returns where the files are until they have their place. */
    public Path staged() {
        return staged;
    }

    /**
     * Gives the files their place: the directory that is there gets another name, the new one its name, and then the old one is
     * deleted. Whatever ends this in between, both are whole under one of the names.
     *
     * @return what the user must know although the files are in place, empty for nothing
     * @throws IOException if they did not get it; then they stay where they are staged, and the old directory in its place, as far as
     *     that could be done
     */
    public List<String> swap() throws IOException {
        keep = true;
        boolean there = Files.exists(target, LinkOption.NOFOLLOW_LINKS);
        if (there) {
            output.rename(target, replaced);
        }
        try {
            output.rename(staged, target);
        } catch (IOException e) {
            putBack(there, e);
            throw e;
        }
        List<String> warnings = new ArrayList<>();
        try {
            output.syncNames(target.resolveSibling("."));
        } catch (IOException e) {
            warnings.add("The files are in " + target
                    + ", but the disk did not confirm it: a crash in the next moments may take the old ones back.");
        }
        try {
            output.delete(replaced);
        } catch (IOException e) {
            warnings.add("The files that were in " + target + " before could not all be deleted; the rest is in "
                    + replaced + ".");
        }
        return warnings;
    }

    private void putBack(boolean there, IOException because) {
        try {
            if (there) {
                output.rename(replaced, target);
            }
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }

    /** Takes the files away, unless they were to get their place. */
    @Override
    public void close() throws IOException {
        if (!keep) {
            output.delete(staged);
        }
    }
}
