package dev.restore.dialect.sqlite;

import static dev.restore.testing.CellRows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Column.Generation;
import dev.restore.catalog.ForeignKey.Action;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.catalog.Trigger;
import dev.restore.catalog.TypeFamily;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.Failure;
import dev.restore.dialect.ForeignKeyMeasure;
import dev.restore.dialect.LoadTarget;
import dev.restore.dialect.Obstacle;
import dev.restore.dialect.Scope;
import dev.restore.dialect.SessionSettings;
import dev.restore.dialect.TableLoader;
import dev.restore.dialect.ValueException;
import dev.restore.testing.CellRows;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteSessionTest {

    @TempDir
    Path directory;

    private Connection connection;
    private Dialect.Session session;

    @BeforeEach
    void open() throws SQLException {
        connection = connect("");
        session = new SqliteDialect().open(connection, new SessionSettings(null, ZoneOffset.UTC));
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private Connection connect(String parameters) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:file:" + directory.resolve("test.db") + parameters);
    }

    private void sql(String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private List<String> select(String sql) throws SQLException {
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

    private Scope scope(String... names) throws SQLException {
        Catalog catalog = session.catalog();
        List<Table> loaded = Arrays.stream(names)
                .map(name -> catalog.table(new TableName(null, name)).orElseThrow())
                .toList();
        List<Table> cleared = new ArrayList<>(loaded);
        Collections.reverse(cleared);
        return new Scope(catalog, loaded, cleared, 10);
    }

    private void begin(Scope scope) throws SQLException {
        ForeignKeyMeasure measure = session.foreignKeyMeasure(scope);
        assertThat(session.obstacles(scope, measure)).isEmpty();
        session.begin(scope, measure);
    }

    private long load(Table table, @Nullable Object[]... rows) throws SQLException {
        CellRows cells = CellRows.of(rows);
        LoadTarget target = new LoadTarget(table, table.columns().subList(0, cells.columns()));
        try (TableLoader loader = session.loader(target)) {
            return loader.load(cells, 0, cells.size()).inserted();
        }
    }

    private void commit() throws SQLException {
        connection.commit();
        session.close();
    }

    private void rollback() throws SQLException {
        connection.rollback();
        session.close();
    }

    @Test
    void readsTheCatalog() throws SQLException {
        sql(
                "CREATE TABLE auto(id INTEGER PRIMARY KEY AUTOINCREMENT, v TEXT DEFAULT 'AUTOINCREMENT' UNIQUE)",
                "CREATE TABLE alias(id INTEGER PRIMARY KEY /* AUTOINCREMENT */, v TEXT NOT NULL)",
                "CREATE TABLE not_alias(id INT PRIMARY KEY, v)",
                "CREATE TABLE gen(id INTEGER PRIMARY KEY, a INT, s INT AS (a * 2) STORED, w INT AS (a + 1))",
                "CREATE TABLE child(a INT, b INT, x INT REFERENCES ALIAS ON DELETE CASCADE,"
                        + " FOREIGN KEY (a, b) REFERENCES pair(y, z))",
                "CREATE TABLE pair(y INT, z INT, PRIMARY KEY (y, z)) WITHOUT ROWID",
                "CREATE VIRTUAL TABLE fts USING fts5(body)",
                "CREATE VIEW v AS SELECT 1",
                "CREATE TRIGGER \"before delete\" AFTER INSERT ON alias BEGIN DELETE FROM auto; END",
                "CREATE TEMP TRIGGER td BEFORE DELETE ON main.alias BEGIN SELECT 1; END");
        Scope scope = scope("auto", "alias", "not_alias", "gen", "child", "pair");
        List<Table> tables = scope.loaded();
        assertThat(tables.get(0).columns().get(0).generation()).isEqualTo(Generation.IDENTITY_BY_DEFAULT);
        assertThat(tables.get(0).keys().get(1).columns()).containsExactly("v");
        assertThat(tables.get(1).columns().get(0).hasDefault()).isTrue();
        assertThat(tables.get(1).columns().get(0).numbered()).isFalse();
        assertThat(tables.get(1).columns().get(1).required()).isTrue();
        assertThat(tables.get(1).triggers())
                .containsExactlyInAnyOrder(new Trigger("before delete", true, false), new Trigger("td", false, true));
        assertThat(tables.get(2).columns().get(0).required()).isTrue();
        assertThat(tables.get(2).columns().get(1).type().family()).isEqualTo(TypeFamily.ANY);
        assertThat(tables.get(3).columns())
                .extracting("generation")
                .containsExactly(Generation.NONE, Generation.NONE, Generation.COMPUTED, Generation.COMPUTED);
        assertThat(tables.get(4).foreignKeys())
                .hasSize(2)
                .anySatisfy(key -> {
                    assertThat(key.columns()).containsExactly("a", "b");
                    assertThat(key.referencedColumns()).containsExactly("y", "z");
                })
                .anySatisfy(key -> {
                    assertThat(key.referencedTable()).isEqualTo(new TableName(null, "alias"));
                    assertThat(key.referencedColumns()).containsExactly("id");
                    assertThat(key.onDelete()).isEqualTo(Action.CASCADE);
                });
        assertThat(scope.catalog()
                        .table(new TableName(null, "fts"))
                        .orElseThrow()
                        .kind())
                .isEqualTo(Table.Kind.VIRTUAL);
        assertThat(scope.catalog()
                        .table(new TableName(null, "fts_data"))
                        .orElseThrow()
                        .kind())
                .isEqualTo(Table.Kind.SHADOW);
        assertThat(scope.catalog().table(new TableName(null, "v")).orElseThrow().kind())
                .isEqualTo(Table.Kind.VIEW);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void putsTheForeignKeyPragmaBack(boolean success) throws SQLException {
        sql(
                "PRAGMA foreign_keys = ON",
                "CREATE TABLE p(id INTEGER PRIMARY KEY)",
                "CREATE TABLE outside(id INTEGER PRIMARY KEY, p INT REFERENCES p ON DELETE CASCADE)",
                "INSERT INTO p VALUES (1)",
                "INSERT INTO outside VALUES (1, 1)");
        Scope scope = scope("p");
        begin(scope);
        assertThat(select("PRAGMA foreign_keys")).containsExactly("0");
        session.clear(scope);
        load(scope.loaded().get(0), row(1), row(2));
        assertThat(session.resumeForeignKeys(scope)).isEmpty();
        if (success) {
            commit();
        } else {
            rollback();
        }
        assertThat(select("PRAGMA foreign_keys")).containsExactly("1");
        assertThat(connection.getAutoCommit()).isTrue();
        assertThat(select("SELECT id FROM p")).hasSize(success ? 2 : 1);
        assertThat(select("SELECT * FROM outside")).containsExactly("1|1");
    }

    @Test
    void findsNewOrphansOnly() throws SQLException {
        sql(
                "CREATE TABLE p(id INTEGER PRIMARY KEY)",
                "INSERT INTO p VALUES (1), (2)",
                "CREATE TABLE outside(id INTEGER PRIMARY KEY, p INT REFERENCES p)",
                "CREATE TABLE plain(k TEXT PRIMARY KEY, p INT REFERENCES p) WITHOUT ROWID",
                "INSERT INTO outside VALUES (1, 1), (2, 2), (3, 77)",
                "INSERT INTO plain VALUES ('a', 2), ('b', 77)");
        Scope scope = scope("p");
        begin(scope);
        session.clear(scope);
        load(scope.loaded().get(0), row(1));
        assertThat(session.resumeForeignKeys(scope)).hasSize(2).allSatisfy(violation -> {
            assertThat(violation.rows()).isEqualTo(1);
            assertThat(violation.examples()).contains("2");
        });
        rollback();
    }

    @Test
    void loadsANotNullCircle() throws SQLException {
        sql(
                "CREATE TABLE a(id INTEGER PRIMARY KEY, b INT NOT NULL REFERENCES b)",
                "CREATE TABLE b(id INTEGER PRIMARY KEY, a INT NOT NULL REFERENCES a)");
        Scope scope = scope("a", "b");
        begin(scope);
        load(scope.loaded().get(0), row(1, 2));
        assertThat(session.resumeForeignKeys(scope)).hasSize(1);
        load(scope.loaded().get(1), row(2, 1));
        assertThat(session.resumeForeignKeys(scope)).isEmpty();
        commit();
    }

    @Test
    void refusesForeignKeysThatCannotBeChecked() throws SQLException {
        sql(
                "CREATE TABLE p(x INT)",
                "CREATE TABLE c(x INT REFERENCES p(x))",
                "CREATE TABLE d(x INT REFERENCES nowhere(id))");
        Scope mismatch = scope("c");
        assertThat(session.obstacles(mismatch, session.foreignKeyMeasure(mismatch)))
                .singleElement()
                .extracting(Obstacle::table)
                .isEqualTo(new TableName(null, "c"));
        Scope dangling = scope("d");
        begin(dangling);
        load(dangling.loaded().get(0), row((Object) null), row(5));
        assertThat(session.resumeForeignKeys(dangling))
                .singleElement()
                .satisfies(violation -> assertThat(violation.rows()).isEqualTo(1));
        rollback();
    }

    @ParameterizedTest
    @CsvSource({"0", "2", "4"})
    void namesTheBadRowAtTheSecondTry(int bad) throws SQLException {
        sql("CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT NOT NULL)", "INSERT INTO t VALUES (100, 'old')");
        Scope scope = scope("t");
        begin(scope);
        @Nullable Object[][] values = new @Nullable Object[5][];
        for (int i = 0; i < 5; i++) {
            values[i] = row(i, i == bad ? null : "v");
        }
        CellRows rows = CellRows.of(values);
        Table table = scope.loaded().get(0);
        try (TableLoader loader = session.loader(new LoadTarget(table, table.columns()))) {
            Savepoint savepoint = connection.setSavepoint();
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> loader.load(rows, 0, 5))
                    .satisfies(e -> assertThat(session.diagnose(e)).isEqualTo(new Failure.SomeRow("v")));
            connection.rollback(savepoint);
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> loader.load(rows, 0, 5))
                    .satisfies(e -> assertThat(session.diagnose(e)).isEqualTo(new Failure.Row(bad, "v")));
            connection.rollback(savepoint);
            assertThat(loader.load(rows, 0, bad).inserted()
                            + loader.load(rows, bad + 1, 5).inserted())
                    .isEqualTo(4);
        }
        rollback();
        assertThat(select("SELECT * FROM t")).containsExactly("100|old");
    }

    @Test
    void countsTheRowsThatTheSchemaSwallows() throws SQLException {
        sql(
                "CREATE TABLE u(id INTEGER PRIMARY KEY, v TEXT UNIQUE ON CONFLICT IGNORE)",
                "CREATE TABLE t(id INTEGER PRIMARY KEY)",
                "CREATE TABLE log(x)",
                "CREATE TRIGGER swallow BEFORE INSERT ON t WHEN new.id < 0 BEGIN SELECT RAISE(IGNORE); END",
                "CREATE TRIGGER noisy AFTER INSERT ON t BEGIN INSERT INTO log VALUES (1), (2); END");
        Scope scope = scope("u", "t");
        begin(scope);
        assertThat(load(scope.loaded().get(0), row(1, "a"), row(2, "a"), row(3, "b")))
                .isEqualTo(2);
        assertThat(load(scope.loaded().get(1), row(1), row(-1), row(2), row(-2)))
                .isEqualTo(2);
        rollback();
    }

    @Test
    void keepsEveryValueAsItIs() throws SQLException {
        sql("CREATE TABLE t(i INTEGER, n DECIMAL(38,10), r REAL, t TEXT, b BLOB, bo BOOLEAN, ts DATETIME, x, u UUID,"
                + " j JSON, vb VARBINARY(9))");
        Scope scope = scope("t");
        begin(scope);
        Table table = scope.loaded().get(0);
        load(
                table,
                row(
                        Long.MAX_VALUE,
                        new BigDecimal("0.1"),
                        3,
                        new BigDecimal("12345678901234567890.12345678901234567890"),
                        "AAE=",
                        true,
                        "2024-01-01T10:00:00Z",
                        "007",
                        "2e2c2f0e-9a8c-467d-9ff2-56140bf2979e",
                        new CellRows.Json("{\"a\":1}"),
                        "\\xff00"),
                row("123", "1e2", "0.5", true, "just a text", false, "2024", new BigDecimal("1.5"), "", "null", ""),
                row(
                        "abc",
                        "",
                        "x",
                        "a\u0000b😀",
                        "",
                        7,
                        1700000000,
                        Long.MIN_VALUE,
                        "u",
                        new CellRows.Json("[]"),
                        "-"));
        commit();
        assertThat(select("SELECT i, n, r, t, hex(b), bo, ts, x, u, j, hex(vb) FROM t LIMIT 2"))
                .containsExactly(
                        "9223372036854775807|0.1|3.0|12345678901234567890.12345678901234567890|0001|1|2024-01-01T10:00:00Z|007|"
                                + "2e2c2f0e-9a8c-467d-9ff2-56140bf2979e|{\"a\":1}|FF00",
                        "123|100|0.5|true|6A75737420612074657874|0|2024|1.5||null|");
        assertThat(select(
                        "SELECT typeof(i), typeof(n), typeof(r), hex(t), typeof(b), typeof(bo), typeof(ts), x, typeof(vb)"
                                + " FROM t WHERE i = 'abc'"))
                .containsExactly("text|text|text|610062F09F9880|blob|integer|integer|-9223372036854775808|text");
        assertThat(select("SELECT typeof(b) FROM t")).containsExactly("blob", "text", "blob");
    }

    @Test
    void refusesWhatSqliteWouldChange() throws SQLException {
        sql("CREATE TABLE t(i INTEGER, n DECIMAL(38,10), r REAL, b BLOB, ts DATETIME, x, u UUID, bo BOOLEAN)");
        Scope scope = scope("t");
        begin(scope);
        Table table = scope.loaded().get(0);
        Object[][] refused = {
            {0, new BigInteger("9223372036854775808")},
            {0, " 12"},
            {0, "1."},
            {0, "123456789012345678901234567890"},
            {1, new BigDecimal("12345678901234567890.1234567890")},
            {1, "123456789012345678901234567890.5"},
            {2, 9007199254740993L},
            {2, "0.1000000000000000055511151231257827"},
            {3, "AAE"},
            {3, "AAF="},
            {3, "\\x0"},
            {4, "007"},
            {4, " 2024"},
            {4, "2024.0"},
            {4, "1e3"},
            {4, "-0"},
            {5, new BigInteger("123456789012345678901234567890")},
            {5, new BigDecimal("1E+400")},
            {6, "00000000000000000000000000000001"},
            {6, "12345678e12345678901234567890123"},
            {7, "01"}
        };
        for (Object[] one : refused) {
            @Nullable Object[] values = new @Nullable Object[8];
            values[(int) one[0]] = one[1];
            assertThatExceptionOfType(ValueException.class)
                    .as("%s into column %s", one[1], one[0])
                    .isThrownBy(() -> load(table, values))
                    .satisfies(e -> assertThat(e.column()).isEqualTo(one[0]))
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain(String.valueOf(one[1])));
        }
        rollback();
    }

    @Test
    void refusesANullInAPrimaryKey() throws SQLException {
        sql("CREATE TABLE a(id INT PRIMARY KEY)", "CREATE TABLE b(id INTEGER PRIMARY KEY)");
        Scope scope = scope("a", "b");
        begin(scope);
        for (Table table : scope.loaded()) {
            assertThatExceptionOfType(ValueException.class).isThrownBy(() -> load(table, row((Object) null)));
        }
        rollback();
    }

    @Test
    void loadsStrictTablesAndOddNames() throws SQLException {
        sql("CREATE TABLE \"select\"(\"from\" INT, \"a\"\"b\" ANY, \"; DROP TABLE x; --\" BLOB) STRICT");
        Scope scope = scope("select");
        begin(scope);
        session.clear(scope);
        Table table = scope.loaded().get(0);
        load(table, row(1, "007", "AAE="));
        assertThatExceptionOfType(ValueException.class).isThrownBy(() -> load(table, row(1, "x", "a text")));
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> load(table, row("abc", "x", null)))
                .satisfies(e -> assertThat(session.diagnose(e)).isInstanceOf(Failure.SomeRow.class));
        assertThat(select(
                        "SELECT \"from\", \"a\"\"b\", typeof(\"a\"\"b\"), hex(\"; DROP TABLE x; --\") FROM \"select\""))
                .containsExactly("1|007|text|0001");
        assertThat(session.count(table)).isEqualTo(1);
        rollback();
    }

    @Test
    void movesNumbersForwardOnly() throws SQLException {
        sql(
                "CREATE TABLE a(id INTEGER PRIMARY KEY AUTOINCREMENT, v TEXT)",
                "INSERT INTO a VALUES (5000, 'old')",
                "CREATE TABLE b(id INTEGER PRIMARY KEY AUTOINCREMENT, v TEXT)",
                "CREATE TABLE c(id INTEGER PRIMARY KEY, v TEXT)",
                "CREATE TABLE d(id INTEGER PRIMARY KEY)");
        Scope scope = scope("a", "b", "c", "d");
        begin(scope);
        session.clear(scope);
        load(scope.loaded().get(0), row(1, "new"));
        load(scope.loaded().get(1), row(70, "new"));
        load(scope.loaded().get(2), row(7, "new"));
        load(scope.loaded().get(3), row(Long.MAX_VALUE));
        List<Dialect.NextValue> next = session.restartIdentities(scope.loaded());
        assertThat(next)
                .extracting(value -> value.next().toString())
                .containsExactly("5001", "71", "8", "9223372036854775808");
        assertThat(next).extracting(Dialect.NextValue::exhausted).containsExactly(false, false, false, true);
        commit();
        sql("INSERT INTO a(v) VALUES ('next')", "INSERT INTO b(v) VALUES ('next')");
        assertThat(select("SELECT MAX(id) FROM a UNION ALL SELECT MAX(id) FROM b"))
                .containsExactly("5001", "71");
    }

    @Test
    void saysThatAnotherWriterHoldsTheDatabase() throws SQLException {
        sql("CREATE TABLE t(id INTEGER PRIMARY KEY)", "PRAGMA foreign_keys = ON", "PRAGMA busy_timeout = 10");
        Scope scope = scope("t");
        ForeignKeyMeasure measure = session.foreignKeyMeasure(scope);
        try (Connection writer = connect("");
                Statement statement = writer.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            assertThat(session.obstacles(scope, measure))
                    .singleElement()
                    .satisfies(obstacle -> assertThat(obstacle.message()).contains("locked"));
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> session.begin(scope, measure))
                    .withMessageContaining("locked by another writer");
            session.close();
            statement.execute("ROLLBACK");
        }
        assertThat(select("PRAGMA foreign_keys")).containsExactly("1");
        assertThat(connection.getAutoCommit()).isTrue();
        sql("INSERT INTO t VALUES (1)");
    }

    @Test
    void keepsOtherWritersOutFromTheBeginning() throws SQLException {
        sql("CREATE TABLE t(id INTEGER PRIMARY KEY)");
        begin(scope("t"));
        try (Connection writer = connect("");
                Statement statement = writer.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 10");
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> statement.execute("INSERT INTO t VALUES (1)"));
        }
        rollback();
    }

    @Test
    void seesThatTheDatabaseCannotBeWritten() throws SQLException {
        sql("CREATE TABLE t(id INTEGER PRIMARY KEY)");
        try (Connection readOnly = connect("?mode=ro")) {
            Dialect.Session other = new SqliteDialect().open(readOnly, new SessionSettings(null, ZoneOffset.UTC));
            Catalog catalog = other.catalog();
            Scope scope = new Scope(catalog, catalog.tables(), catalog.tables(), 1);
            assertThat(other.obstacles(scope, other.foreignKeyMeasure(scope)))
                    .singleElement()
                    .satisfies(obstacle -> assertThat(obstacle.message()).contains("SQLITE_READONLY"));
        }
    }

    @Test
    void noticesATransactionThatSqliteRolledBackByItself() throws SQLException {
        sql("CREATE TABLE t(id INTEGER PRIMARY KEY)");
        Scope scope = scope("t");
        begin(scope);
        sql("ROLLBACK");
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> session.resumeForeignKeys(scope))
                .withMessage("SQLite has rolled the transaction back by itself");
        session.close();
        assertThat(connection.getAutoCommit()).isTrue();
    }
}
