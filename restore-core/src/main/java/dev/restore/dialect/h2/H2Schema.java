package dev.restore.dialect.h2;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.TableName;
import dev.restore.dialect.standard.SqlDatabase;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a session knows of the schema: read when it is asked for, or when somebody needs it first. */
final class H2Schema {

    private final SqlDatabase database;
    private @Nullable Known known;

    H2Schema(SqlDatabase database) {
        this.database = database;
    }

    private record Known(H2Mode mode, H2Catalog.Schema schema) {}

    /** Reads the catalog, unless it is as it was when another session has read it. */
    Catalog read() throws SQLException {
        return readAgain().schema().catalog();
    }

    private Known readAgain() throws SQLException {
        H2Mode mode = H2Mode.read(database.connection());
        H2Catalog.Schema schema = database.settings()
                .memory()
                .get(
                        H2Catalog.Schema.class,
                        new H2SchemaToken(database.connection(), mode, database.settings())::read,
                        () -> new H2Catalog(database.connection(), mode, database.settings()).read());
        Known read = new Known(mode, schema);
        known = read;
        return read;
    }

    private Known known() throws SQLException {
        Known read = known;
        return read == null ? readAgain() : read;
    }

    /** Returns the catalog as it was last read. */
    Catalog catalog() throws SQLException {
        return known().schema().catalog();
    }

    /** Returns the mode in which the database is open. */
    H2Mode mode() throws SQLException {
        return known().mode();
    }

    /** Returns the columns of a table that get their defaults in place of null. */
    Set<String> filledForNull(TableName table) throws SQLException {
        return known().schema().filledForNull().getOrDefault(table, Set.of());
    }
}
