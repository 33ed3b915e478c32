package dev.restore.engine.verify;

import dev.restore.backup.BackupSource;
import dev.restore.backup.ReadLimits;
import dev.restore.backup.Survey;
import dev.restore.backup.Survey.SurveyedTable;
import dev.restore.backup.format.BackupFormats;
import dev.restore.backup.reading.BackupReader;
import dev.restore.backup.reading.BackupRow;
import dev.restore.catalog.Catalog;
import dev.restore.catalog.Column;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.SessionSettings;
import dev.restore.engine.match.NameMatch;
import dev.restore.engine.match.NamePattern;
import dev.restore.engine.options.ValueRules;
import dev.restore.engine.session.BorrowedConnection;
import dev.restore.engine.session.ConnectionSource;
import dev.restore.engine.session.Dialects;
import dev.restore.engine.session.Messages;
import dev.restore.engine.session.Remedies;
import dev.restore.outcome.Phase;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.Problem;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Compares the rows of tables with those that files expect, all of them in memory: for tests. Used once by one thread.
 */
public final class ExpectedRowsComparison {

    private final ExpectedRows options;
    private final ValueRules rules;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<TableName, ExpectedTable> tables = new LinkedHashMap<>();
    private final Set<String> used = new HashSet<>();
    private Messages messages = Messages.beforeRows();

    /** Creates a comparison. */
    public ExpectedRowsComparison(ExpectedRows options) {
        this.options = options;
        this.rules = options.rules();
    }

    /**
     * Compares the tables that the files have.
     *
     * @param sources files and directories; rows of one table in several of them add up
     * @return what differs in each, nothing for tables that hold what is expected
     * @throws PlanException with all that is in the files and cannot be in the database
     * @throws dev.restore.outcome.BackupFormatException when a file cannot be read
     * @throws dev.restore.outcome.DatabaseException when the database cannot be read
     */
    public List<TableDifferences> compare(ConnectionSource database, List<BackupSource> sources) {
        try (BorrowedConnection borrowed = database.borrow()) {
            Connection connection = borrowed.connection();
            Dialect dialect = Dialects.find(connection.getMetaData());
            SessionSettings settings =
                    new SessionSettings(options.schema(), rules.zone(), borrowed.callersTransaction());
            try (Dialect.Session session = dialect.open(connection, settings)) {
                messages = new Messages(session, session.catalog());
                for (BackupSource source : sources) {
                    expect(source, dialect, session);
                }
                requireNoProblems();
                return compare(session, borrowed);
            }
        } catch (SQLException e) {
            throw Remedies.failure(Phase.OPEN, messages, e);
        }
    }

    private void expect(BackupSource source, Dialect dialect, Dialect.Session session) throws SQLException {
        Catalog catalog = session.catalog();
        try (BackupReader reader = BackupFormats.open(source, ReadLimits.forThisHeap())) {
            Survey survey = TablePairings.decide(
                    reader, reader.survey(Long.MAX_VALUE), catalog, () -> reader.survey(Long.MAX_VALUE), () -> {});
            TablePairings pairings = TablePairings.ofEveryField(reader, survey, session, dialect, rules, this::ignores);
            Map<String, TablePairing> found = new HashMap<>();
            for (SurveyedTable table : survey.tables()) {
                if (options.only().isEmpty() || names(options.only(), table.name())) {
                    pairings.of(table, problems).ifPresent(pairing -> {
                        found.put(table.name(), pairing);
                        expect(table, pairing, catalog);
                    });
                }
            }
            Map<String, BackupRowCells> cells = new HashMap<>();
            reader.read(found::containsKey, (String name, BackupRow row) -> {
                TablePairing pairing = Objects.requireNonNull(found.get(name));
                BackupRowCells view = cells.computeIfAbsent(name, any -> pairing.cells(row));
                expected(pairing, catalog).expect(pairing, view.of(row));
            });
        }
    }

    private void expect(SurveyedTable source, TablePairing pairing, Catalog catalog) {
        expected(pairing, catalog).compare(pairing);
        for (String note : pairing.notes()) {
            problems.add(new Problem(
                    Problem.Kind.UNKNOWN_COLUMN,
                    source.name(),
                    "Table " + source.name() + ": " + note + (note.endsWith(".") ? "" : "."),
                    "Correct the file, or ignore the column (ignoring)."));
        }
    }

    private ExpectedTable expected(TablePairing pairing, Catalog catalog) {
        Table table = pairing.table();
        return tables.computeIfAbsent(table.name(), name -> new ExpectedTable(table, catalog.spell(name)));
    }

    private boolean ignores(Table table, String column) {
        boolean ignored = isAmong(options.ignored(), "", column);
        for (Map.Entry<String, Set<String>> entry : options.ignoredIn().entrySet()) {
            ignored |= NameMatch.isSpelled(table.name(), entry.getKey())
                    && isAmong(entry.getValue(), entry.getKey() + ".", column);
        }
        return ignored;
    }

    private boolean isAmong(Set<String> names, String table, String column) {
        boolean among = false;
        for (String name : names) {
            if (name.equalsIgnoreCase(column)) {
                used.add(table + name);
                among = true;
            }
        }
        return among;
    }

    private boolean names(Collection<String> patterns, String table) {
        boolean named = false;
        for (String pattern : patterns) {
            if (new NamePattern(pattern).matches(table)) {
                used.add(pattern);
                named = true;
            }
        }
        return named;
    }

    /** A name that means nothing is a mistake, as a test that compares less than its author thinks passes. */
    private void requireNoProblems() {
        for (String name : options.ignored()) {
            require(
                    used.contains(name) || isColumn(tables.values(), name),
                    name,
                    "none of the tables has a column of this name");
        }
        options.ignoredIn().forEach((spelled, columns) -> {
            List<ExpectedTable> named = tables.values().stream()
                    .filter(table -> NameMatch.isSpelled(table.table().name(), spelled))
                    .toList();
            columns.forEach(name -> require(
                    used.contains(spelled + "." + name) || isColumn(named, name),
                    spelled + "." + name,
                    "there is no such column in the tables of the files"));
        });
        for (String pattern : options.only()) {
            require(used.contains(pattern), pattern, "the files have no such table");
        }
        for (String pattern : options.inKeyOrder()) {
            List<ExpectedTable> ordered = tables.values().stream()
                    .filter(table -> isOrdered(table, pattern))
                    .toList();
            require(!ordered.isEmpty(), pattern, "the files have no such table, of which the order counts");
            ordered.stream()
                    .filter(table -> table.table().primaryKey().isEmpty() && !pattern.equals("*"))
                    .forEach(table -> require(false, pattern, "the table has no primary key that orders its rows"));
        }
        if (!problems.isEmpty()) {
            throw new PlanException(problems);
        }
    }

    private void require(boolean meant, String name, String otherwise) {
        if (!meant) {
            problems.add(new Problem(
                    Problem.Kind.BAD_OPTION,
                    name,
                    name + ": " + otherwise + ".",
                    "Correct the name, or leave it out."));
        }
    }

    private static boolean isColumn(Collection<ExpectedTable> tables, String name) {
        return tables.stream()
                .flatMap(table -> table.table().columns().stream())
                .map(Column::name)
                .anyMatch(name::equalsIgnoreCase);
    }

    private static boolean isOrdered(ExpectedTable table, String pattern) {
        return new NamePattern(pattern).matches(table.table().name().name());
    }

    private boolean isOrdered(ExpectedTable table) {
        return table.table().primaryKey().isPresent()
                && options.inKeyOrder().stream().anyMatch(pattern -> isOrdered(table, pattern));
    }

    private List<TableDifferences> compare(Dialect.Session session, BorrowedConnection borrowed) throws SQLException {
        List<TableDifferences> differences = new ArrayList<>();
        try {
            session.snapshots()
                    .begin(tables.values().stream().map(ExpectedTable::table).toList());
            for (ExpectedTable table : tables.values()) {
                table.read(session, isOrdered(table));
                TableDifferences found = table.compare(isOrdered(table), options.more());
                if (!found.different().isEmpty()) {
                    differences.add(found);
                }
            }
        } finally {
            if (!borrowed.callersTransaction()) {
                borrowed.connection().rollback();
            }
        }
        return differences;
    }
}
