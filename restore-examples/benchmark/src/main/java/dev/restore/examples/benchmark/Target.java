package dev.restore.examples.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The database that is loaded. It is made anew before each measurement.
 *
 * @param engine its kind
 * @param url its JDBC URL
 * @param directory where its files lie, where it has files of ours
 */
record Target(Engine engine, String url, Path directory) {

    /** Reading, writing, creating, and no lock of SQLite's around each call, which the driver has locked already. */
    private static final String WITHOUT_MUTEX = "?open_mode=32774";

    static Target of(Engine engine, String postgresUrl, Path work) {
        Path directory = work.resolve("database").toAbsolutePath();
        return switch (engine) {
            case POSTGRESQL -> new Target(engine, postgresUrl, directory);
            case SQLITE ->
                new Target(engine, "jdbc:sqlite:" + directory.resolve("bench.db") + WITHOUT_MUTEX, directory);
            case H2 -> new Target(engine, "jdbc:h2:file:" + directory.resolve("bench"), directory);
            case NONE -> new Target(engine, "", directory);
        };
    }

    /** Makes the tables anew, with as many rows as the case wants there before. */
    void prepare(Case wanted) throws SQLException, IOException {
        if (engine == Engine.NONE) {
            return;
        }
        if (engine != Engine.POSTGRESQL) {
            removeFiles();
            Files.createDirectories(directory);
        }
        List<TableData> tables = wanted.data().tables();
        try (Connection connection = Connections.open(url);
                Statement statement = connection.createStatement()) {
            for (int i = tables.size() - 1; i >= 0; i--) {
                statement.execute("DROP TABLE IF EXISTS " + tables.get(i).name());
            }
            for (TableData table : tables) {
                statement.execute(definition(table));
                if (wanted.indexes()) {
                    String name = table.name();
                    statement.execute("CREATE UNIQUE INDEX " + name + "_uid ON " + name + " (uid)");
                    statement.execute("CREATE UNIQUE INDEX " + name + "_email ON " + name + " (email)");
                    statement.execute("CREATE INDEX " + name + "_created ON " + name + " (created_at)");
                }
            }
            if (wanted.present() > 0) {
                fill(connection, Dataset.related(wanted.present()));
            }
            if (engine == Engine.POSTGRESQL) {
                statement.execute("CHECKPOINT");
            }
        }
    }

    /** Empties the tables between two loads: not every system does so itself. */
    static void empty(Job job) throws SQLException {
        try (Connection connection = Connections.open(job.url());
                Statement statement = connection.createStatement()) {
            for (TableData table : job.tables().tables()) {
                statement.execute((job.engine() == Engine.SQLITE ? "DELETE FROM " : "TRUNCATE TABLE ") + table.name());
            }
        }
    }

    private void removeFiles() throws IOException {
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private String definition(TableData table) {
        List<String> columns = new ArrayList<>();
        for (Column column : table.columns()) {
            String references = column.references() == null ? "" : " REFERENCES " + column.references() + " (id)";
            columns.add(column.name() + " " + column.kind().type(engine) + references);
        }
        return "CREATE TABLE " + table.name() + " (" + String.join(", ", columns) + ")";
    }

    private static void fill(Connection connection, Dataset dataset) throws SQLException {
        connection.setAutoCommit(false);
        for (TableData table : dataset.tables()) {
            try (PreparedStatement insert = connection.prepareStatement(JsonRows.insert(table))) {
                table.forEach(row -> {
                    for (int i = 0; i < row.length; i++) {
                        insert.setObject(
                                i + 1,
                                row[i] == null || !table.columns().get(i).kind().bare()
                                        ? row[i]
                                        : (Object) Long.valueOf(row[i]));
                    }
                    insert.executeUpdate();
                });
            }
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    /** Returns how many rows all tables have. */
    long count(Dataset dataset) throws SQLException {
        long count = 0;
        try (Connection connection = Connections.open(url);
                Statement statement = connection.createStatement()) {
            for (TableData table : dataset.tables()) {
                try (ResultSet answer = statement.executeQuery("SELECT count(*) FROM " + table.name())) {
                    answer.next();
                    count += answer.getLong(1);
                }
            }
        }
        return count;
    }

    /** Returns a checksum of everything in the tables. An empty text counts as NULL: no value is empty, and CSV cannot say NULL. */
    String contents(Dataset dataset) throws SQLException {
        MessageDigest digest = sha256();
        try (Connection connection = Connections.open(url);
                Statement statement = connection.createStatement()) {
            for (TableData table : dataset.tables()) {
                String names = table.columns().stream().map(Column::name).collect(Collectors.joining(", "));
                try (ResultSet rows =
                        statement.executeQuery("SELECT " + names + " FROM " + table.name() + " ORDER BY id")) {
                    while (rows.next()) {
                        for (int i = 1; i <= table.columns().size(); i++) {
                            digest.update(cell(rows.getString(i)));
                        }
                    }
                }
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static byte[] cell(@Nullable String value) {
        return ((value == null || value.isEmpty() ? "NULL" : value) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
