package dev.restore.dialect.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.ForeignKeyMeasure;
import dev.restore.dialect.LoadTarget;
import dev.restore.dialect.Scope;
import dev.restore.dialect.SessionSettings;
import dev.restore.dialect.TableLoader;
import dev.restore.testing.CellRows;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests of a session on a database in a file. */
abstract class SqliteSessionCase {

    @TempDir
    Path directory;

    Connection connection;
    Dialect.Session session;

    @BeforeEach
    final void open() throws SQLException {
        connection = connect("");
        session = new SqliteDialect().open(connection, new SessionSettings(null, ZoneOffset.UTC));
    }

    @AfterEach
    final void close() throws SQLException {
        connection.close();
    }

    final Connection connect(String parameters) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:file:" + directory.resolve("test.db") + parameters);
    }

    final void sql(String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    final List<String> select(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    values.add(result.getString(i));
                }
                rows.add(String.join("|", values));
            }
        }
        return rows;
    }

    final Scope scope(String... names) throws SQLException {
        Catalog catalog = session.catalog();
        List<Table> loaded = Arrays.stream(names)
                .map(name -> catalog.table(new TableName(null, name)).orElseThrow())
                .toList();
        List<Table> cleared = new ArrayList<>(loaded);
        Collections.reverse(cleared);
        return new Scope(catalog, loaded, cleared, 10);
    }

    final void begin(Scope scope) throws SQLException {
        ForeignKeyMeasure measure = session.foreignKeyMeasure(scope);
        assertThat(session.obstacles(scope, measure)).isEmpty();
        session.begin(scope, measure);
    }

    final long load(Table table, @Nullable Object[]... rows) throws SQLException {
        CellRows cells = CellRows.of(rows);
        LoadTarget target = new LoadTarget(table, table.columns().subList(0, cells.columns()));
        try (TableLoader loader = session.loader(target)) {
            return loader.load(cells, 0, cells.size()).inserted();
        }
    }

    final void commit() throws SQLException {
        connection.commit();
        session.close();
    }

    final void rollback() throws SQLException {
        connection.rollback();
        session.close();
    }
}
