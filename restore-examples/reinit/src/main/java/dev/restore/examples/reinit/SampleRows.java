package dev.restore.examples.reinit;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What the users of the system have put into it: 8 users beside the base ones, 4 workflows, 5 documents and what belongs to them. */
final class SampleRows {

    private final Database database;
    private final List<String> statements = new ArrayList<>();

    SampleRows(Database database) {
        this.database = database;
    }

    /** Puts them into a system that has been installed. */
    void insert() throws SQLException {
        statements.add("INSERT INTO roles (name) VALUES ('reviewer')");
        user("alice", "Alice Ahrens", "admin", "author", "reviewer");
        user("bob", "Bob Østergård", "admin", "reviewer");
        user("carol", "Carol O'Neil", "alice", "reviewer");
        user("dave", "Dave 李", "alice", "author");
        user("erin", "Erin Müller", "bob", "author");
        user("frank", "Frank Ñandú", "bob");
        user("grace", "Grace Hopper", "erin", "administrator");
        user("heidi", "Heidi Айгүл", "grace", "author", "reviewer");
        workflow("Review", "alice", "draft>review:author", "review>published:reviewer", "review>draft:reviewer");
        workflow("Quick release", "bob", "draft>published:administrator");
        workflow("Archive", "grace", "published>archived:administrator", "archived>deleted:administrator");
        workflow("Translation", "heidi", "draft>translated:author", "translated>published:reviewer");
        document("Handbook", "alice", "Review", "bob", "carol");
        document("Price list", "dave", "Quick release", "alice");
        document("Contract", "erin", "Review", "carol", "heidi");
        document("Minutes 1999", "grace", "Archive");
        document("Handbuch", "heidi", "Translation", "alice", "bob", "carol");
        database.execute(statements);
        attachment("Handbook", "cover.png", "dave", new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, (byte) 0xFF});
        attachment("Handbook", "index.txt", "alice", "1 Begin\n2 End\n".getBytes(StandardCharsets.UTF_8));
        attachment("Contract", "signed.pdf", "system", "%PDF-1.7 ✍".getBytes(StandardCharsets.UTF_8));
    }

    private void user(String login, String name, String invitedBy, String... roles) {
        statements.add("INSERT INTO users (login, full_name, invited_by) VALUES ('" + login + "', '"
                + name.replace("'", "''") + "', " + id("users", "login", invitedBy) + ")");
        for (String role : roles) {
            statements.add("INSERT INTO user_roles VALUES (" + id("users", "login", login) + ", "
                    + id("roles", "name", role) + ")");
        }
    }

    private void workflow(String name, String owner, String... transitions) {
        statements.add(
                "INSERT INTO workflows (name, owner_id) VALUES ('" + name + "', " + id("users", "login", owner) + ")");
        for (String transition : transitions) {
            int arrow = transition.indexOf('>');
            int colon = transition.indexOf(':');
            statements.add("INSERT INTO transitions (workflow_id, from_state, to_state, role_id) VALUES ("
                    + id("workflows", "name", name) + ", '" + transition.substring(0, arrow) + "', '"
                    + transition.substring(arrow + 1, colon) + "', "
                    + id("roles", "name", transition.substring(colon + 1)) + ")");
        }
    }

    private void document(String title, String owner, String workflow, String... reviewers) {
        statements.add("INSERT INTO documents VALUES ('" + uuid("document " + title) + "', '" + title + "', "
                + id("users", "login", owner) + ", " + id("workflows", "name", workflow) + ")");
        for (String reviewer : reviewers) {
            statements.add("INSERT INTO reviewers VALUES (" + id("documents", "title", title) + ", "
                    + id("users", "login", reviewer) + ")");
        }
    }

    private void attachment(String title, String name, String uploadedBy, byte[] content) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO attachments VALUES ('"
                        + uuid("attachment " + title + name) + "', " + id("documents", "title", title) + ", ?, "
                        + id("users", "login", uploadedBy) + ", ?)")) {
            insert.setString(1, name);
            insert.setBytes(2, content);
            insert.executeUpdate();
        }
    }

    private static String id(String table, String column, String value) {
        return "(SELECT id FROM " + table + " WHERE " + column + " = '" + value + "')";
    }

    private static UUID uuid(String of) {
        return UUID.nameUUIDFromBytes(of.getBytes(StandardCharsets.UTF_8));
    }
}
