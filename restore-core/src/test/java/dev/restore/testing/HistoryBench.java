package dev.restore.testing;

import dev.restore.history.JdbcRunHistory;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** The database of a history, beside the one of a test. */
public interface HistoryBench extends ContractCase {

    /** Returns the database of the history: the one that is restored into, unless overridden. */
    default DataSource historyDatabase() throws Exception {
        return db().dataSource();
    }

    /** Returns the URL of a database in a file or on a server that another process opens, too. */
    String urlForAnotherProcess();

    /** Returns the URL of a history that several processes have open at once: as another process opens it, unless overridden. */
    default String urlForSeveralProcesses() {
        return urlForAnotherProcess();
    }

    /** Returns the URL of the history beside a target that another process opens: the same, unless overridden. */
    default String historyUrl(String target) {
        return target;
    }

    /** Returns a name that a schema can have only in quotes. */
    default String oddName() {
        return "run's \"history\"; drop table x--";
    }

    /** Returns the statement that drops a schema and what is in it. */
    default String dropSchema(String quotedName) {
        return "drop schema " + quotedName + " cascade";
    }

    default JdbcRunHistory history() throws Exception {
        return JdbcRunHistory.in(historyDatabase());
    }

    /** Returns every value of every table of the history. */
    default List<String> columns() throws Exception {
        List<String> columns = new ArrayList<>();
        try (Connection connection = historyDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            String quote = connection.getMetaData().getIdentifierQuoteString();
            for (String table : JdbcRunHistory.TABLES) {
                try (ResultSet rows = statement.executeQuery("select * from " + quote + table + quote)) {
                    while (rows.next()) {
                        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                            columns.add(String.valueOf(rows.getString(i)));
                        }
                    }
                }
            }
        }
        return columns;
    }
}
