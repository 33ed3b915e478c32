package dev.restore.dialect.sqlite;

import dev.restore.dialect.Sibling;
import dev.restore.dialect.Siblings;
import dev.restore.dialect.standard.PlainDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import javax.sql.DataSource;
import org.sqlite.SQLiteConnection;

/** Makes database files with the settings of the connections to another. */
final class SqliteSiblings implements Siblings {

    /** Settings of a connection that change what SQL means, and that the driver does not know of when a pool has made them. */
    private static final List<String> SETTINGS = List.of("foreign_keys", "recursive_triggers", "busy_timeout");

    @Override
    public Optional<Sibling> create(DataSource database, String name) throws SQLException {
        Properties settings = new Properties();
        String encoding;
        String journal;
        try (Connection connection = database.getConnection()) {
            settings.putAll(connection
                    .unwrap(SQLiteConnection.class)
                    .getDatabase()
                    .getConfig()
                    .toProperties());
            for (String setting : SETTINGS) {
                settings.setProperty(setting, pragma(connection, setting));
            }
            encoding = pragma(connection, "encoding");
            journal = pragma(connection, "journal_mode");
        }
        settings.remove("open_mode");
        settings.setProperty("synchronous", "OFF");
        SqliteSibling sibling = new SqliteSibling(newFile(name), settings);
        try (Connection connection = sibling.open();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA encoding = '" + encoding + "'");
            statement.execute("PRAGMA journal_mode = " + (journal.equals("wal") ? "wal" : "delete"));
        }
        return Optional.of(sibling);
    }

    private static String pragma(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA " + name)) {
            row.next();
            return row.getString(1);
        }
    }

    private static Path newFile(String name) throws SQLException {
        try {
            return Files.createTempDirectory(name).resolve("test.db");
        } catch (IOException e) {
            throw new SQLException("there is no place for a database in the directory for temporary files", e);
        }
    }

    /** A database in a directory of its own. */
    private record SqliteSibling(Path file, Properties settings) implements Sibling {

        @Override
        public DataSource dataSource() {
            PlainDataSource opening = this::open;
            return opening;
        }

        Connection open() throws SQLException {
            return DriverManager.getConnection("jdbc:sqlite:" + file, settings);
        }

        @Override
        public void remove() throws SQLException {
            try {
                for (String suffix : List.of("", "-wal", "-shm", "-journal")) {
                    Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
                }
                Files.deleteIfExists(file.toAbsolutePath().getParent());
            } catch (IOException e) {
                throw new SQLException("the database " + file + " cannot be deleted", e);
            }
        }
    }
}
