package dev.restore.seed;

import dev.restore.backup.BackupSource;
import dev.restore.backup.names.TableFileNames;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.SessionSettings;
import dev.restore.engine.export.ChosenRows;
import dev.restore.engine.session.Dialects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What the rows of fixtures must be: a JSON Schema (draft 2020-12) made from the tables of a database, by which editors complete and check
 * files, and files are checked without a database.
 *
 * <pre>{@code
 * FixtureSchema.of(dataSource).write(Path.of("src/test/schema"));
 * List<FixtureProblem> problems = FixtureSchema.read(Path.of("src/test/schema")).check(BackupSource.of(Path.of("src/test/resources/seed")));
 * }</pre>
 *
 * <p>It is stricter than a restore, which also takes numbers as texts and columns by the names of their relations, and says how rows are
 * best written. Immutable.
 */
public final class FixtureSchema {

    private static final String ENDING = ".schema.json";
    private static final String ALL = "fixture" + ENDING;

    private final List<TableSchema> tables;
    private final boolean placeholders;

    FixtureSchema(List<TableSchema> tables, boolean placeholders) {
        this.tables = List.copyOf(tables);
        this.placeholders = placeholders;
    }

    /**
     * Makes the schema of the tables of the connection's schema, but those of {@link Fixture#MIGRATION_TABLES}.
     *
     * @throws dev.restore.outcome.PlanException if there is no table
     * @throws dev.restore.outcome.DatabaseException if the database cannot be read
     */
    public static FixtureSchema of(DataSource database) {
        return of(database, null);
    }

    /** Makes the schema of the tables of another schema, as {@link #of(DataSource)} does. */
    public static FixtureSchema of(DataSource database, @Nullable String schema) {
        return SeedConnection.call(
                Objects.requireNonNull(database, "database"), "The tables cannot be described", connection -> {
                    Dialect dialect = Dialects.find(connection.getMetaData());
                    try (Dialect.Session session =
                            dialect.open(connection, new SessionSettings(schema, ZoneOffset.UTC))) {
                        return new FixtureSchema(
                                new SchemaOfTables(session.catalog(), session.reading(), dialect.typesAreHints())
                                        .of(ChosenRows.tables(session.catalog(), Fixture.MIGRATION_TABLES)),
                                false);
                    }
                });
    }

    /**
     * Reads a schema that was written, and perhaps changed since.
     *
     * @param path a directory that {@link #write} has written, or its file {@code fixture.schema.json}
     * @throws IllegalArgumentException if it has anything that is not checked
     * @throws UncheckedIOException if it cannot be read
     */
    public static FixtureSchema read(Path path) {
        Path file = Files.isDirectory(path) ? path.resolve(ALL) : path;
        try {
            return FixtureSchemaJson.read(Files.readString(file));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + " is not a schema of fixtures: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a schema in which any text with {@link dev.restore.backup.Placeholders} fits any column. */
    public FixtureSchema placeholders(boolean wanted) {
        return new FixtureSchema(tables, wanted);
    }

    /** Returns a schema with all names in lower case, for fixtures that are written so although the database spells them in upper case. */
    public FixtureSchema lowerCase() {
        return new FixtureSchema(tables.stream().map(TableSchema::lowerCase).toList(), placeholders);
    }

    boolean placeholders() {
        return placeholders;
    }

    /** Finds a table; case does not matter. */
    Optional<TableSchema> table(String name) {
        return tables.stream()
                .filter(table -> table.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** Returns the JSON Schema of an object of tables, which {@link #write} writes as {@code fixture.schema.json}. */
    public String json() {
        return FixtureSchemaJson.of(tables, placeholders);
    }

    /**
     * Writes {@code fixture.schema.json}, for one object of tables, and {@code TABLE.schema.json} of each table, for a file with its rows.
     * What is there under these names is replaced.
     *
     * @param directory is created; not that of a fixture, whose files are taken for tables
     * @throws UncheckedIOException if it cannot be written
     */
    public void write(Path directory) {
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve(ALL), json());
            for (TableSchema table : tables) {
                Files.writeString(
                        directory.resolve(TableFileNames.of(table.name()) + ENDING),
                        FixtureSchemaJson.ofTable(table, placeholders));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Checks files and directories, whatever a restore reads, without a database. Names of tables and columns fit in any case.
     *
     * @return what does not fit, at most 100 of each source; nothing if all is well
     * @throws dev.restore.outcome.BackupFormatException when one cannot be read
     */
    public List<FixtureProblem> check(BackupSource... sources) {
        List<FixtureProblem> problems = new ArrayList<>();
        for (BackupSource source : sources) {
            problems.addAll(new FixtureCheck(this).check(source));
        }
        return problems;
    }
}
