package dev.restore.examples.boot.operations;

import java.time.Instant;
import java.util.List;

/**
 * A backup in the store.
 *
 * @param id its id, made by the store
 * @param name what people call it; never used as a path
 * @param file the name of its file in the store, made by the store
 * @param origin where it comes from
 * @param createdAt when it was stored
 * @param by who has stored it
 * @param bytes its size
 * @param sha256 the checksum of its bytes
 * @param format its format in words
 * @param rows how many rows it has
 * @param tables its tables
 * @param nameIsTable whether its name says which table its rows are of, because the content does not
 */
public record StoredBackup(
        String id,
        String name,
        String file,
        Origin origin,
        Instant createdAt,
        String by,
        long bytes,
        String sha256,
        String format,
        long rows,
        List<Table> tables,
        boolean nameIsTable) {

    public StoredBackup {
        tables = List.copyOf(tables);
    }

    /** Where a backup comes from. */
    public enum Origin {
        CREATED,
        SCHEDULED,
        UPLOADED
    }

    /**
     * A table of it.
     *
     * @param name its name
     * @param rows how many rows it has
     */
    public record Table(String name, long rows) {}
}
