package dev.restore.examples.boot.web;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/** The database's own counts. Names come from its catalog and are quoted. */
@Component
class TableCounts {

    private final DataSource database;

    TableCounts(DataSource database) {
        this.database = database;
    }

    /** A table and how many rows others see in it now. */
    record Table(String name, long rows) {}

    String product() throws SQLException {
        try (Connection connection = database.getConnection()) {
            DatabaseMetaData meta = connection.getMetaData();
            return meta.getDatabaseProductName() + ' ' + meta.getDatabaseMajorVersion();
        }
    }

    List<Table> tables() throws SQLException {
        try (Connection connection = database.getConnection()) {
            List<Table> counts = new ArrayList<>();
            for (String name : names(connection)) {
                String quote = connection.getMetaData().getIdentifierQuoteString();
                String quoted = quote + name.replace(quote, quote + quote) + quote;
                try (Statement statement = connection.createStatement();
                        ResultSet row = statement.executeQuery("select count(*) from " + quoted)) {
                    row.next();
                    counts.add(new Table(name, row.getLong(1)));
                }
            }
            return counts;
        }
    }

    private static List<String> names(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet tables = connection
                .getMetaData()
                .getTables(
                        connection.getCatalog(), connection.getSchema(), "%", new String[] {"TABLE", "BASE TABLE"})) {
            while (tables.next()) {
                names.add(tables.getString("TABLE_NAME"));
            }
        }
        return names;
    }
}
