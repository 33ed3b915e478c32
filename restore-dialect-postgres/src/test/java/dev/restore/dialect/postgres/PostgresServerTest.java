package dev.restore.dialect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class PostgresServerTest {

    @Test
    void givesAnEmptyDatabaseWithAnOrdinaryOwner() throws SQLException {
        PostgresServer server = PostgresServer.shared();
        String owner = server.createOwner(server.createDatabase());
        try (Connection connection = server.dataSource(owner).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t(id int)");
            try (ResultSet row = statement.executeQuery(
                    "SELECT rolsuper, current_setting('server_version_num')::int FROM pg_roles WHERE rolname = current_user")) {
                row.next();
                assertThat(row.getBoolean(1)).isFalse();
                assertThat(row.getInt(2)).isGreaterThan(150000);
            }
        }
    }
}
