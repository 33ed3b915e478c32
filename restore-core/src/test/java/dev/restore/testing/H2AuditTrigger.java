package dev.restore.testing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.h2.tools.TriggerAdapter;

/** Notes each new row in the table {@code audit}. */
public final class H2AuditTrigger extends TriggerAdapter {

    /** Created by H2. */
    public H2AuditTrigger() {}

    @Override
    public void fire(Connection connection, ResultSet oldRow, ResultSet newRow) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("insert into audit values ('" + tableName + "')");
        }
    }
}
