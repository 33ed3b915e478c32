package dev.restore.plan;

/** What a backup is written as. */
public enum BackupFormat {
    /**
     * The library's own: rows in files of bounded size, each with its checksum in a manifest. The one to keep: only of this one a reader
     * can tell that nothing is missing or changed.
     */
    RESTORE,
    /** One array of rows for each table, {@code TABLE.json}, with the numbers of rows in {@code backup_metadata.json} beside them. */
    TABLES,
    /**
     * What Django's {@code dumpdata} writes and its {@code loaddata} reads: one array of {@code {"model", "pk", "fields"}}, in a file
     * {@code .json} or {@code .json.gz}, or called {@code data.json} in a package. Tables are models ({@code app_name} is
     * {@code app.name}), a foreign key of one column {@code author_id} is the field {@code author}, and join tables are models of
     * their own, so that the keys of their rows stay. Tables without rows leave no trace in it.
     */
    DJANGO
}
