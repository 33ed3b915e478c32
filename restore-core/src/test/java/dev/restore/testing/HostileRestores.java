package dev.restore.testing;

import dev.restore.Restore;
import dev.restore.backup.BackupSource;
import dev.restore.backup.ReadLimits;
import dev.restore.outcome.RestoreException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Tries to restore each of {@link HostileInputs}, and looks after each of them whether everything is as it was. Run in a JVM of its own with a
 * small heap.
 */
final class HostileRestores {

    private HostileRestores() {}

    /** Takes a JDBC URL and whether it may take long, and prints what is wrong, and how many inputs were refused. */
    public static void main(String[] arguments) throws Exception {
        String url = arguments[0];
        boolean thorough = Boolean.parseBoolean(arguments[1]);
        ReadLimits limits = ReadLimits.forThisHeap().withEntries(HostileInputs.mostFiles(thorough));
        try (Connection connection = DriverManager.getConnection(url, new Properties())) {
            execute(
                    connection,
                    "create table hostile_author (id bigint primary key, name varchar(100))",
                    "create table hostile_book (id bigint primary key, author bigint not null references hostile_author (id))",
                    "create table bystander (id bigint primary key, note varchar(100))",
                    "insert into hostile_author values (7, 'was there')",
                    "insert into hostile_book values (70, 7)",
                    "insert into bystander values (1, 'stays')");
        }
        List<String> before = state(url);
        int refused = 0;
        for (HostileInputs.Input input : HostileInputs.all(thorough)) {
            String wrong = attempt(url, input, limits);
            List<String> after = state(url);
            if (wrong == null && !after.equals(before)) {
                wrong = "left " + after;
            }
            if (wrong == null) {
                refused++;
            } else {
                System.out.println(input.name() + ": " + wrong);
            }
        }
        System.out.println("REFUSED " + refused);
    }

    private static @Nullable String attempt(String url, HostileInputs.Input input, ReadLimits limits) {
        BackupSource source = BackupSource.of(input.file(), input.content());
        try {
            Restore.from(source)
                    .into(TestDataSource.of(url, new Properties()))
                    .limits(limits)
                    .cascade("hostile_book")
                    .run();
            return "was taken";
        } catch (RestoreException e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            if (e.committed()) {
                return "says that something was committed";
            }
            if (trace.toString().contains(HostileInputs.SECRET)) {
                return "told a value: " + e.getMessage();
            }
            return e.getMessage().contains(input.says()) ? null : "only says: " + e.getMessage();
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            return "ended with " + e;
        }
    }

    /** Returns the rows, and whether a row without its parent is refused. */
    private static List<String> state(String url) throws SQLException {
        List<String> state = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url, new Properties())) {
            for (String table : List.of("hostile_author", "hostile_book", "bystander")) {
                try (Statement statement = connection.createStatement();
                        ResultSet rows = statement.executeQuery("select * from " + table)) {
                    while (rows.next()) {
                        state.add(CellText.ofRow(rows));
                    }
                }
            }
            try {
                execute(connection, "insert into hostile_book values (71, 404)");
                execute(connection, "delete from hostile_book where id = 71");
                state.add("foreign keys are not in force");
            } catch (SQLException e) {
                state.add("foreign keys are in force");
            }
        }
        return state;
    }

    private static void execute(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }
}
