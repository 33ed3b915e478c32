package dev.restore.dialect.sqlite;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Describes a schema of SQLite by the statements in it, of which everything there is made, except for what the module of a
 * virtual table adds. Temporary triggers fire for lasting tables, too.
 */
final class SqliteSchemaToken {

    private final Connection connection;
    private final List<String> schemas;

    /**
     * Creates a description.
     *
     * @param schema the schema's name, quoted
     */
    SqliteSchemaToken(Connection connection, String schema) {
        this.connection = connection;
        this.schemas = List.of(schema, "temp");
    }

    /** Returns null where there is a virtual table. */
    @Nullable
    String read() throws SQLException {
        StringBuilder token = new StringBuilder(schemas.get(0));
        for (String schema : schemas) {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(
                            "SELECT type, name, tbl_name, sql, type = 'table' AND rootpage = 0 FROM " + schema
                                    + ".sqlite_schema")) {
                while (row.next()) {
                    if (row.getBoolean(5)) {
                        return null;
                    }
                    for (int i = 1; i <= 4; i++) {
                        String text = Objects.requireNonNullElse(row.getString(i), "");
                        token.append('\n').append(text.length()).append(' ').append(text);
                    }
                }
            }
        }
        return token.toString();
    }
}
