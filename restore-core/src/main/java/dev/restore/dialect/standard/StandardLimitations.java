package dev.restore.dialect.standard;

import dev.restore.catalog.Column;
import dev.restore.catalog.Table;
import dev.restore.dialect.Limitations;
import dev.restore.dialect.Obstacle;
import dev.restore.dialect.Scope;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What cannot be kept on a database of which only its {@link Capabilities} are known: problems of the plan, and sentences in it. */
final class StandardLimitations implements Limitations {

    private final SqlDatabase database;

    StandardLimitations(SqlDatabase database) {
        this.database = database;
    }

    /** Returns what would break the promise that a failed restore leaves no trace. */
    List<Obstacle> obstacles(Scope scope) throws SQLException {
        Capabilities capabilities = database.capabilities();
        List<Obstacle> obstacles = new ArrayList<>();
        if (!capabilities.transactions()) {
            obstacles.add(new Obstacle(
                    null,
                    "this database has no transactions: what a failed restore has changed would stay",
                    "restore into another one"));
        }
        Set<Table> touched = new LinkedHashSet<>(scope.cleared());
        touched.addAll(scope.loaded());
        for (Table table : touched) {
            String engine = capabilities.engines().get(table.name().name());
            if (engine != null) {
                obstacles.add(new Obstacle(
                        table.name(),
                        "table " + table.name() + " is kept by the engine " + engine
                                + ", which has no transactions: rows that a failed restore has deleted or added would stay so",
                        "change it first (ALTER TABLE " + table.name() + " ENGINE = InnoDB)"));
            }
        }
        return obstacles;
    }

    @Override
    public Optional<String> clipping() throws SQLException {
        return Optional.ofNullable(database.capabilities().clipping());
    }

    @Override
    public boolean savepoints() throws SQLException {
        return database.capabilities().savepoints();
    }

    @Override
    public List<String> shortcomings(Scope scope) throws SQLException {
        if (database.trusted()) {
            return List.of();
        }
        Capabilities capabilities = database.capabilities();
        List<String> sentences = new ArrayList<>();
        if (!capabilities.savepoints()) {
            sentences.add(
                    "Bad rows cannot be set aside, because this database has no savepoints: the first one ends the"
                            + " run, and everything is rolled back.");
        }
        if (capabilities.laggingKeys()) {
            sentences.add(
                    "Rows that others refer to cannot be changed within one transaction here, and rows that refer to a"
                            + " later row of their own table are refused.");
        }
        if (capabilities.schemaChangesCommit()) {
            sentences.add(
                    "Changes of the schema commit at once here, so that identities are only looked at and not moved:"
                            + " a warning names those whose next number may be taken.");
        }
        if (capabilities.clipping() != null) {
            sentences.add("The database may store values changed without an error, because " + capabilities.clipping()
                    + ": only reading them again finds that.");
        }
        if (capabilities.zeroDraws() && scope.loaded().stream().anyMatch(StandardLimitations::isNumbered)) {
            sentences.add("A 0 in a numbered column would draw the next number here: such a row is refused.");
        }
        sentences.add("That somebody else restores into the same tables at the same time is not noticed before a row or"
                + " lock stands in the way.");
        sentences.add(
                "Where the driver cannot end a statement that waits for a lock, a deadline takes effect when that is"
                        + " free.");
        sentences.add("Triggers are not known: they fire, and none can be suppressed.");
        return sentences;
    }

    private static boolean isNumbered(Table table) {
        return table.columns().stream().anyMatch(column -> column.generation() != Column.Generation.NONE);
    }
}
