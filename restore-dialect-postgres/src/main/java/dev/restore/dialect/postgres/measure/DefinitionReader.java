package dev.restore.dialect.postgres.measure;

import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.Rebuilt;
import dev.restore.dialect.postgres.catalog.PostgresCatalog;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Reads the definitions that can be dropped and put back exactly. */
final class DefinitionReader {

    private final Connection connection;
    private final PostgresCatalog catalog;

    DefinitionReader(Connection connection, PostgresCatalog catalog) {
        this.connection = connection;
        this.catalog = catalog;
    }

    /**
     * Returns the definitions of tables, constraints with an index before plain indexes and foreign keys last.
     *
     * @param restored the tables that the restore holds on to anyway: foreign keys to others are left out
     */
    List<Definition> read(Collection<Table> tables, Collection<Table> restored) throws SQLException {
        List<Definition> definitions = new ArrayList<>();
        if (tables.isEmpty()) {
            return definitions;
        }
        try (PreparedStatement statement = connection.prepareStatement(RebuiltQueries.INDEXES)) {
            statement.setString(1, catalog.oidArray(tables));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    definitions.add(index(row));
                }
            }
        }
        boolean knowsEnforced = connection.getMetaData().getDatabaseMajorVersion() >= 18;
        try (PreparedStatement statement = connection.prepareStatement(RebuiltQueries.foreignKeys(knowsEnforced))) {
            statement.setString(1, catalog.oidArray(tables));
            statement.setString(2, catalog.oidArray(restored));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    definitions.add(foreignKey(row));
                }
            }
        }
        return definitions;
    }

    private static Definition index(ResultSet row) throws SQLException {
        boolean deferrable = row.getBoolean(6);
        boolean deferred = row.getBoolean(7);
        String mode = deferrable ? " DEFERRABLE INITIALLY " + (deferred ? "DEFERRED" : "IMMEDIATE") : "";
        return new Definition(
                new TableName(row.getString(1), row.getString(2)),
                row.getBoolean(4) ? Rebuilt.Kind.UNIQUE : Rebuilt.Kind.INDEX,
                row.getString(3),
                row.getString(5),
                mode,
                row.getString(8),
                row.getString(9),
                row.getString(10),
                row.getBoolean(11),
                row.getBoolean(12),
                List.of((String[]) row.getArray(13).getArray()),
                row.getString(14));
    }

    private static Definition foreignKey(ResultSet row) throws SQLException {
        return new Definition(
                new TableName(row.getString(1), row.getString(2)),
                Rebuilt.Kind.FOREIGN_KEY,
                row.getString(3),
                row.getString(4),
                "",
                null,
                row.getString(5),
                null,
                false,
                false,
                List.of(),
                row.getString(6));
    }
}
