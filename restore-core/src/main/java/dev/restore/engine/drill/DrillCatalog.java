package dev.restore.engine.drill;

import dev.restore.backup.Manifest;
import dev.restore.backup.Manifest.Reference;
import dev.restore.backup.Survey;
import dev.restore.backup.Survey.SurveyedField;
import dev.restore.backup.Survey.SurveyedTable;
import dev.restore.catalog.Catalog;
import dev.restore.catalog.Column;
import dev.restore.catalog.Key;
import dev.restore.catalog.Table;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.SessionSettings;
import dev.restore.engine.drill.DrillTable.DrillColumn;
import dev.restore.engine.match.ColumnMatcher;
import dev.restore.engine.match.TableMatcher;
import dev.restore.engine.session.BorrowedConnection;
import dev.restore.engine.session.ConnectionSource;
import dev.restore.engine.session.Dialects;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.Problem;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the tables of a backup in a database, so that a drill makes tables with the same types and keys. */
final class DrillCatalog {

    private final Catalog catalog;
    private final Survey survey;
    private final Optional<Manifest> manifest;
    private final Map<String, String> names = new LinkedHashMap<>();
    private final Map<String, DrillTable> tables = new LinkedHashMap<>();

    private DrillCatalog(Catalog catalog, Survey survey, Optional<Manifest> manifest) {
        this.catalog = catalog;
        this.survey = survey;
        this.manifest = manifest;
    }

    /**
     * Reads the catalog of a database, which is not changed.
     *
     * @throws PlanException when the backup has a table that the database has not
     */
    static DrillSchema read(
            DrillDatabase drill,
            ConnectionSource database,
            @Nullable String schema,
            Survey survey,
            Optional<Manifest> manifest)
            throws SQLException {
        try (BorrowedConnection borrowed = database.borrow()) {
            Connection connection = borrowed.connection();
            Dialect dialect = Dialects.find(connection.getMetaData());
            SessionSettings settings = new SessionSettings(schema, ZoneOffset.UTC, borrowed.callersTransaction());
            try (Dialect.Session session = dialect.open(connection, settings)) {
                DrillCatalog found = new DrillCatalog(session.catalog(), survey, manifest);
                found.match();
                return new DrillSchema(drill, found.tables.values(), found.names, dialect.id());
            }
        }
    }

    private void match() {
        List<Problem> problems = new ArrayList<>();
        TableMatcher matcher = new TableMatcher(catalog, Map.of(), survey.django(), problems);
        for (SurveyedTable source : survey.tables()) {
            Table target = matcher.match(source.name());
            if (target != null) {
                String name = catalog.spell(target.name());
                names.put(source.name(), name);
                tables.put(name, table(name, source, target));
            }
        }
        if (!problems.isEmpty()) {
            throw new PlanException(problems);
        }
    }

    private DrillTable table(String name, SurveyedTable source, Table target) {
        ColumnMatcher matcher = new ColumnMatcher(source.name(), target, Map.of(), survey.django());
        Set<String> carried = new HashSet<>();
        for (SurveyedField field : source.fields()) {
            List<Column> found = matcher.match(field.name());
            if (found.isEmpty() && survey.django()) {
                addJoin(target, field);
            }
            if (field.rows() == source.rows()) {
                found.forEach(column -> carried.add(column.name()));
            }
        }
        Map<String, DrillColumn> columns = new LinkedHashMap<>();
        for (Column column : target.columns()) {
            if (column.insertable()) {
                boolean left = !carried.contains(column.name()) && !column.required();
                columns.put(column.name(), new DrillColumn(column.type().family(), column.nullable() || left));
            }
        }
        List<List<String>> keys = target.keys().stream()
                .map(Key::columns)
                .filter(key -> source.rows() == 0 || carried.containsAll(key))
                .toList();
        List<String> primary =
                target.primaryKey().map(Key::columns).filter(keys::contains).orElse(List.of());
        boolean filtered = manifest.flatMap(all -> all.table(source.name()))
                .map(Manifest.ManifestTable::filtered)
                .orElse(false);
        return new DrillTable(name, filtered, columns, primary, keys, references(target));
    }

    /** Adds the table that a field of many-to-many keys fills. */
    private void addJoin(Table owner, SurveyedField field) {
        String wanted = owner.name().name() + "_" + field.name();
        catalog.tables().stream()
                .filter(table -> table.name().name().equalsIgnoreCase(wanted)
                        && table.kind().holdsRows())
                .forEach(table -> {
                    String name = catalog.spell(table.name());
                    Map<String, DrillColumn> columns = new LinkedHashMap<>();
                    table.columns()
                            .forEach(column -> columns.put(
                                    column.name(), new DrillColumn(column.type().family(), true)));
                    tables.putIfAbsent(
                            name, new DrillTable(name, false, columns, List.of(), List.of(), references(table)));
                });
    }

    private List<Reference> references(Table table) {
        return table.foreignKeys().stream()
                .filter(key -> !key.referencedColumns().isEmpty())
                .map(key -> new Reference(key.columns(), catalog.spell(key.referencedTable()), key.referencedColumns()))
                .toList();
    }
}
