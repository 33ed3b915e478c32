package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Everything in a database that a failed restore must leave as it was: rows, constraints, indexes, triggers, sequences.
 *
 * @param parts lines of text by what they are about
 */
public record DatabaseState(Map<String, List<String>> parts) {

    private static final String SCHEMA = "schema: ";
    private static final String NUMBERS = "numbers: ";

    /** Looks at everything. */
    public static DatabaseState of(TestDatabase database) throws SQLException {
        Map<String, List<String>> parts = new TreeMap<>();
        for (String table : database.tables()) {
            parts.put("table " + table, sorted(database.rows("select * from " + database.quote(table))));
        }
        for (String query : database.schemaQueries()) {
            parts.put(SCHEMA + query, sorted(database.rows(query)));
        }
        for (String query : database.numberQueries()) {
            parts.put(NUMBERS + query, sorted(database.rows(query)));
        }
        return new DatabaseState(parts);
    }

    private static List<String> sorted(List<String> rows) {
        Collections.sort(rows);
        return rows;
    }

    /** Checks that this is what was before, and shows only what is not. */
    public void assertSameAs(DatabaseState before) {
        assertSame(before, part -> true);
    }

    /** Checks rows and schema only, where a rollback does not put numbers back. */
    void assertSameButNumbersAs(DatabaseState before) {
        assertSame(before, part -> !part.startsWith(NUMBERS));
    }

    /** Checks the schema only, where rows have been replaced. */
    void assertSameSchemaAs(DatabaseState before) {
        assertSame(before, part -> part.startsWith(SCHEMA));
    }

    private void assertSame(DatabaseState before, Predicate<String> wanted) {
        assertThat(parts.keySet()).isEqualTo(before.parts.keySet());
        parts.forEach((part, lines) -> {
            if (wanted.test(part)) {
                assertThat(lines).as(part).containsExactlyElementsOf(before.parts.getOrDefault(part, List.of()));
            }
        });
    }

    static List<String> ofSession(TestDatabase database, Connection connection) throws SQLException {
        List<String> settings = new ArrayList<>();
        settings.add("autoCommit " + connection.getAutoCommit());
        settings.add("isolation " + connection.getTransactionIsolation());
        settings.add("readOnly " + connection.isReadOnly());
        settings.add("schema " + connection.getSchema());
        for (String query : database.sessionQueries()) {
            settings.add(query);
            settings.addAll(database.rows(connection, query));
        }
        return settings;
    }
}
