package dev.restore.examples.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs the program within the test, on a backup of two tables. */
final class Session {

    private static final List<String> SCHEMA = List.of(
            "CREATE TABLE author (id INTEGER PRIMARY KEY, name VARCHAR(100) NOT NULL, born INTEGER)",
            "CREATE TABLE book (id INTEGER PRIMARY KEY, title VARCHAR(100) NOT NULL,"
                    + " author_id INTEGER NOT NULL REFERENCES author (id))");

    /** How the program ended. */
    record End(int code, String out, String err) {}

    /** A terminal with somebody who always gives the same answer, and which remembers what it asked. */
    static final class Person implements Terminal {
        private final boolean answer;
        final List<String> questions = new ArrayList<>();

        Person(boolean answer) {
            this.answer = answer;
        }

        @Override
        public boolean present() {
            return true;
        }

        @Override
        public boolean confirm(String question) {
            questions.add(question);
            return answer;
        }
    }

    private static final Terminal NOBODY = new Terminal() {
        @Override
        public boolean present() {
            return false;
        }

        @Override
        public boolean confirm(String question) {
            throw new AssertionError("nobody is there to be asked: " + question);
        }
    };

    private static final Path WORKING_DIRECTORY = workingDirectory();

    private final Path directory;

    /** Takes what is written without having been asked for by name. */
    private static Path workingDirectory() {
        try {
            return Files.createTempDirectory("restore-cli");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Session(Path directory) {
        this.directory = directory;
    }

    Path backup() throws IOException {
        return backup(
                "[{\"id\":1,\"name\":\"Ursula\",\"born\":1929},{\"id\":2,\"name\":\"李\",\"born\":null}]",
                "[{\"id\":7,\"title\":\"Rocannon's World\",\"author_id\":1}]");
    }

    Path backup(String authors, @Nullable String books) throws IOException {
        Path backup = Files.createDirectories(directory.resolve("backup"));
        Files.write(backup.resolve("author.json"), authors.getBytes(UTF_8));
        if (books != null) {
            Files.write(backup.resolve("book.json"), books.getBytes(UTF_8));
        }
        return backup;
    }

    String sqlite(String... statements) throws SQLException {
        return database("jdbc:sqlite:" + directory.resolve("app.db"), statements);
    }

    String h2(String... statements) throws SQLException {
        return database("jdbc:h2:" + directory.resolve("app"), statements);
    }

    private static String database(String url, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String sql : SCHEMA) {
                statement.executeUpdate(sql);
            }
            for (String sql : statements) {
                statement.executeUpdate(sql);
            }
        }
        return url;
    }

    static String text(String url, String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return String.join(",", values);
        }
    }

    static End run(Object... arguments) {
        return run(NOBODY, arguments);
    }

    static End run(Terminal terminal, Object... arguments) {
        return run(terminal, WORKING_DIRECTORY, arguments);
    }

    static End run(Terminal terminal, Path workingDirectory, Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> words = new ArrayList<>();
        Collections.addAll(
                words, java.util.Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
        PrintWriter errors = new PrintWriter(err, true);
        int code = Main.commandLine(
                        terminal, workingDirectory, new PrintWriter(out, true), errors, new Interruption(errors))
                .execute(words.toArray(String[]::new));
        return new End(code, out.toString(), err.toString());
    }
}
