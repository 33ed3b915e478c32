package dev.restore.dialect.sqlite;

import dev.restore.catalog.TableName;
import dev.restore.dialect.standard.SqlNames;

/** Names in SQLite: those of tables with the database that holds them, as there may be temporary tables of the same names. */
final class SqliteNames implements SqlNames {

    @Override
    public String quote(String identifier) {
        return SqliteCatalog.quoted(identifier);
    }

    @Override
    public String quote(TableName name) {
        return quote(name.schema() == null ? "main" : name.schema()) + "." + quote(name.name());
    }
}
