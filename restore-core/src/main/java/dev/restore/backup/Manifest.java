package dev.restore.backup;

import dev.restore.catalog.TypeFamily;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a backup of the library's own format says about itself, in its file {@code manifest.json}. Immutable.
 *
 * @param version the version of the format, from 1
 * @param createdAt when it was written
 * @param source where the rows come from
 * @param fingerprint tells the schema of the tables from others: SHA-256 over their names, columns and keys, in hexadecimal
 * @param tables the tables in the order in which they were written, parents before children as far as that is possible
 * @param files the files beside the rows in the order of their paths, each with its bytes and SHA-256; null where none were put into
 *     the backup
 * @param wayBack what the way back from a restore needs beside the rows, or null where the backup is not one that was written
 *     before a restore
 * @param leftOut what the database holds or shows and the backup does not have, such as views, in words
 * @param unfinished whether the database was the target of a restore that was not finished, so that it lacked rows
 */
public record Manifest(
        int version,
        Instant createdAt,
        Source source,
        String fingerprint,
        List<ManifestTable> tables,
        @Nullable List<AttachedFile> files,
        @Nullable WayBack wayBack,
        List<String> leftOut,
        boolean unfinished) {

    /** The name of the format. */
    public static final String FORMAT = "restore-backup";

    /** The newest version of the format that this library reads. */
    public static final int VERSION = 3;

    /** The version that is written where references are natural keys, for readers that would take those for values. */
    public static final int KEYED_VERSION = 3;

    /** The version that is written where no value is in a {@link TypedForm}, for readers that do not know these. */
    public static final int UNTYPED_VERSION = 1;

    /** The name of the manifest's file. */
    public static final String FILE = "manifest.json";

    /** The name of the file that holds the manifest's own checksum, in the form of {@code sha256sum}. */
    public static final String CHECKSUM_FILE = "manifest.sha256";

    /** The folder of the files beside the rows, with its slash. */
    public static final String FILES = "files/";

    public Manifest {
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(fingerprint, "fingerprint");
        tables = List.copyOf(tables);
        files = files == null ? null : List.copyOf(files);
        leftOut = List.copyOf(leftOut);
    }

    /** Creates the manifest of a backup that has all of a database that is complete. */
    public Manifest(
            int version,
            Instant createdAt,
            Source source,
            String fingerprint,
            List<ManifestTable> tables,
            @Nullable List<AttachedFile> files,
            @Nullable WayBack wayBack) {
        this(version, createdAt, source, fingerprint, tables, files, wayBack, List.of(), false);
    }

    /** Creates the manifest of a backup that no restore has written, without files beside the rows. */
    public Manifest(int version, Instant createdAt, Source source, String fingerprint, List<ManifestTable> tables) {
        this(version, createdAt, source, fingerprint, tables, null, null);
    }

    /** Returns whether values of its rows may be in a {@link TypedForm}. */
    public boolean typed() {
        return version >= TypedForm.VERSION;
    }

    /** Returns what tells rows apart whatever their numbers, by the names of their tables: those that references lead to, and its own. */
    public Map<String, List<String>> naturalKeys() {
        Map<String, List<String>> keys = new LinkedHashMap<>();
        for (ManifestTable table : tables) {
            table.foreignKeys().stream()
                    .filter(reference -> reference.writtenIn() != null)
                    .forEach(reference -> keys.put(reference.table(), reference.naturalKey()));
            if (!table.naturalKey().isEmpty()) {
                keys.put(table.name(), table.naturalKey());
            }
        }
        return keys;
    }

    /** Returns whether a reference is written as the natural key of the row that it leads to. */
    public boolean keyed() {
        return tables.stream()
                .flatMap(table -> table.foreignKeys().stream())
                .anyMatch(reference -> reference.writtenIn() != null);
    }

    /** Returns how many rows there are in all. */
    public long rows() {
        return tables.stream().mapToLong(ManifestTable::rows).sum();
    }

    /** Finds a table by its exact name. */
    public Optional<ManifestTable> table(String name) {
        return tables.stream().filter(table -> table.name().equals(name)).findFirst();
    }

    /**
     * Says that a restore has written this backup before it changed anything, so that it can be gone back on. Restored in replace
     * mode it empties its tables also where it holds no row at all, and sets sequences and identities to where they stood.
     *
     * @param id tells it from others; an unfinished restore knows its own
     * @param nextValues the numbers that the next rows would have got, by table and column
     * @param sequences the names of the sequences that they come from, where they have one, by table and column: what numbers a
     *     column may be known from an option of that run only
     */
    public record WayBack(
            String id, Map<String, Map<String, BigInteger>> nextValues, Map<String, Map<String, String>> sequences) {
        public WayBack {
            Objects.requireNonNull(id, "id");
            nextValues = copy(nextValues);
            sequences = copy(sequences);
        }

        private static <V> Map<String, Map<String, V>> copy(Map<String, Map<String, V>> values) {
            Map<String, Map<String, V>> copy = new LinkedHashMap<>();
            values.forEach(
                    (table, columns) -> copy.put(table, Collections.unmodifiableMap(new LinkedHashMap<>(columns))));
            return Collections.unmodifiableMap(copy);
        }

        /** Returns the name of the sequence of a column, or null where none was written. */
        public @Nullable String sequence(String table, String column) {
            return sequences.getOrDefault(table, Map.of()).get(column);
        }

        /** Returns the number that the next row would have got, or null where none was written. */
        public @Nullable BigInteger next(String table, String column) {
            return nextValues.getOrDefault(table, Map.of()).get(column);
        }
    }

    /**
     * Where the rows of a backup come from.
     *
     * @param product the database's name for itself
     * @param version the database's version
     * @param dialect the dialect by which it was read
     * @param schema the schema of the tables, or null where there are none
     */
    public record Source(
            String product,
            String version,
            String dialect,
            @Nullable String schema) {
        public Source {
            Objects.requireNonNull(product, "product");
            Objects.requireNonNull(version, "version");
            Objects.requireNonNull(dialect, "dialect");
        }
    }

    /**
     * A table of a backup.
     *
     * @param name its name
     * @param rows how many rows it has in the backup
     * @param filtered whether only rows that met a condition were written
     * @param columns the columns that every row carries, in their order
     * @param primaryKey the columns of the primary key, empty when there is none
     * @param uniqueKeys the columns of each other key
     * @param naturalKey what tells its rows apart whatever their numbers, columns or {@code relation.column}; empty where that is
     *     not known or was not asked for
     * @param foreignKeys how it refers to others
     * @param fingerprint tells its columns and keys from others, SHA-256 in hexadecimal
     * @param parts the files of its rows in their order, none for an empty table
     */
    public record ManifestTable(
            String name,
            long rows,
            boolean filtered,
            List<ManifestColumn> columns,
            List<String> primaryKey,
            List<List<String>> uniqueKeys,
            List<String> naturalKey,
            List<Reference> foreignKeys,
            String fingerprint,
            List<ManifestPart> parts) {
        public ManifestTable {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(fingerprint, "fingerprint");
            columns = List.copyOf(columns);
            primaryKey = List.copyOf(primaryKey);
            uniqueKeys = uniqueKeys.stream().map(List::copyOf).toList();
            naturalKey = List.copyOf(naturalKey);
            foreignKeys = List.copyOf(foreignKeys);
            parts = List.copyOf(parts);
        }

        /** Creates a table without a natural key. */
        public ManifestTable(
                String name,
                long rows,
                boolean filtered,
                List<ManifestColumn> columns,
                List<String> primaryKey,
                List<List<String>> uniqueKeys,
                List<Reference> foreignKeys,
                String fingerprint,
                List<ManifestPart> parts) {
            this(name, rows, filtered, columns, primaryKey, uniqueKeys, List.of(), foreignKeys, fingerprint, parts);
        }

        /** Returns how many bytes its files have in all. */
        public long bytes() {
            return parts.stream().mapToLong(ManifestPart::bytes).sum();
        }
    }

    /**
     * A column.
     *
     * @param name its name
     * @param type the database's own name of its type
     * @param family what the type is
     * @param nullable whether it takes NULL
     */
    public record ManifestColumn(String name, String type, TypeFamily family, boolean nullable) {
        public ManifestColumn {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(type, "type");
            Objects.requireNonNull(family, "family");
        }
    }

    /**
     * A foreign key.
     *
     * @param columns the columns that refer
     * @param table the table that is referred to
     * @param referencedColumns its columns, in the order of {@code columns}
     * @param writtenIn the column of {@code columns} whose field holds an array with the natural key of the row that is referred to,
     *     in the rows that have no null among {@code columns}; null where the fields hold the values of their columns
     * @param naturalKey what tells the rows apart that are referred to, as in {@link ManifestTable#naturalKey}, a value of the array
     *     for each; empty where {@code writtenIn} is null
     */
    public record Reference(
            List<String> columns,
            String table,
            List<String> referencedColumns,
            @Nullable String writtenIn,
            List<String> naturalKey) {
        public Reference {
            Objects.requireNonNull(table, "table");
            columns = List.copyOf(columns);
            referencedColumns = List.copyOf(referencedColumns);
            naturalKey = List.copyOf(naturalKey);
            if (writtenIn == null ? !naturalKey.isEmpty() : naturalKey.isEmpty() || !columns.contains(writtenIn)) {
                throw new IllegalArgumentException("a natural key stands in a column of its reference");
            }
        }

        /** Creates a reference whose fields hold the values of their columns. */
        public Reference(List<String> columns, String table, List<String> referencedColumns) {
            this(columns, table, referencedColumns, null, List.of());
        }
    }

    /**
     * A file of rows.
     *
     * @param path where it stands in the backup, with slashes
     * @param rows how many rows it holds
     * @param bytes how many bytes it has as it stands there
     * @param sha256 the SHA-256 of these bytes in hexadecimal
     */
    public record ManifestPart(String path, long rows, long bytes, String sha256) {
        public ManifestPart {
            Objects.requireNonNull(path, "path");
            Objects.requireNonNull(sha256, "sha256");
        }
    }
}
