package dev.restore.dialect.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.ds.PGSimpleDataSource;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * A real PostgreSQL for tests, started once per JVM: the one that RESTORE_TEST_POSTGRES_URL names (a JDBC URL of a
 * superuser), else a container where a Docker engine answers, else the embedded binaries.
 */
public final class PostgresServer {

    private final String host;
    private final String port;
    private final String user;
    private final @Nullable String password;
    private final String maintenanceDatabase;

    private PostgresServer(String url) {
        Properties parsed = Objects.requireNonNull(Driver.parseURL(url, null), "not a URL of PostgreSQL");
        this.host = parsed.getProperty("PGHOST");
        this.port = parsed.getProperty("PGPORT");
        this.user = parsed.getProperty("user", "postgres");
        this.password = parsed.getProperty("password");
        this.maintenanceDatabase = parsed.getProperty("PGDBNAME", "postgres");
    }

    /** Returns the one server of this JVM, starting it at the first call. */
    public static PostgresServer shared() {
        return Holder.SERVER;
    }

    /** Creates an empty database and returns its JDBC URL, with the superuser's name and password in it. */
    public String createDatabase() {
        String name = "restore_" + unique();
        execute(url(maintenanceDatabase, user, password), "CREATE DATABASE " + name);
        return url(name, user, password);
    }

    /**
     * Makes an ordinary role the owner of a database and of its schema public.
     *
     * @return the JDBC URL of the same database with the role's name and password in it
     */
    public String createOwner(String url) {
        String database = Objects.requireNonNull(Driver.parseURL(url, null)).getProperty("PGDBNAME");
        String role = "owner_" + unique();
        execute(
                url,
                "CREATE ROLE " + role + " LOGIN PASSWORD 'secret'",
                "ALTER DATABASE " + database + " OWNER TO " + role,
                "ALTER SCHEMA public OWNER TO " + role);
        return url(database, role, "secret");
    }

    /** Returns a data source that opens a new connection each time. */
    public DataSource dataSource(String url) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(url);
        return source;
    }

    private String url(String database, String userName, @Nullable String secret) {
        String base = "jdbc:postgresql://" + host + ":" + port + "/" + database + "?user=" + encoded(userName);
        return secret == null ? base : base + "&password=" + encoded(secret);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static String unique() {
        return UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    }

    private static void execute(String url, String... statements) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String start() {
        String given = System.getenv("RESTORE_TEST_POSTGRES_URL");
        if (given != null && !given.isBlank()) {
            return given;
        }
        return DockerClientFactory.instance().isDockerAvailable() ? startContainer() : startEmbedded();
    }

    @SuppressWarnings("resource") // lives as long as the JVM; Testcontainers removes it
    private static String startContainer() {
        PostgreSQLContainer container = new PostgreSQLContainer("postgres:18");
        container.start();
        return container.getJdbcUrl() + "&user=" + container.getUsername() + "&password=" + container.getPassword();
    }

    @SuppressWarnings("resource") // lives as long as the JVM; a shutdown hook of the library stops it
    private static String startEmbedded() {
        try {
            return EmbeddedPostgres.builder()
                    .setPGStartupWait(Duration.ofMinutes(2))
                    // Nothing of it has to outlive a loss of power.
                    .setServerConfig("fsync", "off")
                    .setServerConfig("full_page_writes", "off")
                    .start()
                    .getJdbcUrl("postgres", "postgres");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Holder {
        static final PostgresServer SERVER = new PostgresServer(start());
    }
}
