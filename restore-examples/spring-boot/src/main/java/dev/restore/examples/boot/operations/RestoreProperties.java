package dev.restore.examples.boot.operations;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The settings of backups and restores.
 *
 * @param directory where backups, safety backups and rejected rows are kept
 * @param except tables that are not in backups and that no restore changes: names or patterns
 * @param batchRows the most rows in a batch: progress is told after each
 * @param queue how many runs may wait for their turn
 * @param history where the history of runs is kept
 * @param maxTotalSize how much all stored backups may take together, in the directory of backups; any size when there is none
 * @param upload what an uploaded backup may be
 * @param merge how rows are told apart when a backup is merged
 * @param schedule backups by the clock
 * @param health when health is down
 */
@ConfigurationProperties("restore")
public record RestoreProperties(
        @DefaultValue("restore-data") Path directory,
        @DefaultValue({}) List<String> except,
        @DefaultValue("5000") int batchRows,
        @DefaultValue("100") int queue,
        @DefaultValue History history,
        @Nullable DataSize maxTotalSize,
        @DefaultValue Upload upload,
        @DefaultValue Merge merge,
        @DefaultValue Schedule schedule,
        @DefaultValue Health health) {

    /**
     * The history of runs.
     *
     * @param url the JDBC address of its database; that of the application when there is none
     * @param username the user there
     * @param password the password there
     * @param keep for how long runs are kept after their end
     * @param heartbeat how often the process of a run says that it is there, and hears of a cancel in another one
     * @param lostAfter how long it may be silent before its run counts as interrupted
     */
    public record History(
            @Nullable String url,
            @Nullable String username,
            @Nullable String password,
            @DefaultValue("400d") Duration keep,
            @DefaultValue("1s") Duration heartbeat,
            @DefaultValue("15s") Duration lostAfter) {}

    /**
     * Uploads.
     *
     * @param maxSize the most bytes of one upload
     * @param maxExpansion how many times larger than uploaded a compressed backup may become
     */
    public record Upload(
            @DefaultValue("2GB") DataSize maxSize,
            @DefaultValue("200") int maxExpansion) {}

    /**
     * Merging.
     *
     * @param naturalKeys what tells the rows of a table apart, by table
     */
    public record Merge(@DefaultValue Map<String, List<String>> naturalKeys) {}

    /**
     * Backups by the clock.
     *
     * @param cron when a backup is made, as a Spring cron expression; a hyphen for never
     * @param keep how many of these backups are kept, with the newest one
     * @param drill whether each of them is tried in a database that is made for it
     */
    public record Schedule(
            @DefaultValue("-") String cron,
            @DefaultValue("7") int keep,
            @DefaultValue("true") boolean drill) {}

    /**
     * Health.
     *
     * @param maxBackupAge how old the last backup may be before health is down; any age when there is none
     */
    public record Health(@Nullable Duration maxBackupAge) {}
}
