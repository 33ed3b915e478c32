package dev.restore.testing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.h2.tools.TriggerAdapter;

/** Runs the statement that is the trigger's comment. */
public final class H2UpdateTrigger extends TriggerAdapter {

    /** Created by H2. */
    public H2UpdateTrigger() {}

    @Override
    public void fire(Connection connection, ResultSet oldRow, ResultSet newRow) throws SQLException {
        String sql;
        try (Statement statement = connection.createStatement();
                ResultSet remark = statement.executeQuery(
                        "select remarks from information_schema.triggers where trigger_name = '" + triggerName + "'")) {
            remark.next();
            sql = remark.getString(1);
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
