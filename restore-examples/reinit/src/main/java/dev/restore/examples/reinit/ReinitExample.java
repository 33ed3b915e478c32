package dev.restore.examples.reinit;

import dev.restore.ReinitCycle;
import dev.restore.Restore;
import dev.restore.outcome.ReinitReport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A system with documents, workflows and users is re-initialised: everything is dropped, and its base users and roles get other ids. Then
 * its rows come back, each with the rows that it referred to, whatever their ids are now.
 */
public final class ReinitExample {

    private final Database database;
    private final PrintStream out;

    ReinitExample(Database database, PrintStream out) {
        this.database = database;
        this.out = out;
    }

    /**
     * Starts the program. It ends with 0 when everything came back, with 1 when something did not, and with 2 when it was called wrongly.
     *
     * @param arguments a URL {@code jdbc:postgresql:...}, in whose database the schema {@link Database#SCHEMA} is made anew, or nothing
     *     for a temporary file of SQLite
     */
    public static void main(String[] arguments) throws IOException, SQLException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        if (arguments.length > 1 || (arguments.length == 1 && !arguments[0].startsWith("jdbc:postgresql:"))) {
            out.println("usage: java -jar reinit.jar [jdbc:postgresql://HOST/DATABASE?user=USER&password=PASSWORD]");
            System.exit(2);
        }
        System.exit(run(arguments, out) ? 0 : 1);
    }

    private static boolean run(String[] arguments, PrintStream out) throws IOException, SQLException {
        if (arguments.length == 1) {
            return new ReinitExample(Database.postgres(arguments[0]), out).run(restore -> restore);
        }
        Path file = Files.createTempFile("reinit", ".db");
        try {
            return new ReinitExample(Database.sqlite(file), out).run(restore -> restore);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /**
     * Tells the story.
     *
     * @param settings changes how the rows are merged
     * @return whether everything came back
     */
    boolean run(UnaryOperator<Restore> settings) throws IOException, SQLException {
        Installation installation = new Installation(database);
        installation.install();
        new SampleRows(database).insert();
        SystemState before = SystemState.read(database.dataSource());
        show("1. The system, in " + database.name(), before);
        List<SystemState> empty = new ArrayList<>();

        ReinitReport report = ReinitCycle.of(database.dataSource())
                .tables(Installation.TABLES.toArray(String[]::new))
                .naturalKey("documents", "title")
                .naturalKey("attachments", "document.title", "file_name")
                .merge(settings)
                .reinitialise(source -> {
                    installation.reinitialise();
                    empty.add(SystemState.read(source));
                    show("2. Re-initialised, after its rows were backed up", empty.get(0));
                })
                .run();

        out.println("3. The plan of the merge");
        out.println();
        out.println(report.plan().indent(3));
        SystemState after = SystemState.read(database.dataSource());
        show("4. Merged", after);
        out.println("5. Compared, whatever the ids are");
        out.println();
        out.println(report.describe().indent(3));
        List<String> differences = differences(before, after);
        differences.forEach(difference -> out.println("   " + difference));
        out.println("   documents/workflows/users: " + numbers(before) + " -> " + numbers(empty.get(0)) + " -> "
                + numbers(after));
        out.println("   the next user gets id " + nextUser() + ", which nobody has");
        boolean same =
                report.passed() && differences.isEmpty() && numbers(before).equals(numbers(after));
        out.println(same ? "   Every relation is as it was." : "   NOT everything is as it was.");
        return same;
    }

    private void show(String title, SystemState state) {
        out.println(title + ": " + state.counts());
        out.println("   ids: " + state.ids());
        out.println();
        state.relations().forEach(line -> out.println("   " + line));
        out.println();
    }

    private static String numbers(SystemState state) {
        return state.documents() + "/" + state.workflows() + "/" + state.users();
    }

    private static List<String> differences(SystemState before, SystemState after) {
        List<String> differences = new ArrayList<>();
        before.relations().stream()
                .filter(line -> !after.relations().contains(line))
                .forEach(line -> differences.add("lost: " + line));
        after.relations().stream()
                .filter(line -> !before.relations().contains(line))
                .forEach(line -> differences.add("new:  " + line));
        return differences;
    }

    /** Adds a user as the system would, and takes it away again. */
    private long nextUser() throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.executeUpdate("INSERT INTO users (login, full_name) VALUES ('newcomer', 'A newcomer')");
            try (ResultSet id = statement.executeQuery("SELECT id FROM users WHERE login = 'newcomer'")) {
                id.next();
                return id.getLong(1);
            } finally {
                connection.rollback();
            }
        }
    }
}
