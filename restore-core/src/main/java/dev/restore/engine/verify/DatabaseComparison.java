package dev.restore.engine.verify;

import dev.restore.backup.Manifest;
import dev.restore.backup.Survey;
import dev.restore.backup.Survey.SurveyedField;
import dev.restore.backup.Survey.SurveyedTable;
import dev.restore.backup.reading.BackupReader;
import dev.restore.backup.reading.BackupRow;
import dev.restore.catalog.Catalog;
import dev.restore.catalog.Column;
import dev.restore.catalog.Key;
import dev.restore.catalog.Table;
import dev.restore.dialect.CellForm;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.Rows;
import dev.restore.dialect.SessionSettings;
import dev.restore.dialect.TableReader;
import dev.restore.dialect.value.CellForms;
import dev.restore.engine.match.ColumnMatcher;
import dev.restore.engine.match.TableMatcher;
import dev.restore.engine.options.ValueRules;
import dev.restore.engine.planning.FileReadings;
import dev.restore.engine.planning.ShardedTables;
import dev.restore.engine.planning.SurveyAhead;
import dev.restore.engine.references.KeyedReader;
import dev.restore.engine.session.BorrowedConnection;
import dev.restore.engine.session.ConnectionSource;
import dev.restore.engine.session.Dialects;
import dev.restore.engine.session.Messages;
import dev.restore.engine.session.Watchdog;
import dev.restore.engine.value.CellDecoder;
import dev.restore.engine.value.CellDecoders;
import dev.restore.engine.value.DecodingPlanner;
import dev.restore.engine.value.DjangoValues;
import dev.restore.outcome.Phase;
import dev.restore.outcome.Problem;
import dev.restore.outcome.VerifyReport.VerifiedTable;
import dev.restore.plan.Decoding;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
    private final Map<String, @Nullable CellDecoder[]> decoders = new HashMap<>();
    private String dialect = "";
    private boolean typesAreHints;
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

    /** Finds out by the tables of the database what the backup alone leaves open. */
    private void decide(Catalog catalog) {
        if (ShardedTables.decide(reader, catalog, Map.of())) {
            survey = SurveyAhead.ofAll(reader, () -> guard.check(Phase.OPEN));
        }
        FileReadings files = new FileReadings(survey, catalog, Map.of(), Map.of(), table -> true);
        if (!files.rows().isEmpty() || !files.envelopes().isEmpty()) {
            reader.readAsOneRow(files.rows());
            reader.readAsEnvelopes(files.envelopes());
            survey = SurveyAhead.ofAll(reader, () -> guard.check(Phase.OPEN));
        }
        TableMatcher matcher = new TableMatcher(catalog, Map.of(), survey.django(), new ArrayList<>());
        survey = survey.leavingOut(table -> !matcher.knows(table.name()));
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
            typesAreHints = found.typesAreHints();
            SessionSettings settings = new SessionSettings(schema, rules.zone(), borrowed.callersTransaction());
            try (Dialect.Session session = found.open(connection, settings)) {
                guard.guard(session);
                try {
                    compare(session, borrowed);
                } finally {
                    guard.leaveAlone();
                }
            }
        }
        return survey.tables().stream().map(this::result).toList();
    }

    private void compare(Dialect.Session session, BorrowedConnection borrowed) throws SQLException {
        Catalog catalog = session.catalog();
        decide(catalog);
        messages = new Messages(session, catalog);
        KeyedColumns keyed = new KeyedColumns(reader.manifest(), catalog);
        for (SurveyedTable table : survey.tables()) {
            prepare(table, catalog, session, keyed);
        }
        try {
            session.snapshots()
                    .begin(comparisons.values().stream()
                            .map(TableComparison::table)
                            .toList());
            compare(session);
        } finally {
            guard.leaveAlone();
            if (!borrowed.callersTransaction()) {
                borrowed.connection().rollback();
            }
        }
    }

    private void prepare(SurveyedTable source, Catalog catalog, Dialect.Session session, KeyedColumns keyedColumns)
            throws SQLException {
        List<Problem> problems = new ArrayList<>();
        Table target = new TableMatcher(catalog, Map.of(), survey.django(), problems).match(source.name());
        if (target == null) {
            missing.put(source.name(), absent(source, problems));
            return;
        }
        List<Column> columns = new ArrayList<>();
        List<String> fields = new ArrayList<>();
        List<CellForm> forms = new ArrayList<>();
        List<@Nullable CellDecoder> decoded = new ArrayList<>();
        DecodingPlanner decodings =
                new DecodingPlanner(rules, reader.manifest().isPresent(), survey.django(), typesAreHints);
        KeyedColumns.Keyed keyed = keyedColumns.of(source.name(), target);
        for (Map.Entry<String, Column> pair : pairs(source, target, keyed).entrySet()) {
            Column column = pair.getValue();
            if (keyed.in(column).isPresent()) {
                decoded.add(null);
                columns.add(column);
                fields.add(pair.getKey());
                forms.add(CellForms.written());
                continue;
            }
            CellForm form = session.reading().form(target, column);
            Decoding known = survey.django()
                    ? DjangoValues.decoding(
                            catalog,
                            column,
                            source.field(pair.getKey())
                                    .map(SurveyedField::kinds)
                                    .orElse(Set.of()))
                    : Decoding.NONE;
            DecodingPlanner.Decision decision = source.field(pair.getKey())
                    .filter(field -> known == Decoding.NONE)
                    .map(field -> decodings.decide(field, target, column))
                    .orElseGet(() -> DecodingPlanner.Decision.of(known));
            if (decision.unclear() != null) {
                note(source.name(), "column " + column.name() + " was not compared: " + decision.unclear());
            } else if (form.certain() || sameDialect()) {
                decoded.add(CellDecoders.of(decision.decoding(), column.type().family(), rules.zone())
                        .orElse(null));
                columns.add(column);
                fields.add(pair.getKey());
                forms.add(form.certain() ? form : CellForms.written(column.type()));
            } else {
                note(
                        source.name(),
                        "column " + column.name() + " was not compared: its values may be written in several ways");
            }
        }
        if (!wholeTables && filtered(source.name())) {
            note(source.name(), "not compared: the backup holds only the rows that met a condition");
        } else if (columns.isEmpty()) {
            note(source.name(), "not compared: there is no column to compare by");
        } else {
            decoders.put(source.name(), decoded.toArray(CellDecoder[]::new));
            comparisons.put(
                    source.name(),
                    new TableComparison(
                            target, columns, keyed.found(), fields, forms, key(target, columns), source.rows()));
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

    /** Returns the fields of a table that can be compared and their columns, those among them that hold natural keys. */
    private Map<String, Column> pairs(SurveyedTable source, Table target, KeyedColumns.Keyed keyed) {
        Map<String, Column> pairs = pairs(source, target);
        keyed.unknown().forEach(field -> {
            if (pairs.remove(field) != null) {
                note(
                        source.name(),
                        "column " + field
                                + " was not compared: it holds natural keys of a reference that the database does not have");
            }
        });
        pairs.values().removeIf(column -> {
            boolean uncertain = !sameDialect()
                    && keyed.in(column)
                            .filter(reference -> !KeyedColumns.isCertain(reference))
                            .isPresent();
            if (uncertain) {
                note(
                        source.name(),
                        "column " + column.name()
                                + " was not compared: its natural keys may be written in several ways");
            }
            return uncertain;
        });
        return pairs;
    }

    /** Returns the fields of a table that can be compared and their columns; all columns where there is no row to show fields. */
    private Map<String, Column> pairs(SurveyedTable source, Table target) {
        Map<String, Column> pairs = new LinkedHashMap<>();
        if (source.rows() == 0) {
            target.insertableColumns().forEach(column -> pairs.put(column.name(), column));
            return pairs;
        }
        ColumnMatcher matcher = new ColumnMatcher(source.name(), target, Map.of(), survey.django());
        for (SurveyedField field : source.fields()) {
            List<Column> found = matcher.match(field.name());
            if (found.size() != 1) {
                note(source.name(), "field " + field.name() + " was not compared: the table has no such column");
            } else if (field.rows() != source.rows()) {
                note(source.name(), "field " + field.name() + " was not compared: not every row carries it");
            } else if (!pairs.containsValue(found.get(0))) {
                pairs.put(field.name(), found.get(0));
            }
        }
        return pairs;
    }

    private static int[] key(Table table, List<Column> columns) {
        List<String> names = columns.stream().map(Column::name).toList();
        List<String> key = table.primaryKey().map(Key::columns).orElse(List.of());
        return names.containsAll(key) ? key.stream().mapToInt(names::indexOf).toArray() : new int[0];
    }

    /** Whether the backup was written by the same reader, so that equal values are written alike. */
    private boolean sameDialect() {
        return reader.manifest()
                .map(manifest -> manifest.source().dialect().equals(dialect))
                .orElse(false);
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
            BackupRowCells view = cells.computeIfAbsent(
                    name,
                    n -> new BackupRowCells(comparison.fields(), Objects.requireNonNull(decoders.get(name)), row));
            step.take(comparison, view.of(row), 0);
        });
    }

    private void read(Dialect.Session session, TableComparison comparison, DatabaseStep step) throws SQLException {
        try (TableReader rows = KeyedReader.open(
                session.reading(),
                comparison.table(),
                comparison.columns(),
                comparison.keyed(),
                KeyedReader.Unresolved.SHOWN,
                false,
                null)) {
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
