package dev.restore.examples.dialect.mariadb;

import dev.restore.dialect.Dialect;
import dev.restore.dialect.SessionSettings;
import dev.restore.dialect.standard.StandardDialect;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** MariaDB. Stateless. */
public final class MariaDbDialect extends StandardDialect {

    /** For the service loader. */
    public MariaDbDialect() {}

    @Override
    public String id() {
        return "mariadb";
    }

    @Override
    public boolean supports(DatabaseMetaData database) throws SQLException {
        return database.getDatabaseProductName().equals("MariaDB");
    }

    @Override
    public Optional<Object> session(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT CONCAT_WS(' ', @@hostname, @@port, @@datadir), CONNECTION_ID()")) {
            row.next();
            return Optional.of(row.getString(1) + " " + row.getLong(2));
        }
    }

    @Override
    public Dialect.Session open(Connection connection, SessionSettings settings) throws SQLException {
        return new MariaDbSession(connection, settings);
    }
}
