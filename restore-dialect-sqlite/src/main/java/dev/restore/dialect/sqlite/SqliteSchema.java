package dev.restore.dialect.sqlite;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.SessionSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a session knows of the schema: read when it is asked for, or when somebody needs it first. */
final class SqliteSchema {

    private final Connection connection;
    private final SessionSettings settings;
    private final String database;
    private @Nullable Known known;

    SqliteSchema(Connection connection, SessionSettings settings) {
        this.connection = connection;
        this.settings = settings;
        String schema = settings.schema();
        this.database = schema == null ? "main" : schema;
    }

    private record Known(Catalog catalog, Map<TableName, TableTraits> traits) {}

    /** Returns the name of the database of the connection that holds the tables. */
    String database() {
        return database;
    }

    /** Returns that name in quotes. */
    String quotedDatabase() {
        return SqliteNames.quoted(database);
    }

    /** Reads the catalog, unless it is as it was when another session has read it. */
    Catalog read() throws SQLException {
        return readAgain().catalog();
    }

    private Known readAgain() throws SQLException {
        Known read = settings.memory()
                .get(Known.class, new SqliteSchemaToken(connection, quotedDatabase())::read, () -> {
                    SqliteCatalog reader = new SqliteCatalog(connection, settings.schema());
                    Catalog catalog = reader.read();
                    return new Known(catalog, Map.copyOf(reader.traits()));
                });
        known = read;
        return read;
    }

    /** Returns what only SQLite knows of the tables. */
    Map<TableName, TableTraits> traits() throws SQLException {
        Known read = known;
        return (read == null ? readAgain() : read).traits();
    }

    /** Returns what only SQLite knows of a table, null for nothing. */
    @Nullable
    TableTraits traits(Table table) throws SQLException {
        return traits().get(table.name());
    }

    /** Returns whether a table is declared STRICT. */
    boolean strict(Table table) throws SQLException {
        TableTraits traits = traits(table);
        return traits != null && traits.strict();
    }
}
