package dev.restore.dialect.h2;

import dev.restore.dialect.Sibling;
import dev.restore.dialect.Siblings;
import dev.restore.dialect.standard.PlainDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Makes databases in memory with the settings of another. Schemas of one database would not do: H2 switches foreign keys off for all
 * connections of a database.
 */
final class H2Siblings implements Siblings {

    /** Those that change what SQL means, as far as they can be read. */
    private static final String SETTINGS = """
            SELECT SETTING_NAME, SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS WHERE UPPER(SETTING_NAME) IN (
                'MODE', 'CASE_INSENSITIVE_IDENTIFIERS', 'DATABASE_TO_LOWER', 'DATABASE_TO_UPPER', 'DEFAULT_NULL_ORDERING',
                'IGNORECASE', 'IGNORE_CATALOGS', 'NON_KEYWORDS', 'TIME ZONE', 'VARIABLE_BINARY', 'ZERO_BASED_ENUMS')
            """;

    @Override
    public Optional<Sibling> create(DataSource database, String name) throws SQLException {
        StringBuilder url = new StringBuilder("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1");
        String user;
        String schema;
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SETTINGS)) {
            user = connection.getMetaData().getUserName();
            schema = connection.getSchema();
            while (row.next()) {
                url.append(';').append(row.getString(1)).append('=').append(row.getString(2));
            }
        }
        H2Sibling sibling = new H2Sibling(url.toString(), user, schema);
        sibling.createSchema();
        return Optional.of(sibling);
    }

    /**
     * A database in memory.
     *
     * @param schema where names without one lead
     */
    private record H2Sibling(String url, String user, String schema) implements Sibling {

        void createSchema() throws SQLException {
            try (Connection connection = DriverManager.getConnection(url, user, "");
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE SCHEMA IF NOT EXISTS " + H2SavedState.NAMES.quote(schema));
            }
        }

        @Override
        public DataSource dataSource() {
            PlainDataSource opening = this::open;
            return opening;
        }

        private Connection open() throws SQLException {
            Connection connection = DriverManager.getConnection(url, user, "");
            try {
                connection.setSchema(schema);
                return connection;
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        }

        @Override
        public void remove() throws SQLException {
            try (Connection connection = DriverManager.getConnection(url, user, "");
                    Statement statement = connection.createStatement()) {
                statement.execute("SHUTDOWN IMMEDIATELY");
            }
        }
    }
}
