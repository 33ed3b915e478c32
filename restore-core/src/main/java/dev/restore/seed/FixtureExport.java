package dev.restore.seed;

import dev.restore.Backup;
import dev.restore.engine.export.ChosenRows;
import dev.restore.engine.export.ChosenRows.Start;
import dev.restore.engine.session.TemporaryFiles;
import dev.restore.outcome.BackupReport;
import dev.restore.outcome.BackupWriteException;
import dev.restore.outcome.PlanException;
import dev.restore.plan.BackupFormat;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rows of a database, or some of them with those that they refer to, as files for {@link Fixture}: one a table, one row a line,
 * in the order of the primary key, so that two exports of the same rows are the same files.
 *
 * <pre>{@code
 * FixtureExport.of(dataSource).from("purchase", "id in (1, 2)").write(Path.of("src/test/resources/seed"));
 * }</pre>
 *
 * <p>Reads only. Immutable: each method returns a new description. Rows that somebody else changes meanwhile may be missed.
 */
public final class FixtureExport {

    private static final String METADATA = "backup_metadata.json";

    private final DataSource database;
    private final @Nullable String schema;
    private final Set<String> kept;
    private final List<Start> starts;

    private FixtureExport(DataSource database, @Nullable String schema, Set<String> kept, List<Start> starts) {
        this.database = database;
        this.schema = schema;
        this.kept = Set.copyOf(kept);
        this.starts = List.copyOf(starts);
    }

    /** Starts with all rows of all tables but {@link Fixture#MIGRATION_TABLES}. */
    public static FixtureExport of(DataSource database) {
        return new FixtureExport(
                Objects.requireNonNull(database, "database"), null, Fixture.MIGRATION_TABLES, List.of());
    }

    /** Sets the schema whose tables are meant. Default: the connection's own. */
    public FixtureExport schema(String wanted) {
        return new FixtureExport(database, Objects.requireNonNull(wanted, "wanted"), kept, starts);
    }

    /**
     * Leaves these tables out, beside those that were named before; references to their rows are not followed. Default:
     * {@link Fixture#MIGRATION_TABLES}.
     *
     * @param tables their names; case does not matter
     */
    public FixtureExport except(String... tables) {
        Set<String> all = new LinkedHashSet<>(kept);
        all.addAll(Arrays.asList(tables));
        return new FixtureExport(database, schema, all, starts);
    }

    /**
     * Writes some rows of a table, beside those that were named before, and the rows that they need: those that they refer to by foreign
     * keys, those that these refer to, and so on. Tables of which no row is reached are then not written. Default: all rows.
     *
     * @param table its name
     * @param condition what may stand after WHERE, in the SQL of the database. It is not checked: never take it from a source that
     *     you do not trust
     */
    public FixtureExport from(String table, String condition) {
        return from(table, condition, false);
    }

    /**
     * Writes some rows of a table as {@link #from} does, with the rows that refer to them, those that refer to these, and so on, and
     * whatever all of them need. What else refers to the rows that they need is left out.
     *
     * @param table its name
     * @param condition as for {@link #from}
     */
    public FixtureExport fromWithChildren(String table, String condition) {
        return from(table, condition, true);
    }

    private FixtureExport from(String table, String condition, boolean children) {
        Objects.requireNonNull(table, "table");
        if (condition.isBlank()) {
            throw new IllegalArgumentException("the condition for " + table + " must not be blank");
        }
        List<Start> all = new ArrayList<>(starts);
        all.add(new Start(table, condition, children));
        return new FixtureExport(database, schema, kept, all);
    }

    /**
     * Writes the files.
     *
     * @param directory where they will be: not there yet, or empty. Directories above it are created
     * @return what was written
     * @throws PlanException if a table is not there, if there is none to write, or if references are by bytes and cannot be followed
     * @throws BackupWriteException if it cannot be written, or is there already
     * @throws dev.restore.outcome.DatabaseException if the database cannot be read
     */
    public BackupReport write(Path directory) {
        ChosenRows chosen = SeedConnection.call(
                database,
                "The rows for the fixture cannot be read",
                connection -> ChosenRows.of(connection, schema, kept, starts));
        Backup writing =
                Backup.of(database).only(chosen.tables().toArray(String[]::new)).format(BackupFormat.TABLES);
        writing = schema == null ? writing : writing.schema(schema);
        for (Map.Entry<String, String> condition : chosen.conditions().entrySet()) {
            writing = writing.where(condition.getKey(), condition.getValue());
        }
        try {
            return write(writing, directory.toAbsolutePath());
        } catch (IOException e) {
            throw new BackupWriteException(
                    "The fixture cannot be written into " + directory + ": " + e.getMessage(), e);
        }
    }

    private static BackupReport write(Backup writing, Path directory) throws IOException {
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw new BackupWriteException(
                    directory + " is a file; name a directory", new NotDirectoryException(directory.toString()));
        }
        try {
            Files.deleteIfExists(directory);
        } catch (DirectoryNotEmptyException e) {
            throw new BackupWriteException(
                    directory + " is there already and holds files, which may have been changed by hand; name another"
                            + " directory, or empty it",
                    e);
        }
        Path above = Objects.requireNonNull(directory.getParent(), "parent");
        Files.createDirectories(above);
        Path unfinished = Files.createTempDirectory(above, ".fixture");
        try {
            Path rows = unfinished.resolve("rows");
            BackupReport report = writing.write(rows);
            // It would state how many rows there are, which whoever edits the files would have to change, too.
            Files.delete(rows.resolve(METADATA));
            Files.move(rows, directory);
            return new BackupReport(
                    directory.toString(),
                    report.dialect(),
                    report.startedAt(),
                    report.duration(),
                    report.bytes(),
                    report.tables(),
                    report.files(),
                    report.leftOut(),
                    report.warnings());
        } finally {
            TemporaryFiles.delete(unfinished, "what was to become a fixture");
        }
    }
}
