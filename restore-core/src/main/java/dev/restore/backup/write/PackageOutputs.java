package dev.restore.backup.write;

import dev.restore.backup.Age;
import dev.restore.backup.names.EntryNames;
import dev.restore.backup.stream.FileOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Chooses the {@link PackageOutput} that the name of a backup asks for. */
final class PackageOutputs {

    private PackageOutputs() {}

    /**
     * Begins the package that the ending of a target's name asks for, under another name.
     *
     * @param encryption encrypts all of it, null for nothing
     */
    static PackageOutput of(Path target, Path temporary, FileOutput files, @Nullable Age encryption)
            throws IOException {
        String name = target.getFileName().toString().toLowerCase(Locale.ROOT);
        boolean named = name.endsWith(EntryNames.ENCRYPTED);
        if (encryption != null) {
            return encrypted(
                    named ? name.substring(0, name.length() - EntryNames.ENCRYPTED.length()) : name,
                    temporary,
                    files,
                    encryption);
        }
        if (named) {
            throw new IOException("its name says that it is encrypted, and nothing was given to encrypt it with"
                    + " (encrypt, --encrypt, --recipient)");
        }
        if (name.endsWith(".zip")) {
            return new ZipOutput(temporary, files);
        }
        if (name.endsWith(".tar.gz") || name.endsWith(".tgz")) {
            return new TarOutput(temporary, files, true, null);
        }
        return name.endsWith(".tar")
                ? new TarOutput(temporary, files, false, null)
                : new DirectoryOutput(temporary, files);
    }

    /** Only what is written and read as a stream can be encrypted as a whole. */
    private static PackageOutput encrypted(String name, Path temporary, FileOutput files, Age encryption)
            throws IOException {
        if (name.endsWith(".zip")) {
            throw new IOException(
                    "a .zip package cannot be encrypted, because it is not read as a stream;" + " name it .tar.gz.age");
        }
        return new TarOutput(temporary, files, !name.endsWith(".tar"), encryption);
    }
}
