package dev.restore.dialect.postgres.state;

import dev.restore.dialect.Sibling;
import dev.restore.dialect.Siblings;
import dev.restore.dialect.postgres.catalog.Identifiers;
import dev.restore.dialect.standard.PlainDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Makes schemas within a database, which takes the right to create one. A database of its own for each would take passwords, which no data
 * source tells, and a first database to which nobody is connected, if it is to be copied.
 */
public final class PostgresSiblings implements Siblings {

    /** The rest of the path stays, for the types and functions of extensions. */
    private static final String OTHERS = """
            SELECT pg_catalog.string_agg(pg_catalog.quote_ident(s.name), ', ' ORDER BY s.place)
            FROM pg_catalog.unnest(pg_catalog.current_schemas(false)) WITH ORDINALITY s (name, place)
            WHERE s.name IS DISTINCT FROM pg_catalog.current_schema()
            """;

    /** Creates it. It has no state of its own. */
    public PostgresSiblings() {}

    @Override
    public Optional<Sibling> create(DataSource database, String name) throws SQLException {
        String schema = Identifiers.quoted(name);
        String path;
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery(OTHERS)) {
                row.next();
                String others = row.getString(1);
                path = others == null ? schema : schema + ", " + others;
            }
            statement.execute("CREATE SCHEMA " + schema);
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
        }
        return Optional.of(new PostgresSibling(database, schema, path));
    }

    /**
     * A schema.
     *
     * @param schema its name in quotes
     * @param path where names without a schema lead
     */
    private record PostgresSibling(DataSource database, String schema, String path) implements Sibling {

        @Override
        public DataSource dataSource() {
            PlainDataSource led = () -> LedConnection.of(database.getConnection(), path);
            return led;
        }

        @Override
        public void remove() throws SQLException {
            try (Connection connection = database.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
                if (!connection.getAutoCommit()) {
                    connection.commit();
                }
            }
        }
    }
}
