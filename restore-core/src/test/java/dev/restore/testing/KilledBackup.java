package dev.restore.testing;

import dev.restore.Backup;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Backs up into thousands of small files, to be killed meanwhile. Run in a JVM of its own. */
final class KilledBackup {

    private KilledBackup() {}

    /** Takes a JDBC URL and where to write. */
    public static void main(String[] arguments) throws SQLException {
        String url = arguments[0];
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("create table thing (id bigint primary key, v varchar(2000))");
            StringBuilder insert = new StringBuilder("insert into thing values (0, '')");
            for (int i = 1; i < 10_000; i++) {
                insert.append(",(")
                        .append(i)
                        .append(",'")
                        .append("x".repeat(50))
                        .append("')");
            }
            statement.execute(insert.toString());
        }
        Backup.of(TestDataSource.of(url, new Properties())).partBytes(1024).write(Path.of(arguments[1]));
    }
}
