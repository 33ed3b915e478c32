package dev.restore.dialect.postgres.catalog;

import dev.restore.catalog.TableName;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes names that came from the catalog into SQL. */
public final class Identifiers {

    private Identifiers() {}

    public static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    public static String quoted(TableName name) {
        return qualified(name.schema(), name.name());
    }

    public static String qualified(@Nullable String schema, String name) {
        return schema == null ? quoted(name) : quoted(schema) + '.' + quoted(name);
    }

    /** Writes a text that came from the catalog, whatever standard_conforming_strings says. */
    public static String literal(String text) {
        String doubled = text.replace("'", "''");
        return doubled.indexOf('\\') < 0 ? "'" + doubled + "'" : "E'" + doubled.replace("\\", "\\\\") + "'";
    }

    public static String list(Collection<String> names) {
        return names.stream().map(Identifiers::quoted).collect(Collectors.joining(", "));
    }
}
