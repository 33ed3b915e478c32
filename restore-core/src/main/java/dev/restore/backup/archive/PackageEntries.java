package dev.restore.backup.archive;

import dev.restore.backup.ReadLimits;
import dev.restore.backup.names.EntryNames;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** Checks the names of files in one package: names that could reach outside are the mark of a hostile one. */
public final class PackageEntries {

    private final ReadLimits limits;
    private final Set<String> seen = new HashSet<>();

    public PackageEntries(ReadLimits limits) {
        this.limits = limits;
    }

    /** Takes a file's name and returns it in its plain form. */
    public String accept(String name) throws IOException {
        String plain = name;
        while (plain.startsWith("./")) {
            plain = plain.substring(2);
        }
        if (plain.startsWith("/") || plain.indexOf('\\') >= 0 || plain.matches("^[A-Za-z]:.*")) {
            throw new IOException("holds a file with an absolute or foreign path: " + EntryNames.printable(name));
        }
        for (String segment : plain.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw new IOException(
                        "holds a file whose path has empty, . or .. parts: " + EntryNames.printable(name));
            }
        }
        if (!seen.add(plain)) {
            throw new IOException("holds two files of the same name: " + EntryNames.printable(name));
        }
        if (seen.size() > limits.entries()) {
            throw new IOException("holds more than " + limits.entries() + " files" + ReadLimits.raise("entries"));
        }
        return plain;
    }
}
