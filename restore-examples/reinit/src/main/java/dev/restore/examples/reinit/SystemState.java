package dev.restore.examples.reinit;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/**
 * What is in the system, by the names that people know.
 *
 * @param documents how many documents there are
 * @param workflows how many workflows
 * @param users how many users
 * @param relations a line for each thing, with everything that it refers to and that refers to it, without a single id
 * @param ids the ids of the base rows
 */
record SystemState(long documents, long workflows, long users, List<String> relations, String ids) {

    private static final String USER = "user %s";
    private static final String WORKFLOW = "workflow '%s'";
    private static final String DOCUMENT = "document '%s'";

    /** Each yields what a line is about and one thing that stands on that line. */
    private static final List<Relation> RELATIONS = List.of(
            new Relation(USER, "", "SELECT login, full_name FROM users"),
            new Relation(
                    USER, "invited by ", "SELECT u.login, i.login FROM users u JOIN users i ON i.id = u.invited_by"),
            new Relation(
                    USER,
                    "roles ",
                    "SELECT u.login, r.name FROM user_roles l JOIN users u ON u.id = l.user_id"
                            + " JOIN roles r ON r.id = l.role_id"),
            new Relation(
                    WORKFLOW, "owner ", "SELECT w.name, u.login FROM workflows w JOIN users u ON u.id = w.owner_id"),
            new Relation(
                    WORKFLOW,
                    "steps ",
                    "SELECT w.name, t.from_state || ' -> ' || t.to_state || ' by ' || r.name FROM transitions t"
                            + " JOIN workflows w ON w.id = t.workflow_id JOIN roles r ON r.id = t.role_id"),
            new Relation(
                    DOCUMENT, "owner ", "SELECT d.title, u.login FROM documents d JOIN users u ON u.id = d.owner_id"),
            new Relation(
                    DOCUMENT,
                    "workflow ",
                    "SELECT d.title, w.name FROM documents d JOIN workflows w ON w.id = d.workflow_id"),
            new Relation(
                    DOCUMENT,
                    "reviewers ",
                    "SELECT d.title, u.login FROM reviewers r JOIN documents d ON d.id = r.document_id"
                            + " JOIN users u ON u.id = r.user_id"),
            new Relation(
                    DOCUMENT,
                    "attachments ",
                    "SELECT d.title, a.file_name || ' (' || length(a.content) || ' bytes from ' || u.login || ')'"
                            + " FROM attachments a JOIN documents d ON d.id = a.document_id"
                            + " JOIN users u ON u.id = a.uploaded_by"));

    /** What stands on the lines of one kind of things. */
    private record Relation(String thing, String words, String query) {}

    SystemState {
        relations = List.copyOf(relations);
    }

    /** Reads it. */
    static SystemState read(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            Map<String, List<String>> lines = new TreeMap<>();
            for (Relation relation : RELATIONS) {
                Map<String, List<String>> others = new TreeMap<>();
                for (List<String> pair : rows(connection, relation.query() + " ORDER BY 1, 2", 2)) {
                    others.computeIfAbsent(String.format(relation.thing(), pair.get(0)), thing -> new ArrayList<>())
                            .add(pair.get(1));
                }
                others.forEach((thing, names) -> lines.computeIfAbsent(thing, line -> new ArrayList<>())
                        .add(relation.words() + String.join(", ", names)));
            }
            List<String> relations = new ArrayList<>();
            lines.forEach((thing, parts) -> relations.add(thing + ": " + String.join("; ", parts)));
            return new SystemState(
                    count(connection, "documents"),
                    count(connection, "workflows"),
                    count(connection, "users"),
                    relations,
                    ids(connection));
        }
    }

    private static String ids(Connection connection) throws SQLException {
        List<String> ids = new ArrayList<>();
        String query = "SELECT login, id FROM users WHERE login IN ('admin', 'system')"
                + " UNION ALL SELECT name, id FROM roles WHERE name IN ('administrator', 'author') ORDER BY 1";
        for (List<String> row : rows(connection, query, 2)) {
            ids.add(row.get(0) + "=" + row.get(1));
        }
        return String.join(", ", ids);
    }

    private static long count(Connection connection, String table) throws SQLException {
        return Long.parseLong(
                rows(connection, "SELECT count(*) FROM " + table, 1).get(0).get(0));
    }

    private static List<List<String>> rows(Connection connection, String query, int columns) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(query)) {
            List<List<String>> rows = new ArrayList<>();
            while (results.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    row.add(results.getString(i));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    /** Returns the numbers on one line. */
    String counts() {
        return documents + " documents, " + workflows + " workflows, " + users + " users";
    }
}
