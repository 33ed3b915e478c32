package dev.restore.engine.verify;

import dev.restore.backup.Survey;
import dev.restore.backup.Survey.SurveyedField;
import dev.restore.backup.Survey.SurveyedTable;
import dev.restore.backup.reading.BackupReader;
import dev.restore.catalog.Catalog;
import dev.restore.catalog.Column;
import dev.restore.catalog.Table;
import dev.restore.dialect.CellForm;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.value.CellForms;
import dev.restore.engine.match.ColumnMatcher;
import dev.restore.engine.match.TableMatcher;
import dev.restore.engine.options.ValueRules;
import dev.restore.engine.planning.EventTables;
import dev.restore.engine.planning.FileReadings;
import dev.restore.engine.planning.ShardedTables;
import dev.restore.engine.value.CellDecoder;
import dev.restore.engine.value.CellDecoders;
import dev.restore.engine.value.DecodingPlanner;
import dev.restore.engine.value.DjangoValues;
import dev.restore.outcome.Problem;
import dev.restore.plan.Decoding;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finds the tables of a database for those of a backup, and says how their rows are compared. */
final class TablePairings {

    private final BackupReader reader;
    private final Survey survey;
    private final Dialect.Session session;
    private final Catalog catalog;
    private final String dialect;
    private final ValueRules rules;
    private final KeyedColumns keyedColumns;
    private final DecodingPlanner decodings;
    private final boolean everyField;
    private final BiPredicate<Table, String> ignored;

    private TablePairings(
            BackupReader reader,
            Survey survey,
            Dialect.Session session,
            Dialect dialect,
            ValueRules rules,
            boolean everyField,
            BiPredicate<Table, String> ignored)
            throws SQLException {
        this.everyField = everyField;
        this.ignored = ignored;
        this.reader = reader;
        this.survey = survey;
        this.session = session;
        this.catalog = session.catalog();
        this.dialect = dialect.id();
        this.rules = rules;
        this.keyedColumns = new KeyedColumns(reader.manifest(), catalog);
        this.decodings =
                new DecodingPlanner(rules, reader.manifest().isPresent(), survey.django(), dialect.typesAreHints());
    }

    /**
     * Compares what is certain: fields that every row carries, and values of which it is known whether they are the same.
     *
     * @param survey what is in the backup, as {@link #decide} has returned it
     * @param dialect the dialect of the database
     */
    static TablePairings of(
            BackupReader reader, Survey survey, Dialect.Session session, Dialect dialect, ValueRules rules)
            throws SQLException {
        return new TablePairings(reader, survey, session, dialect, rules, false, (table, name) -> false);
    }

    /**
     * Compares every field of every row that has it; values that may be written in several ways as they are written.
     *
     * @param survey what is in the backup, as {@link #decide} has returned it
     * @param dialect the dialect of the database
     * @param ignored which columns are not compared, by their names or those of their fields
     */
    static TablePairings ofEveryField(
            BackupReader reader,
            Survey survey,
            Dialect.Session session,
            Dialect dialect,
            ValueRules rules,
            BiPredicate<Table, String> ignored)
            throws SQLException {
        return new TablePairings(reader, survey, session, dialect, rules, true, ignored);
    }

    /**
     * Finds out by the tables of the database what the backup alone leaves open.
     *
     * @param again makes the survey once more
     * @param check is called now and then, and may end the reading by what it throws
     * @return what is in the backup
     */
    static Survey decide(BackupReader reader, Survey survey, Catalog catalog, Supplier<Survey> again, Runnable check) {
        Survey decided = survey;
        if (ShardedTables.decide(reader, catalog, Map.of())) {
            decided = again.get();
        }
        FileReadings files = new FileReadings(decided, catalog, Map.of(), Map.of(), table -> true);
        if (!files.rows().isEmpty() || !files.envelopes().isEmpty()) {
            reader.readAsOneRow(files.rows());
            reader.readAsEnvelopes(files.envelopes());
            decided = again.get();
        }
        EventTables events = new EventTables(decided, catalog, Map.of(), Map.of(), table -> true);
        if (!events.found().isEmpty()) {
            reader.readLastStates(events.found(), check);
            decided = again.get();
        }
        TableMatcher matcher = new TableMatcher(catalog, Map.of(), decided.django(), new ArrayList<>());
        return decided.leavingOut(table -> !matcher.knows(table.name()));
    }

    /** Returns how a table is compared; empty after noting the problem where the database has no such table. */
    Optional<TablePairing> of(SurveyedTable source, List<Problem> problems) throws SQLException {
        Table target = new TableMatcher(catalog, Map.of(), survey.django(), problems).match(source.name());
        return target == null ? Optional.empty() : Optional.of(of(source, target));
    }

    private TablePairing of(SurveyedTable source, Table target) throws SQLException {
        List<Column> columns = new ArrayList<>();
        List<String> fields = new ArrayList<>();
        List<CellForm> forms = new ArrayList<>();
        List<@Nullable CellDecoder> decoded = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        KeyedColumns.Keyed keyed = keyedColumns.of(source.name(), target);
        for (Map.Entry<String, Column> pair :
                pairs(source, target, keyed, notes).entrySet()) {
            Column column = pair.getValue();
            if (keyed.in(column).isPresent()) {
                decoded.add(null);
                columns.add(column);
                fields.add(pair.getKey());
                forms.add(CellForms.written());
                continue;
            }
            CellForm form = session.reading().form(target, column);
            DecodingPlanner.Decision decision = decision(source, pair.getKey(), target, column);
            if (decision.unclear() != null) {
                notes.add("column " + column.name() + " was not compared: " + decision.unclear());
            } else if (form.certain() || sameDialect() || everyField) {
                decoded.add(CellDecoders.of(decision.decoding(), column.type().family(), rules.zone())
                        .orElse(null));
                columns.add(column);
                fields.add(pair.getKey());
                forms.add(form.certain() || !sameDialect() ? form : CellForms.written(column.type()));
            } else {
                notes.add("column " + column.name() + " was not compared: its values may be written in several ways");
            }
        }
        return new TablePairing(target, columns, keyed.found(), fields, forms, decoded, notes);
    }

    private DecodingPlanner.Decision decision(SurveyedTable source, String name, Table target, Column column) {
        Optional<SurveyedField> field = source.field(name);
        Decoding known = survey.django()
                ? DjangoValues.decoding(
                        catalog, column, field.map(SurveyedField::kinds).orElse(Set.of()))
                : Decoding.NONE;
        return field.filter(any -> known == Decoding.NONE)
                .map(any -> decodings.decide(any, target, column))
                .orElseGet(() -> DecodingPlanner.Decision.of(known));
    }

    /** Returns the fields of a table that can be compared and their columns, those among them that hold natural keys. */
    private Map<String, Column> pairs(
            SurveyedTable source, Table target, KeyedColumns.Keyed keyed, List<String> notes) {
        Map<String, Column> pairs = pairs(source, target, notes);
        keyed.unknown().forEach(field -> {
            if (pairs.remove(field) != null) {
                notes.add("column " + field
                        + " was not compared: it holds natural keys of a reference that the database does not have");
            }
        });
        pairs.values().removeIf(column -> {
            boolean uncertain = !sameDialect()
                    && !everyField
                    && keyed.in(column)
                            .filter(reference -> !KeyedColumns.isCertain(reference))
                            .isPresent();
            if (uncertain) {
                notes.add("column " + column.name()
                        + " was not compared: its natural keys may be written in several ways");
            }
            return uncertain;
        });
        return pairs;
    }

    /** Returns the fields of a table that can be compared and their columns; all columns where there is no row to show fields. */
    private Map<String, Column> pairs(SurveyedTable source, Table target, List<String> notes) {
        Map<String, Column> pairs = new LinkedHashMap<>();
        if (source.rows() == 0) {
            target.insertableColumns().stream()
                    .filter(column -> !ignored.test(target, column.name()))
                    .forEach(column -> pairs.put(column.name(), column));
            return pairs;
        }
        ColumnMatcher matcher = new ColumnMatcher(source.name(), target, Map.of(), survey.django());
        for (SurveyedField field : source.fields()) {
            List<Column> found = matcher.match(field.name());
            if (ignored.test(target, field.name())
                    || found.stream().anyMatch(column -> ignored.test(target, column.name()))) {
                continue;
            }
            if (found.size() != 1) {
                notes.add("field " + field.name() + " was not compared: the table has no such column");
            } else if (field.rows() != source.rows() && !everyField) {
                notes.add("field " + field.name() + " was not compared: not every row carries it");
            } else if (!pairs.containsValue(found.get(0))) {
                pairs.put(field.name(), found.get(0));
            }
        }
        return pairs;
    }

    /** Whether the backup was written by the same reader, so that equal values are written alike. */
    private boolean sameDialect() {
        return reader.manifest()
                .map(manifest -> manifest.source().dialect().equals(dialect))
                .orElse(false);
    }
}
