package dev.restore.backup;

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
 */
record Layout(
        String format,
        boolean django,
        Map<String, Part> parts,
        Map<String, Long> expectedRows,
        @Nullable Manifest manifest,
        @Nullable Map<String, HeldFile> files) {

    Layout {
        parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
        expectedRows = Map.copyOf(expectedRows);
        files = files == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }

    static Layout of(
            Archive archive, List<Part> found, Map<String, Long> expectedRows, @Nullable Map<String, HeldFile> files) {
        Map<String, Part> parts = new LinkedHashMap<>();
        boolean django = false;
        String words = null;
        for (Part part : found) {
            parts.put(part.name(), part);
            django |= part.shape().django();
            words = words == null || words.equals(part.shape().words())
                    ? part.shape().words()
                    : "tables";
        }
        return new Layout(archive.kind() + " of " + words, django, parts, expectedRows, null, files);
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
