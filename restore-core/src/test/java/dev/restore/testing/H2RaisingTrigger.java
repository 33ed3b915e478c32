package dev.restore.testing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.h2.tools.TriggerAdapter;

/** Refuses each row whose {@code note} is not null, and says what is in it and in the rows that are there. */
public final class H2RaisingTrigger extends TriggerAdapter {

    /** Created by H2. */
    public H2RaisingTrigger() {}

    @Override
    public void fire(Connection connection, ResultSet oldRow, ResultSet newRow) throws SQLException {
        if (newRow.getString("note") == null) {
            return;
        }
        try (Statement statement = connection.createStatement();
                ResultSet others = statement.executeQuery("select max(name) from parent")) {
            others.next();
            throw new SQLException(
                    "must not be: " + newRow.getString("note") + " beside " + others.getString(1), "45000");
        }
    }
}
