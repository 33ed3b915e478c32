package dev.restore.dialect.postgres.measure;

import dev.restore.dialect.Limitations;
import dev.restore.dialect.Scope;
import dev.restore.dialect.postgres.catalog.CatalogQueries;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Event triggers see what a restore does to the schema, and may refuse it or write rows. */
public final class EventTriggers implements Limitations {

    private final Connection connection;

    public EventTriggers(Connection connection) {
        this.connection = connection;
    }

    @Override
    public List<String> shortcomings(Scope scope) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(CatalogQueries.EVENT_TRIGGERS)) {
            while (row.next()) {
                names.add(row.getString(1));
            }
        }
        return names.isEmpty()
                ? List.of()
                : List.of(
                        "Event triggers of the database fire where the restore puts constraints off, suppresses triggers, rebuilds"
                                + " indexes or makes a table for its checkpoint: " + String.join(", ", names) + ".");
    }
}
