package dev.restore.engine.match;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.engine.session.OwnTables;
import dev.restore.outcome.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the table of the target for a table of the backup. */
public final class TableMatcher {

    private final Catalog catalog;
    private final Map<String, String> mappings;
    private final boolean django;
    private final List<Problem> problems;

    public TableMatcher(Catalog catalog, Map<String, String> mappings, boolean django, List<Problem> problems) {
        this.catalog = catalog;
        this.mappings = mappings;
        this.django = django;
        this.problems = problems;
    }

    /** Returns whether the target has anything that a table of the backup could be, be it several. */
    public boolean knows(String source) {
        return !found(source).isEmpty();
    }

    /** Returns the one table that a table of the backup certainly is, if there is one, and notes nothing. */
    public Optional<Table> only(String source) {
        List<Table> found = found(source);
        return found.size() == 1 && found.get(0).kind().holdsRows() ? Optional.of(found.get(0)) : Optional.empty();
    }

    private List<Table> found(String source) {
        String mapped = mappings.get(source);
        List<Table> found = find(mapped != null ? mapped : source);
        if (found.isEmpty() && mapped == null && django) {
            found = find(DjangoTables.usual(source));
        }
        if (found.isEmpty() && mapped == null && django) {
            found = DjangoTables.table(source).map(this::find).orElse(List.of());
        }
        return found;
    }

    /** Returns the table, or null after noting the problem. */
    @Nullable
    public Table match(String source) {
        String mapped = mappings.get(source);
        String wanted = mapped != null ? mapped : source;
        List<Table> found = found(source);
        if (found.isEmpty()) {
            unknown(source, wanted);
            return null;
        }
        if (found.size() > 1) {
            problems.add(new Problem(
                    Problem.Kind.AMBIGUOUS_NAME,
                    source,
                    "Table " + source + " of the backup fits several tables: "
                            + String.join(
                                    ", ",
                                    found.stream().map(t -> t.name().toString()).toList())
                            + ".",
                    "Name the right one (map, --map), for instance " + source + "="
                            + found.get(0).name() + "."));
            return null;
        }
        Table table = found.get(0);
        if (!table.kind().holdsRows()) {
            problems.add(new Problem(
                    Problem.Kind.NOT_A_TABLE,
                    source,
                    "Table " + source + " of the backup is a " + table.kind() + " in the target (" + table.name()
                            + ").",
                    "Leave it out (except, --except), or send it into a table (map, --map)."));
            return null;
        }
        return table;
    }

    private List<Table> find(String wanted) {
        return find(catalog, wanted);
    }

    /** Returns the tables that a name may mean: those of the default schema, else those of the schema that stands in front. */
    public static List<Table> find(Catalog catalog, String wanted) {
        List<Table> here = inSchema(catalog, catalog.defaultSchema());
        List<Table> found = NameMatch.find(wanted, here, t -> t.name().name());
        for (int dot = wanted.indexOf('.'); found.isEmpty() && dot > 0; dot = wanted.indexOf('.', dot + 1)) {
            String schema = wanted.substring(0, dot);
            String name = wanted.substring(dot + 1);
            List<String> schemas = NameMatch.find(schema, schemas(catalog), s -> s);
            List<Table> there = new ArrayList<>();
            schemas.forEach(s -> there.addAll(inSchema(catalog, s)));
            found = NameMatch.find(name, there, t -> t.name().name());
        }
        return found;
    }

    /** Returns the tables of a schema, null where the database has none, without those that the library keeps there for itself. */
    public static List<Table> inSchema(Catalog catalog, @Nullable String schema) {
        return catalog.tables().stream()
                .filter(t -> Objects.equals(t.name().schema(), schema) && !OwnTables.isOne(t.name()))
                .toList();
    }

    private static List<String> schemas(Catalog catalog) {
        return catalog.tables().stream()
                .map(t -> t.name().schema())
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    private void unknown(String source, String wanted) {
        List<TableName> elsewhere = NameMatch.find(
                        wanted, catalog.tables(), t -> t.name().name())
                .stream()
                .map(Table::name)
                .toList();
        String place = catalog.defaultSchema() == null ? "the target" : "schema " + catalog.defaultSchema();
        String message = "Table " + source + " of the backup"
                + (wanted.equals(source) ? " does not exist in " + place : ", mapped to " + wanted + ", does not exist")
                + ".";
        String remedy = elsewhere.isEmpty()
                ? "Create it, name another (map, --map " + source + "=TABLE), or leave it out (except, --except)."
                : "There is " + elsewhere.get(0) + ": name it (map, --map) by " + source + "=" + elsewhere.get(0) + ".";
        problems.add(new Problem(Problem.Kind.UNKNOWN_TABLE, source, message, remedy));
    }
}
