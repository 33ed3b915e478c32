package dev.restore.testing;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;

/** An empty database for one test, and the few words in which databases differ. */
public interface TestDatabase extends AutoCloseable {

    /** What a database can do and others cannot. */
    enum Ability {
        /** Adds constraints to a table that exists. */
        ALTER_ADDS_CONSTRAINTS,
        /** Says which column a refused row is refused for. */
        NAMES_THE_COLUMN,
        /** Gives each kind of refusal a SQLSTATE of its own, as SQL:2016 and PostgreSQL have them. */
        SQLSTATE,
        /** Puts identities and sequences back when a transaction is rolled back. */
        NUMBERS_ROLL_BACK,
        /** Gives the next row the number after the greatest one after each restore, and not just one that is free. */
        NUMBERS_WITHOUT_GAPS,
        /** Refuses values that are not of a column's type, and brings them into its form. */
        CHECKS_TYPES,
        /** Keeps triggers from firing within a transaction, and has them as they were after it. */
        SUPPRESSES_TRIGGERS,
        /** Keeps every digit of a decimal number. */
        EXACT_DECIMALS,
        /** Has a type for moments, whatever the zone in which they are written. */
        MOMENTS,
        /** Has unique indexes over expressions and with conditions. */
        EXPRESSION_INDEXES,
        /** Tells quoted names apart that differ only in case. */
        CASE_IN_NAMES
    }

    /** Returns the id of the dialect that is expected to take this database. */
    String dialect();

    /** Returns connections that enforce foreign keys. */
    DataSource dataSource();

    /**
     * Returns a URL by which another process reaches an empty database of the same kind.
     *
     * @param directory where it may put files
     */
    String urlForAnotherProcess(Path directory);

    /** Returns the words that stand for <code>${word}</code> in DDL. */
    Map<String, String> words();

    /** Returns what it can do. */
    Set<Ability> abilities();

    /** Returns the warnings with which each restore into it begins; none, unless it has no dialect. */
    default List<String> shortcomings() {
        return List.of();
    }

    /** Returns queries that show constraints, indexes and triggers. */
    List<String> schemaQueries();

    /**
     * Returns queries that show where sequences and identities stand, without moving any; none where a failed transaction leaves them
     * moved by the numbers that its rows have brought.
     */
    List<String> numberQueries() throws SQLException;

    /** Returns locks and transactions of others that are left on it, and damage: nothing, when nobody uses it. */
    List<String> leftovers() throws SQLException;

    /** Returns queries that show the settings of a connection. */
    List<String> sessionQueries();

    /** Returns statements that put a trigger on a table, which inserts its name into {@code audit(note)} for each new row. */
    List<String> auditTrigger(String table);

    /** Returns statements that put the trigger {@code change_TABLE} on a table, which runs a statement after rows were inserted. */
    List<String> updateTrigger(String table, String statement);

    /**
     * Returns statements that put a trigger on a table, which refuses rows whose {@code note} is not null with an error that quotes it and
     * the greatest {@code parent.name}.
     */
    List<String> raisingTrigger(String table);

    /** Returns statements after which an insert into an empty table does not end before it is cancelled. */
    List<String> endlessInsert(String table);

    /**
     * Returns what a column of each type may hold, as SQL: types, and literals that are remarkable in them. Each type's values must
     * fit a column that is nothing but of that type.
     */
    Map<String, List<String>> samples();

    /** Returns statements that create what {@link #samples} needs, in an empty database. */
    default List<String> sampleSetup() {
        return List.of();
    }

    /** Returns whether a table or column can bear a name. */
    default boolean takesName(String name) {
        return true;
    }

    /** Returns an expression that shows a column so that different values look different. */
    default String shown(String column) {
        return column;
    }

    /** Returns statements that drop tables, whatever refers to them. */
    default List<String> dropAll(List<String> tables) {
        return tables.stream()
                .map(table -> "drop table " + quote(table) + " cascade")
                .toList();
    }

    @Override
    void close() throws SQLException;

    /** Returns whether it can do that. */
    default boolean can(Ability ability) {
        return abilities().contains(ability);
    }

    /** Quotes an identifier. */
    default String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** Runs statements one after the other, their words replaced. */
    default void execute(List<String> statements) throws SQLException {
        execute(statements.toArray(String[]::new));
    }

    /** Runs statements one after the other, their words replaced. */
    default void execute(String... statements) throws SQLException {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String template : statements) {
                statement.execute(inWords(template));
            }
        }
    }

    /** Replaces the words of a template. */
    default String inWords(String template) {
        String text = template;
        for (Map.Entry<String, String> word : words().entrySet()) {
            text = text.replace("${" + word.getKey() + "}", word.getValue());
        }
        return text;
    }

    /** Returns the rows of a query, each as its cells in canonical form between bars. */
    default List<String> rows(String query) throws SQLException {
        try (Connection connection = dataSource().getConnection()) {
            return rows(connection, query);
        }
    }

    /** Returns the rows of a query, each as its cells in canonical form between bars. */
    default List<String> rows(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(inWords(query))) {
            List<String> rows = new ArrayList<>();
            while (results.next()) {
                rows.add(CellText.ofRow(results));
            }
            return rows;
        }
    }

    /** Returns the names of all tables of the schema that tests use. */
    default List<String> tables() throws SQLException {
        try (Connection connection = dataSource().getConnection();
                ResultSet results = connection
                        .getMetaData()
                        .getTables(connection.getCatalog(), connection.getSchema(), "%", null)) {
            List<String> names = new ArrayList<>();
            while (results.next()) {
                String type = results.getString("TABLE_TYPE");
                if (type.endsWith("TABLE") && !type.startsWith("SYSTEM")) {
                    names.add(results.getString("TABLE_NAME"));
                }
            }
            return names;
        }
    }
}
