package dev.restore.dialect.standard;

import dev.restore.catalog.TableName;

/** How one database writes names in its SQL. Stateless. */
@FunctionalInterface
public interface SqlNames {

    /** Returns an identifier in quotes. */
    String quote(String identifier);

    /** Returns a table's name in quotes, with its schema where it has one. */
    default String quote(TableName name) {
        return name.schema() == null ? quote(name.name()) : quote(name.schema()) + "." + quote(name.name());
    }

    /**
     * Returns names between quotes, which are doubled within them.
     *
     * @param quote what stands before and after an identifier, empty where nothing does
     */
    static SqlNames between(String quote) {
        return quote.isEmpty()
                ? identifier -> identifier
                : identifier -> quote + identifier.replace(quote, quote + quote) + quote;
    }
}
