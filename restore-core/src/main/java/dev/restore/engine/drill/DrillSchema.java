package dev.restore.engine.drill;

import dev.restore.backup.Manifest;
import dev.restore.backup.Manifest.Reference;
import dev.restore.backup.Survey;
import dev.restore.catalog.TypeFamily;
import dev.restore.outcome.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** The tables of a drill: those of a database or of the manifest, or where there is neither such as the values fit into. */
final class DrillSchema {

    private final DrillDatabase database;
    private final Map<String, DrillTable> tables = new LinkedHashMap<>();
    private final Map<String, String> names;
    private final String origin;
    private final boolean strict;
    private final Map<String, List<String>> notes = new LinkedHashMap<>();

    DrillSchema(DrillDatabase database, Survey survey, Optional<Manifest> manifest) {
        this.database = database;
        this.names = Map.of();
        this.strict = false;
        this.origin = manifest.isPresent()
                ? ""
                : "The backup holds no definitions of its tables: columns are such as the values fit into, and no keys"
                        + (survey.django() ? " but pk" : "")
                        + " were checked. Name a database to take them from (against, --against).";
        manifest.ifPresentOrElse(
                known -> known.tables().forEach(table -> tables.put(table.name(), DrillTable.of(table))),
                () -> survey.tables()
                        .forEach(table -> tables.put(table.name(), DrillTable.of(table, survey.django()))));
        tables.values().removeIf(table -> table.columns().isEmpty());
    }

    /**
     * Creates the schema of tables that a database has.
     *
     * @param tables the tables by their names there
     * @param names the names there of the tables of the backup
     * @param dialect what kind of database it is
     */
    DrillSchema(DrillDatabase database, Collection<DrillTable> tables, Map<String, String> names, String dialect) {
        this.database = database;
        this.names = names;
        this.strict = true;
        this.origin = "Types and keys are those of the database (" + dialect + ").";
        tables.forEach(table -> this.tables.put(table.name(), table));
    }

    /** Returns where it comes from where that is not the manifest, otherwise an empty text. */
    String origin() {
        return origin;
    }

    /** Returns whether a table of the backup is made. */
    boolean holds(String table) {
        return tables.containsKey(named(table));
    }

    /** Returns what a table of the backup is called there. */
    String named(String table) {
        return names.getOrDefault(table, table);
    }

    /** Returns how many columns a table has. */
    int columns(String table) {
        return table(table).columns().size();
    }

    /** Returns how many of its foreign keys are made. */
    int foreignKeys(String table) {
        return kept(table(table)).size();
    }

    /** Returns what is otherwise than in the source. */
    List<String> notes(String table) {
        List<String> all = new ArrayList<>(notes.getOrDefault(named(table), List.of()));
        DrillTable known = table(table);
        List<Reference> kept = kept(known);
        known.foreignKeys().stream()
                .filter(key -> !kept.contains(key))
                .forEach(key -> all.add("the foreign key to " + key.table() + " was not checked: "
                        + (filtered(known, key)
                                ? "the backup holds some of the rows only"
                                : "what it refers to is not a key in the backup")));
        return all;
    }

    private boolean filtered(DrillTable table, Reference key) {
        DrillTable referenced = tables.get(key.table());
        return table.filtered() || (referenced != null && referenced.filtered());
    }

    private DrillTable table(String name) {
        return Objects.requireNonNull(tables.get(named(name)), name);
    }

    private List<Reference> kept(DrillTable table) {
        return table.foreignKeys().stream()
                .filter(key -> !filtered(table, key))
                .filter(key ->
                        tables.containsKey(key.table()) && table(key.table()).hasKey(key.referencedColumns()))
                .toList();
    }

    /** Makes a column, and those that refer to it or are referred to by it, hold texts. Returns false when it does already. */
    boolean keepAsText(String table, String column, String reason) {
        DrillTable known = tables.get(named(table));
        if (known == null
                || !known.columns().containsKey(column)
                || database.type(known.columns().get(column).family()).equals(database.type(TypeFamily.TEXT))
                || (strict && !known.columns().get(column).temporal())) {
            return false;
        }
        tables.put(known.name(), known.withText(column));
        notes.computeIfAbsent(known.name(), name -> new ArrayList<>())
                .add("column " + column + " was kept as text: " + reason);
        for (DrillTable other : List.copyOf(tables.values())) {
            for (Reference key : other.foreignKeys()) {
                for (int i = 0; i < key.columns().size(); i++) {
                    String from = key.columns().get(i);
                    String to = key.referencedColumns().get(i);
                    if (key.table().equals(known.name()) && to.equals(column)) {
                        keepAsText(other.name(), from, reason);
                    } else if (other.name().equals(known.name()) && from.equals(column)) {
                        keepAsText(key.table(), to, reason);
                    }
                }
            }
        }
        return true;
    }

    /** Makes the columns hold texts whose values the plan found unsuitable. Returns false when there are other problems. */
    boolean keepAsText(List<Problem> problems) {
        boolean changed = true;
        for (Problem problem : problems) {
            changed &= problem.kind() == Problem.Kind.UNSUITABLE_VALUE && keepAsText(problem);
        }
        return changed;
    }

    private boolean keepAsText(Problem problem) {
        for (DrillTable table : strict ? List.<DrillTable>of() : List.copyOf(tables.values())) {
            for (String column : table.columns().keySet()) {
                if (problem.subject().equals(table.name() + "." + column)) {
                    return keepAsText(table.name(), column, "its values are of other kinds");
                }
            }
        }
        return false;
    }

    /** Returns the statements that make the tables. */
    List<String> statements() {
        List<String> statements = new ArrayList<>();
        for (DrillTable table : tables.values()) {
            StringJoiner parts = new StringJoiner(", ", "CREATE TABLE " + quoted(table.name()) + " (", ")");
            table.columns()
                    .forEach((name, column) -> parts.add(quoted(name) + " " + database.type(column.family())
                            + (column.nullable() && !table.primaryKey().contains(name) ? "" : " NOT NULL")));
            if (!table.primaryKey().isEmpty()) {
                parts.add("PRIMARY KEY " + list(table.primaryKey()));
            }
            table.uniqueKeys().stream()
                    .filter(key -> !key.equals(table.primaryKey()))
                    .forEach(key -> parts.add("UNIQUE " + list(key)));
            if (database != DrillDatabase.H2) {
                kept(table).forEach(key -> parts.add(foreignKey(key)));
            }
            statements.add(parts.toString());
        }
        if (database == DrillDatabase.H2) {
            for (DrillTable table : tables.values()) {
                kept(table)
                        .forEach(key ->
                                statements.add("ALTER TABLE " + quoted(table.name()) + " ADD " + foreignKey(key)));
            }
        }
        return statements;
    }

    private static String foreignKey(Reference key) {
        return "FOREIGN KEY " + list(key.columns()) + " REFERENCES " + quoted(key.table()) + " "
                + list(key.referencedColumns());
    }

    private static String list(List<String> names) {
        return names.stream().map(DrillSchema::quoted).collect(Collectors.joining(", ", "(", ")"));
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
