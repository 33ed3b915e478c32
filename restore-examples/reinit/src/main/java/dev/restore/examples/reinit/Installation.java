package dev.restore.examples.reinit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/** Installs the system: its tables, and the rows without which it does not start. */
final class Installation {

    /** The tables, parents before children. */
    static final List<String> TABLES = List.of(
            "roles", "users", "user_roles", "workflows", "transitions", "documents", "reviewers", "attachments");

    private final Database database;

    Installation(Database database) {
        this.database = database;
    }

    /** Creates the tables, and the base rows as the first version of the system numbers them. */
    void install() throws IOException, SQLException {
        List<String> statements = new ArrayList<>(schema());
        statements.add("INSERT INTO roles (name) VALUES ('administrator'), ('author')");
        statements.add("INSERT INTO users (login, full_name) VALUES ('admin', 'The administrator')");
        statements.add("INSERT INTO users (login, full_name) VALUES ('system', 'The system itself')");
        statements.add(grant("admin", "administrator"));
        database.execute(statements);
    }

    /**
     * Drops everything and installs the next version, whose base rows are the same and have other ids: those that other rows had
     * before.
     */
    void reinitialise() throws IOException, SQLException {
        List<String> statements = new ArrayList<>();
        List<String> children = new ArrayList<>(TABLES);
        Collections.reverse(children);
        children.forEach(table -> statements.add("DROP TABLE " + table));
        statements.addAll(schema());
        statements.add("INSERT INTO roles (name) VALUES ('author')");
        statements.add("INSERT INTO roles (name) VALUES ('administrator')");
        statements.add("INSERT INTO users (login, full_name) VALUES ('setup', 'The installer'), ('probe', 'Its test')");
        statements.add("INSERT INTO users (login, full_name) VALUES ('system', 'system')");
        statements.add("INSERT INTO users (login, full_name) VALUES ('admin', 'admin')");
        statements.add(grant("admin", "administrator"));
        statements.add("DELETE FROM users WHERE login IN ('setup', 'probe')");
        database.execute(statements);
    }

    private static String grant(String login, String role) {
        return "INSERT INTO user_roles (user_id, role_id) SELECT u.id, r.id FROM users u, roles r WHERE u.login = '"
                + login + "' AND r.name = '" + role + "'";
    }

    private static List<String> schema() throws IOException {
        try (InputStream schema = Objects.requireNonNull(Installation.class.getResourceAsStream("schema.sql"))) {
            String text = new String(schema.readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(text.split(";"))
                    .map(String::strip)
                    .filter(sql -> !sql.isEmpty())
                    .toList();
        }
    }
}
