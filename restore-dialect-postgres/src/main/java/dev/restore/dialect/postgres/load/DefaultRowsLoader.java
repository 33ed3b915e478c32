package dev.restore.dialect.postgres.load;

import dev.restore.catalog.Table;
import dev.restore.dialect.Loaded;
import dev.restore.dialect.Rows;
import dev.restore.dialect.TableLoader;
import dev.restore.dialect.postgres.catalog.Identifiers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Loads rows that consist of defaults only, for which COPY has no syntax. */
public final class DefaultRowsLoader implements TableLoader {

    private final PreparedStatement insert;

    public DefaultRowsLoader(Connection connection, Table table) throws SQLException {
        this.insert =
                connection.prepareStatement("INSERT INTO " + Identifiers.quoted(table.name()) + " DEFAULT VALUES");
    }

    @Override
    public Loaded load(Rows rows, int from, int to) throws SQLException {
        long stored = 0;
        for (int row = from; row < to; row++) {
            stored += insert.executeUpdate();
        }
        return Loaded.inserted(stored);
    }

    @Override
    public String strategy() {
        return "inserts of defaults";
    }

    @Override
    public void close() throws SQLException {
        insert.close();
    }
}
