package dev.restore.backup.write;

import dev.restore.backup.stream.FileOutput;
import dev.restore.backup.stream.ZipSeal;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes the files of a backup into a zip package as they come. */
final class ZipOutput implements PackageOutput {

    /** The first moment that a zip package knows but for one, for which Java writes a time of the local zone beside it. */
    private static final LocalDateTime NEVER = LocalDateTime.of(1980, 1, 1, 0, 0, 2);

    private final Path file;
    private final FileOutput files;
    private final ZipOutputStream zip;
    private boolean marked;

    ZipOutput(Path file, FileOutput files) throws IOException {
        this.file = file;
        this.files = files;
        OutputStream sealed = new ZipSeal.Output(files.create(file));
        this.zip = new ZipOutputStream(new BufferedOutputStream(sealed, 1 << 16), StandardCharsets.UTF_8);
        zip.setLevel(Deflater.BEST_SPEED);
        zip.setComment(ZipSeal.comment());
    }

    @Override
    public boolean compresses() {
        return true;
    }

    @Override
    public OutputStream begin(String name) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(NEVER);
        if (!marked) {
            marked = true;
            entry.setExtra(ZipSeal.mark());
        }
        zip.putNextEntry(entry);
        return new EntryOutput(zip, zip::closeEntry);
    }

    @Override
    public void finish() throws IOException {
        zip.close();
        files.sync(file);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
