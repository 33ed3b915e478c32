package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.dialect.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** A dialect is found by its service. */
interface BoundaryContract extends ContractCase {

    @Test
    default void exactlyOneDialectTakesThisDatabase() throws Exception {
        try (Connection connection = db().dataSource().getConnection()) {
            List<String> ids = ServiceLoader.load(Dialect.class).stream()
                    .map(ServiceLoader.Provider::get)
                    .filter(dialect -> supports(dialect, connection))
                    .map(Dialect::id)
                    .toList();
            assertThat(ids).containsExactly(db().dialect());
        }
    }

    private static boolean supports(Dialect dialect, Connection connection) {
        try {
            return dialect.supports(connection.getMetaData());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
