package dev.restore.backup.layout;

import dev.restore.backup.AttachedFile;
import dev.restore.backup.LeftOut;
import dev.restore.backup.Manifest;
import dev.restore.backup.archive.Archive;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which files of an archive hold the rows.
 *
 * @param format the format in words
 * @param django whether the rows come from a Django dump
 * @param parts the files of rows by their paths, in the order of the archive
 * @param expectedRows the row counts that the metadata states
 * @param manifest the manifest of a backup of the own format, null for any other
 * @param files the files beside the rows by their names in the archive, null where there are none
 * @param unreadable the files that stand among the rows and cannot be read
 * @param leftOut the other files that are not read
 */
public record Layout(
        String format,
        boolean django,
        Map<String, Part> parts,
        Map<String, Long> expectedRows,
        @Nullable Manifest manifest,
        @Nullable Map<String, AttachedFile> files,
        List<UnreadableFile> unreadable,
        List<LeftOut> leftOut) {

    public Layout {
        unreadable = List.copyOf(unreadable);
        leftOut = List.copyOf(leftOut);
        parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
        expectedRows = Map.copyOf(expectedRows);
        files = files == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }

    /** Returns the format in words: what most of the files that certainly are tables hold. */
    static String words(Archive archive, List<Part> parts) {
        String words = null;
        for (Part part : parts) {
            if (part.remark() == null) {
                String these = part.shape().words();
                words = words == null || words.equals(these) ? these : "tables";
            }
        }
        return archive.kind() + " of " + (words == null ? "JSON tables" : words);
    }

    /** Returns the stored size of all parts, -1 when it is not known. */
    long storedSize() {
        long sum = 0;
        for (Part part : parts.values()) {
            if (part.storedSize() < 0) {
                return -1;
            }
            sum += part.storedSize();
        }
        return sum;
    }
}
