package dev.restore.dialect.postgres.measure;

import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.Obstacle;
import dev.restore.dialect.Scope;
import dev.restore.dialect.SessionException;
import dev.restore.dialect.postgres.catalog.Identifiers;
import dev.restore.dialect.postgres.catalog.PostgresCatalog;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Disables the triggers and rules of tables within the transaction, one by one, and puts each back into the state that it had. What
 * keeps foreign keys and unique constraints is no business of this: it stays in force.
 */
public final class TriggerSuppression {

    /**
     * What fires in an ordinary session. Up to PostgreSQL 14 the copies that partitions have of the triggers of their table are internal
     * as those of constraints are.
     */
    private static final String FIRING = """
            SELECT n.nspname, c.relname, t.kind, t.name, t.state, pg_catalog.pg_get_userbyid(c.relowner),
                   pg_catalog.pg_has_role(c.relowner, 'USAGE')
                       AND (NOT t.internal OR (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user))
            FROM (
                SELECT g.tgrelid AS relation, 'TRIGGER' AS kind, g.tgname AS name, g.tgenabled::text AS state,
                       g.tgisinternal AS internal
                FROM pg_catalog.pg_trigger g JOIN pg_catalog.pg_proc f ON f.oid = g.tgfoid
                WHERE NOT g.tgisinternal OR g.tgconstraint = 0 OR f.pronamespace <> 'pg_catalog'::regnamespace
                UNION ALL
                SELECT ev_class, 'RULE', rulename, ev_enabled::text, false
                FROM pg_catalog.pg_rewrite WHERE ev_type <> '1'
            ) t
            JOIN pg_catalog.pg_class c ON c.oid = t.relation
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.oid = ANY (?::oid[]) AND t.state IN ('O', 'A')
            ORDER BY 1, 2, 3, 4
            """;

    private final Connection connection;
    private final PostgresCatalog catalog;
    private final List<Firing> suppressed = new ArrayList<>();
    private Set<Table> tables = Set.of();

    public TriggerSuppression(Connection connection, PostgresCatalog catalog) {
        this.connection = connection;
        this.catalog = catalog;
    }

    /**
     * A trigger or rule that fires.
     *
     * @param table its table
     * @param kind TRIGGER or RULE, as ALTER TABLE has it
     * @param name its name
     * @param state O when it fires in ordinary sessions, A when in all
     */
    private record Firing(TableName table, String kind, String name, String state) {

        String disable() {
            return "DISABLE " + kind + ' ' + Identifiers.quoted(name);
        }

        String enable() {
            return "ENABLE " + (state.equals("A") ? "ALWAYS " : "") + kind + ' ' + Identifiers.quoted(name);
        }
    }

    /** A trigger or rule, and who may switch it. */
    private record Found(Firing firing, String owner, boolean permitted) {}

    /** Returns what this role may not disable. */
    public List<Obstacle> obstacles(Scope scope) throws SQLException {
        Map<TableName, List<Found>> forbidden = new LinkedHashMap<>();
        for (Found found : read(touched(scope))) {
            if (!found.permitted()) {
                forbidden
                        .computeIfAbsent(found.firing().table(), table -> new ArrayList<>())
                        .add(found);
            }
        }
        List<Obstacle> obstacles = new ArrayList<>();
        forbidden.forEach((table, found) -> {
            String names = found.stream().map(each -> each.firing().name()).collect(Collectors.joining(", "));
            String owner = found.get(0).owner();
            obstacles.add(new Obstacle(
                    table,
                    "only the owner of " + table + ", " + owner + ", may suppress its triggers and rules (" + names
                            + ")",
                    "restore as " + owner));
        });
        return obstacles;
    }

    /** Disables what fires, after a lock, so that nobody else changes a state that is to be put back. */
    public void suppress(Scope scope) throws SQLException {
        suppressed.clear();
        tables = touched(scope);
        List<Found> found = read(tables);
        if (found.isEmpty()) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute("LOCK TABLE "
                    + found.stream()
                            .map(each ->
                                    "ONLY " + Identifiers.quoted(each.firing().table()))
                            .distinct()
                            .collect(Collectors.joining(", "))
                    + " IN SHARE ROW EXCLUSIVE MODE");
            read(tables).forEach(each -> suppressed.add(each.firing()));
            alter(statement, Firing::disable);
        }
    }

    /** Puts them back. */
    public void resume() throws SQLException {
        if (suppressed.isEmpty()) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            alter(statement, Firing::enable);
        }
        List<Firing> found = read(tables).stream().map(Found::firing).toList();
        if (!found.equals(suppressed)) {
            throw new SessionException(
                    "the triggers and rules of " + names() + " could not be put back exactly as they were", "55000");
        }
        suppressed.clear();
    }

    private String names() {
        return suppressed.stream()
                .map(firing -> firing.table().toString())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /** What a statement says about partitions of a table they are told themselves. */
    private void alter(Statement statement, Function<Firing, String> action) throws SQLException {
        Map<TableName, List<Firing>> byTable = suppressed.stream()
                .collect(Collectors.groupingBy(Firing::table, LinkedHashMap::new, Collectors.toList()));
        statement.execute(byTable.entrySet().stream()
                .map(entry -> "ALTER TABLE ONLY " + Identifiers.quoted(entry.getKey()) + ' '
                        + entry.getValue().stream().map(action).collect(Collectors.joining(", ")))
                .collect(Collectors.joining(";\n")));
    }

    /** Returns the tables and their partitions, which fire when rows are put through them. */
    private Set<Table> touched(Scope scope) {
        Set<Table> touched = new LinkedHashSet<>(scope.loaded());
        touched.addAll(scope.cleared());
        for (Table table : List.copyOf(touched)) {
            catalog.catalog().descendants(table.name()).stream()
                    .filter(child -> child.kind() == Table.Kind.PARTITION)
                    .forEach(touched::add);
        }
        return touched;
    }

    private List<Found> read(Set<Table> among) throws SQLException {
        List<Found> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(FIRING)) {
            statement.setString(1, catalog.oidArray(among));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(new Found(
                            new Firing(
                                    new TableName(row.getString(1), row.getString(2)),
                                    row.getString(3),
                                    row.getString(4),
                                    row.getString(5)),
                            row.getString(6),
                            row.getBoolean(7)));
                }
            }
        }
        return found;
    }
}
