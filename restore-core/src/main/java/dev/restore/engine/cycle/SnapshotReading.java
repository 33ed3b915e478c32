package dev.restore.engine.cycle;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Table;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.SessionSettings;
import dev.restore.dialect.Staging;
import dev.restore.engine.cycle.CycleSnapshot.Rows;
import dev.restore.engine.export.BackupChoice;
import dev.restore.engine.match.NaturalKeys;
import dev.restore.engine.options.BackupOptions;
import dev.restore.engine.options.Merging;
import dev.restore.engine.planning.LogicalReferences;
import dev.restore.engine.session.BorrowedConnection;
import dev.restore.engine.session.ConnectionSource;
import dev.restore.engine.session.Dialects;
import dev.restore.engine.session.Messages;
import dev.restore.outcome.BackupWriteException;
import dev.restore.outcome.DatabaseException;
import dev.restore.outcome.Phase;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the tables of a database as they are compared, all of one moment. */
final class SnapshotReading {

    private final ConnectionSource database;
    private final @Nullable String schema;
    private final Merging merging;
    private final Path directory;

    /**
     * Creates a reading.
     *
     * @param merging what tells rows apart, and what references there are without foreign keys
     * @param directory where the rows are put
     */
    SnapshotReading(ConnectionSource database, @Nullable String schema, Merging merging, Path directory) {
        this.database = database;
        this.schema = schema;
        this.merging = merging;
        this.directory = directory;
    }

    /** Reads the tables that a backup with these options has. */
    CycleSnapshot read(BackupOptions options, String name) {
        return read((catalog) -> BackupChoice.of(catalog, options).tables(), name);
    }

    /** Reads these tables as far as they are there. */
    CycleSnapshot read(Set<String> tables, String name) {
        return read(
                (catalog) -> catalog.tables().stream()
                        .filter(table -> table.kind().holdsRows() && tables.contains(catalog.spell(table.name())))
                        .toList(),
                name);
    }

    private CycleSnapshot read(Choice choice, String name) {
        Messages messages = Messages.beforeRows();
        try (BorrowedConnection borrowed = database.borrow()) {
            Connection connection = borrowed.connection();
            Dialect dialect = Dialects.find(connection.getMetaData());
            SessionSettings settings = new SessionSettings(schema, ZoneOffset.UTC, borrowed.callersTransaction());
            try (Dialect.Session session = dialect.open(connection, settings)) {
                Catalog catalog = session.catalog();
                messages = new Messages(session, catalog);
                List<Table> chosen = choice.of(catalog);
                List<ComparedTable> compared = queries(session, catalog, chosen, dialect.id());
                try {
                    session.snapshots().begin(chosen);
                    return new CycleSnapshot(dialect.id(), rows(connection, catalog, compared, name));
                } finally {
                    if (!borrowed.callersTransaction() && !connection.getAutoCommit()) {
                        connection.rollback();
                    }
                }
            }
        } catch (SQLException e) {
            throw new DatabaseException(
                    Phase.OPEN,
                    false,
                    "The rows could not be read for the comparison: " + messages.of(e),
                    messages.redacted(e));
        } catch (IOException e) {
            throw new BackupWriteException(
                    "The rows could not be put on the disk for the comparison: " + e.getMessage()
                            + "; let the directory for temporary files be one with space",
                    e);
        }
    }

    private Map<String, Rows> rows(Connection connection, Catalog catalog, List<ComparedTable> tables, String name)
            throws SQLException, IOException {
        RowReading reading = new RowReading(connection, directory);
        Map<String, Rows> rows = new LinkedHashMap<>();
        for (ComparedTable table : tables) {
            rows.put(
                    catalog.spell(table.table().name()),
                    new Rows(table, reading.read(table, name + "." + rows.size())));
        }
        return rows;
    }

    private List<ComparedTable> queries(Dialect.Session session, Catalog catalog, List<Table> chosen, String dialect)
            throws SQLException {
        Staging names = session.staging()
                .orElseThrow(() -> new PlanException(List.of(new Problem(
                        Problem.Kind.BAD_OPTION,
                        "database",
                        "Rows cannot be merged on " + dialect + ".",
                        "Use a database whose dialect has staging tables."))));
        NaturalKeys keys = new NaturalKeys(catalog, merging.naturalKeys());
        LogicalReferences references = new LogicalReferences(catalog, merging.references());
        List<Problem> problems = new ArrayList<>(keys.problems());
        problems.addAll(references.problems());
        if (!problems.isEmpty()) {
            throw new PlanException(problems);
        }
        return chosen.stream()
                .map(table -> new ComparedColumns(catalog, keys, references, names, table).build())
                .toList();
    }

    /** Which tables are read. */
    private interface Choice {
        List<Table> of(Catalog catalog);
    }
}
