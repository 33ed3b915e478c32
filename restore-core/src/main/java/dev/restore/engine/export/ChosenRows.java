package dev.restore.engine.export;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.SessionSettings;
import dev.restore.dialect.standard.SqlSyntax;
import dev.restore.engine.match.TableMatcher;
import dev.restore.engine.options.BackupOptions;
import dev.restore.engine.session.Dialects;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.Problem;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of a database are written as a fixture.
 *
 * @param tables the names of the tables
 * @param conditions conditions in SQL that rows must meet, by tables; others are written whole
 */
public record ChosenRows(List<String> tables, Map<String, String> conditions) {

    /**
     * Rows to begin with.
     *
     * @param table the name of their table
     * @param condition which, in the SQL of the database
     * @param children whether the rows that refer to them belong to them
     */
    public record Start(String table, String condition, boolean children) {}

    /**
     * Chooses them.
     *
     * @param connection a connection in auto-commit mode
     * @param schema the schema of the tables, null for the connection's own
     * @param except the names of tables that are left out; case does not matter
     * @param starts the rows to begin with; none for all rows
     * @throws PlanException if there is no table, or one of those to begin with is not there
     */
    public static ChosenRows of(
            Connection connection, @Nullable String schema, Collection<String> except, List<Start> starts)
            throws SQLException {
        Dialect dialect = Dialects.find(connection.getMetaData());
        try (Dialect.Session session = dialect.open(connection, new SessionSettings(schema, ZoneOffset.UTC))) {
            List<Table> tables = tables(session.catalog(), except);
            Map<String, String> conditions = new LinkedHashMap<>();
            if (!starts.isEmpty()) {
                tables = subset(connection, session, tables, starts, conditions);
            }
            return new ChosenRows(
                    tables.stream().map(table -> table.name().name()).toList(), conditions);
        }
    }

    /**
     * Returns the tables of the default schema whose rows can be written.
     *
     * @param except the names of tables that are left out; case does not matter
     * @throws PlanException if there is none, whatever is left out
     */
    public static List<Table> tables(Catalog catalog, Collection<String> except) {
        return BackupChoice.of(catalog, BackupOptions.defaults()).tables().stream()
                .filter(table -> except.stream().noneMatch(table.name().name()::equalsIgnoreCase))
                .toList();
    }

    private static List<Table> subset(
            Connection connection,
            Dialect.Session session,
            List<Table> tables,
            List<Start> starts,
            Map<String, String> conditions)
            throws SQLException {
        RowSubset subset = new RowSubset(
                tables, session.reading(), SqlSyntax.of(connection).names());
        List<Problem> problems = new ArrayList<>();
        for (Start start : starts) {
            List<Table> named = TableMatcher.find(session.catalog(), start.table());
            if (named.size() == 1 && tables.contains(named.get(0))) {
                subset.from(named.get(0), start.condition(), start.children());
            } else {
                problems.add(new Problem(
                        Problem.Kind.BAD_OPTION,
                        start.table(),
                        "There is no table " + start.table() + " to write rows of.",
                        "Correct the name, or leave the table in."));
            }
        }
        if (!problems.isEmpty()) {
            throw new PlanException(problems);
        }
        try {
            session.snapshots().begin(tables);
            Map<TableName, String> reached = subset.conditions();
            reached.forEach((table, condition) -> conditions.put(table.name(), condition));
            return tables.stream()
                    .filter(table -> reached.containsKey(table.name()))
                    .toList();
        } finally {
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
        }
    }
}
