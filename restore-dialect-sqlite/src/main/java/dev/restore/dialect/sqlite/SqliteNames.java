package dev.restore.dialect.sqlite;

import dev.restore.catalog.TableName;
import dev.restore.dialect.standard.SqlNames;
import java.util.Locale;

/** Names in SQLite: those of tables with the database that holds them, as there may be temporary tables of the same names. */
final class SqliteNames implements SqlNames {

    /** Returns an identifier in quotes. */
    static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /** SQLite compares names without regard to the case of ASCII letters. */
    static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    @Override
    public String quote(String identifier) {
        return quoted(identifier);
    }

    @Override
    public String quote(TableName name) {
        return quote(name.schema() == null ? "main" : name.schema()) + "." + quote(name.name());
    }
}
