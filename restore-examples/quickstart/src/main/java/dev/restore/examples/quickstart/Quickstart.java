package dev.restore.examples.quickstart;

import dev.restore.Restore;
import dev.restore.outcome.RestoreEvent;
import dev.restore.outcome.RestoreListener;
import dev.restore.outcome.RestoreReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Objects;
import org.sqlite.SQLiteDataSource;

/** Writes a sample backup, restores it into an SQLite file and asks the file a question. */
public final class Quickstart {

    private static final String QUESTION = "SELECT u.country, count(DISTINCT u.id) AS customers,"
            + " count(DISTINCT p.id) AS purchases, printf('%.2f', sum(l.quantity * l.price)) AS revenue"
            + " FROM customer u JOIN purchase p ON p.customer_id = u.id JOIN purchase_line l ON l.purchase_id = p.id"
            + " GROUP BY u.country ORDER BY u.country LIMIT 4";

    private final Path directory;
    private final PrintStream out;

    Quickstart(Path directory, PrintStream out) {
        this.directory = directory;
        this.out = out;
    }

    /** Starts the program; it works in the directory {@code target/quickstart} of its module. */
    public static void main(String[] arguments) throws IOException, SQLException, URISyntaxException {
        Path program = Path.of(Quickstart.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path target = Objects.requireNonNull(program.getParent(), "the program's directory");
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        new Quickstart(target.resolve("quickstart"), out).run();
    }

    RestoreReport run() throws IOException, SQLException {
        Path backup = directory.resolve("backup");
        long rows = new SampleBackup().write(backup);
        out.printf(Locale.ROOT, "Wrote a sample backup of %,d rows: %s%n%n", rows, backup);

        SQLiteDataSource dataSource = emptyDatabase(directory.resolve("shop.db"));
        Restore restore = Restore.from(backup).into(dataSource);
        out.println(restore.plan().describe());
        out.println();

        RestoreReport report = restore.listener(progress()).run();
        out.println();
        out.println(report.text());
        out.println();
        ask(dataSource);
        return report;
    }

    private static SQLiteDataSource emptyDatabase(Path file) throws IOException, SQLException {
        Files.deleteIfExists(file);
        SQLiteDataSource dataSource = new SQLiteDataSource();
        dataSource.setUrl("jdbc:sqlite:" + file);
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                InputStream schema = Objects.requireNonNull(Quickstart.class.getResourceAsStream("schema.sql"))) {
            statement.executeUpdate(new String(schema.readAllBytes(), StandardCharsets.UTF_8));
        }
        return dataSource;
    }

    /** Prints a line for each tenth of the backup. */
    private RestoreListener progress() {
        int[] tenths = {0};
        return event -> {
            if (event instanceof RestoreEvent.Progress progress) {
                int done = (int) (10 * progress.fraction().orElse(0.0));
                if (done > tenths[0]) {
                    tenths[0] = done;
                    out.printf(
                            Locale.ROOT,
                            "%3d %%  %,9d rows  %,9.0f rows/s  %s%n",
                            done * 10,
                            progress.rows(),
                            progress.rowsPerSecond(),
                            progress.table());
                }
            }
        };
    }

    private void ask(SQLiteDataSource dataSource) throws SQLException {
        out.println("And the database answers (country, customers, purchases, revenue):");
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(QUESTION)) {
            while (answer.next()) {
                out.printf(
                        "  %s  %s  %s  %s%n",
                        answer.getString(1), answer.getString(2), answer.getString(3), answer.getString(4));
            }
        }
    }
}
