package dev.restore.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What goes into a backup and how. Immutable.
 *
 * @param schema the schema whose tables are written, or null for the connection's own
 * @param only patterns of the tables to write, empty for all; {@code *} stands for any characters, {@code ?} for one, and case does
 *     not matter
 * @param except patterns of the tables to leave out
 * @param conditions conditions in SQL that rows must meet, by patterns of tables
 * @param compressed whether the files of rows are gzipped where the package does not compress by itself
 * @param partBytes how many bytes of rows a file holds at most, not compressed; from 1 KiB to 1 GiB
 */
public record BackupOptions(
        @Nullable String schema,
        List<String> only,
        List<String> except,
        Map<String, String> conditions,
        boolean compressed,
        long partBytes) {

    private static final long DEFAULT_PART_BYTES = 64L << 20;

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if a pattern or condition is blank, or {@code partBytes} out of its range
     */
    public BackupOptions {
        only = List.copyOf(only);
        except = List.copyOf(except);
        conditions = Collections.unmodifiableMap(new LinkedHashMap<>(conditions));
        only.forEach(pattern -> requireText("a pattern of only", pattern));
        except.forEach(pattern -> requireText("a pattern of except", pattern));
        conditions.forEach((table, condition) -> {
            requireText("the table of a condition", table);
            requireText("the condition for " + table, condition);
        });
        if (partBytes < 1 << 10 || partBytes > 1 << 30) {
            throw new IllegalArgumentException("partBytes must be from 1024 to 1073741824 but is " + partBytes);
        }
    }

    private static void requireText(String what, String text) {
        Objects.requireNonNull(text, what);
        if (text.isBlank()) {
            throw new IllegalArgumentException(what + " must not be blank");
        }
    }

    /** Returns the defaults: all tables and rows of the connection's schema, in files of 64 MiB that are not compressed. */
    public static BackupOptions defaults() {
        return new BackupOptions(null, List.of(), List.of(), Map.of(), false, DEFAULT_PART_BYTES);
    }
}
