package dev.restore.engine.verify;

import dev.restore.backup.Manifest;
import dev.restore.backup.Survey;
import dev.restore.backup.Survey.SurveyedTable;
import dev.restore.backup.reading.BackupReader;
import dev.restore.backup.reading.BackupRow;
import dev.restore.catalog.Catalog;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.Rows;
import dev.restore.dialect.SessionSettings;
import dev.restore.dialect.TableReader;
import dev.restore.engine.options.ValueRules;
import dev.restore.engine.planning.SurveyAhead;
import dev.restore.engine.session.BorrowedConnection;
import dev.restore.engine.session.ConnectionSource;
import dev.restore.engine.session.Dialects;
import dev.restore.engine.session.Messages;
import dev.restore.engine.session.Watchdog;
import dev.restore.outcome.Phase;
import dev.restore.outcome.Problem;
import dev.restore.outcome.VerifyReport.VerifiedTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Holds the tables of a backup against those of a database, as that is at one moment. */
final class DatabaseComparison {

    private static final int LOOK_ROWS = 1024;

    private final BackupReader reader;
    private Survey survey;
    private final ConnectionSource database;
    private final @Nullable String schema;
    private final boolean wholeTables;
    private final ValueRules rules;
    private final Watchdog guard;
    private final Map<String, TableComparison> comparisons = new LinkedHashMap<>();
    private final Map<String, List<String>> notes = new HashMap<>();
    private final Map<String, VerifiedTable> missing = new HashMap<>();
    private String dialect = "";
    private Messages messages = Messages.beforeRows();

    DatabaseComparison(
            BackupReader reader,
            Survey survey,
            ConnectionSource database,
            @Nullable String schema,
            ValueRules rules,
            boolean wholeTables,
            Watchdog guard) {
        this.guard = guard;
        this.rules = rules;
        this.reader = reader;
        this.survey = survey;
        this.database = database;
        this.schema = schema;
        this.wholeTables = wholeTables;
    }

    /** Returns the dialect of the database, after the comparison. */
    String dialect() {
        return dialect;
    }

    /** Returns what was found in the backup, as the database shows what it is; after the comparison. */
    Survey survey() {
        return survey;
    }

    /** Returns what says what the driver of the database said. */
    Messages messages() {
        return messages;
    }

    List<VerifiedTable> compare() throws SQLException {
        try (BorrowedConnection borrowed = database.borrow()) {
            Connection connection = borrowed.connection();
            Dialect found = Dialects.find(connection.getMetaData());
            dialect = found.id();
            SessionSettings settings = new SessionSettings(schema, rules.zone(), borrowed.callersTransaction());
            try (Dialect.Session session = found.open(connection, settings)) {
                guard.guard(session);
                try {
                    compare(found, session, borrowed);
                } finally {
                    guard.leaveAlone();
                }
            }
        }
        return survey.tables().stream().map(this::result).toList();
    }

    private void compare(Dialect found, Dialect.Session session, BorrowedConnection borrowed) throws SQLException {
        Catalog catalog = session.catalog();
        Runnable check = () -> guard.check(Phase.OPEN);
        survey = TablePairings.decide(reader, survey, catalog, () -> SurveyAhead.ofAll(reader, check), check);
        messages = new Messages(session, catalog);
        TablePairings pairings = TablePairings.of(reader, survey, session, found, rules);
        for (SurveyedTable table : survey.tables()) {
            prepare(table, pairings);
        }
        try {
            session.snapshots()
                    .begin(comparisons.values().stream()
                            .map(comparison -> comparison.pairing().table())
                            .toList());
            compare(session);
        } finally {
            guard.leaveAlone();
            if (!borrowed.callersTransaction()) {
                borrowed.connection().rollback();
            }
        }
    }

    private void prepare(SurveyedTable source, TablePairings pairings) throws SQLException {
        List<Problem> problems = new ArrayList<>();
        Optional<TablePairing> found = pairings.of(source, problems);
        if (found.isEmpty()) {
            missing.put(source.name(), absent(source, problems));
            return;
        }
        TablePairing pairing = found.get();
        notes.put(source.name(), new ArrayList<>(pairing.notes()));
        if (!wholeTables && filtered(source.name())) {
            note(source.name(), "not compared: the backup holds only the rows that met a condition");
        } else if (pairing.columns().isEmpty()) {
            note(source.name(), "not compared: there is no column to compare by");
        } else {
            comparisons.put(source.name(), new TableComparison(pairing, source.rows()));
        }
    }

    private static VerifiedTable absent(SurveyedTable source, List<Problem> problems) {
        return new VerifiedTable(
                source.name(),
                source.rows(),
                0,
                Math.max(1, source.rows()),
                List.of(),
                problems.stream().map(Problem::message).toList());
    }

    private boolean filtered(String table) {
        Optional<Manifest> manifest = reader.manifest();
        return manifest.flatMap(all -> all.table(table))
                .map(Manifest.ManifestTable::filtered)
                .orElse(false);
    }

    private void note(String table, String note) {
        notes.computeIfAbsent(table, name -> new ArrayList<>()).add(note);
    }

    private void compare(Dialect.Session session) throws SQLException {
        Map<String, TableComparison> all = Map.copyOf(comparisons);
        read(all, TableComparison::addBackup);
        Map<String, TableComparison> different = new HashMap<>();
        for (Map.Entry<String, TableComparison> entry : all.entrySet()) {
            TableComparison comparison = entry.getValue();
            read(session, comparison, comparison::addDatabase);
            if (comparison.differs()) {
                different.put(entry.getKey(), comparison);
            }
        }
        if (different.isEmpty()) {
            return;
        }
        read(different, TableComparison::keepBackup);
        for (TableComparison comparison : different.values()) {
            read(session, comparison, comparison::matchDatabase);
            comparison.end();
        }
    }

    /** What is done with a row of the backup. */
    private interface BackupStep {
        void take(TableComparison comparison, Rows rows, int row);
    }

    /** What is done with a row of the database. */
    private interface DatabaseStep {
        void take(Rows rows, int row);
    }

    private void read(Map<String, TableComparison> tables, BackupStep step) {
        Map<String, BackupRowCells> cells = new HashMap<>();
        int[] rows = {0};
        reader.read(tables::containsKey, (String name, BackupRow row) -> {
            if (++rows[0] % LOOK_ROWS == 0) {
                guard.check(Phase.OPEN);
            }
            TableComparison comparison = Objects.requireNonNull(tables.get(name));
            BackupRowCells view =
                    cells.computeIfAbsent(name, n -> comparison.pairing().cells(row));
            step.take(comparison, view.of(row), 0);
        });
    }

    private void read(Dialect.Session session, TableComparison comparison, DatabaseStep step) throws SQLException {
        try (TableReader rows = comparison.pairing().reader(session, false)) {
            for (Rows batch = rows.next(); batch != null; batch = rows.next()) {
                guard.check(Phase.OPEN);
                for (int row = 0; row < batch.size(); row++) {
                    step.take(batch, row);
                }
            }
        }
    }

    private VerifiedTable result(SurveyedTable table) {
        VerifiedTable absent = missing.get(table.name());
        if (absent != null) {
            return absent;
        }
        TableComparison comparison = comparisons.get(table.name());
        List<String> said = notes.getOrDefault(table.name(), List.of());
        return comparison == null
                ? new VerifiedTable(table.name(), table.rows(), -1, 0, List.of(), said)
                : new VerifiedTable(
                        table.name(),
                        table.rows(),
                        comparison.databaseRows(),
                        comparison.different(),
                        comparison.examples(),
                        said);
    }
}
