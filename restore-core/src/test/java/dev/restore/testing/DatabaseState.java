package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything in a database that a failed restore must leave as it was: rows, constraints, indexes, triggers, sequences.
 *
 * @param parts lines of text by what they are about
 */
record DatabaseState(Map<String, List<String>> parts) {

    static DatabaseState of(TestDatabase database) throws SQLException {
        Map<String, List<String>> parts = new TreeMap<>();
        for (String table : database.tables()) {
            parts.put("table " + table, sorted(database.rows("select * from " + database.quote(table))));
        }
        for (String query : database.stateQueries()) {
            parts.put(query, sorted(database.rows(query)));
        }
        return new DatabaseState(parts);
    }

    private static List<String> sorted(List<String> rows) {
        Collections.sort(rows);
        return rows;
    }

    /** Checks that this is what was before, and shows only what is not. */
    void assertSameAs(DatabaseState before) {
        assertThat(parts.keySet()).isEqualTo(before.parts.keySet());
        parts.forEach((part, lines) ->
                assertThat(lines).as(part).containsExactlyElementsOf(before.parts.getOrDefault(part, List.of())));
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
