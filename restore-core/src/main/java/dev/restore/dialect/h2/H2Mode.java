package dev.restore.dialect.h2;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/**
 * How a database of H2 was opened, as far as that changes what is read from it or stored in it.
 *
 * @param name the database that it imitates, {@code REGULAR} for none
 * @param lowerCase whether it keeps names in lower case, those of its own schemas included
 */
record H2Mode(String name, boolean lowerCase) {

    static H2Mode read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS WHERE SETTING_NAME = 'MODE'")) {
            return new H2Mode(
                    row.next() ? row.getString(1) : "REGULAR",
                    connection.getMetaData().storesLowerCaseIdentifiers());
        }
    }

    /** Returns the WHERE clause that leaves out the schemas of H2's own, with a space before it. */
    String where(String column) {
        String own = name.equals("PostgreSQL") ? "'INFORMATION_SCHEMA', 'PG_CATALOG'" : "'INFORMATION_SCHEMA'";
        return " WHERE " + column + " NOT IN (" + (lowerCase ? own.toLowerCase(Locale.ROOT) : own) + ")";
    }

    /** Returns whether a text without characters becomes NULL, also within arrays. */
    boolean emptyTextIsNull() {
        return name.equals("Oracle");
    }
}
