package dev.restore.engine.options;

import dev.restore.backup.Age;
import dev.restore.plan.BackupFormat;
import java.nio.file.Path;
import java.util.ArrayList;
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
 * @param format what is written
 * @param files a directory whose files go into the backup beside the rows, or null for none
 * @param encryption what encrypts the backup as a whole, or null for nothing
 */
public record BackupOptions(
        @Nullable String schema,
        List<String> only,
        List<String> except,
        Map<String, String> conditions,
        boolean compressed,
        long partBytes,
        BackupFormat format,
        @Nullable Path files,
        @Nullable Age encryption) {

    private static final long DEFAULT_PART_BYTES = 64L << 20;

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if a pattern or condition is blank, or {@code partBytes} out of its range, if
     *     there are {@code files} and the format is not the library's own, or if {@code encryption} only opens what is encrypted
     */
    public BackupOptions {
        Objects.requireNonNull(format, "format");
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
        if (files != null && format != BackupFormat.RESTORE) {
            throw new IllegalArgumentException("only the library's own format takes files; this one is " + format);
        }
        if (encryption != null && !encryption.encrypts()) {
            throw new IllegalArgumentException("identities encrypt nothing: give their recipients, or a passphrase");
        }
    }

    private static void requireText(String what, String text) {
        Objects.requireNonNull(text, what);
        if (text.isBlank()) {
            throw new IllegalArgumentException(what + " must not be blank");
        }
    }

    /** Collects options. Starts from the defaults. Not for several threads at once. */
    public static final class Builder {

        private @Nullable String schema;
        private final List<String> only = new ArrayList<>();
        private final List<String> except = new ArrayList<>();
        private final Map<String, String> conditions = new LinkedHashMap<>();
        private boolean compressed;
        private long partBytes = DEFAULT_PART_BYTES;
        private BackupFormat format = BackupFormat.RESTORE;
        private @Nullable Path files;
        private @Nullable Age encryption;

        /** Starts from all tables and rows of the connection's schema, in files of 64 MiB that are not compressed. */
        public Builder() {}

        /** Returns a copy that can be changed without changing this one. */
        public Builder copy() {
            Builder copy = new Builder();
            copy.schema = schema;
            copy.only.addAll(only);
            copy.except.addAll(except);
            copy.conditions.putAll(conditions);
            copy.compressed = compressed;
            copy.partBytes = partBytes;
            copy.format = format;
            copy.files = files;
            copy.encryption = encryption;
            return copy;
        }

        /** See {@link BackupOptions#schema}. */
        public Builder schema(String name) {
            this.schema = name;
            return this;
        }

        /** Adds patterns; see {@link BackupOptions#only}. */
        public Builder only(List<String> patterns) {
            only.addAll(patterns);
            return this;
        }

        /** Adds patterns; see {@link BackupOptions#except}. */
        public Builder except(List<String> patterns) {
            except.addAll(patterns);
            return this;
        }

        /** Adds a condition; see {@link BackupOptions#conditions}. */
        public Builder condition(String table, String condition) {
            conditions.put(table, condition);
            return this;
        }

        /** See {@link BackupOptions#compressed}. */
        public Builder compressed(boolean compress) {
            this.compressed = compress;
            return this;
        }

        /** See {@link BackupOptions#partBytes}. */
        public Builder partBytes(long bytes) {
            this.partBytes = bytes;
            return this;
        }

        /** See {@link BackupOptions#format}. */
        public Builder format(BackupFormat wanted) {
            this.format = wanted;
            return this;
        }

        /** See {@link BackupOptions#files}. */
        public Builder files(Path directory) {
            this.files = directory;
            return this;
        }

        /** See {@link BackupOptions#encryption}. */
        public Builder encryption(Age age) {
            this.encryption = age;
            return this;
        }

        /**
         * Returns the options.
         *
         * @throws IllegalArgumentException as their constructor
         */
        public BackupOptions build() {
            return new BackupOptions(
                    schema, only, except, conditions, compressed, partBytes, format, files, encryption);
        }
    }
}
