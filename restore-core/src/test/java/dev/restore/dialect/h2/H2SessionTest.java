package dev.restore.dialect.h2;

import static dev.restore.testing.CellRows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Column.Generation;
import dev.restore.catalog.ForeignKey.Action;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.catalog.TypeFamily;
import dev.restore.catalog.ValueKind;
import dev.restore.catalog.Violation;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.Failure;
import dev.restore.dialect.ForeignKeyMeasure;
import dev.restore.dialect.LoadTarget;
import dev.restore.dialect.NextValue;
import dev.restore.dialect.Scope;
import dev.restore.dialect.SessionSettings;
import dev.restore.dialect.TableLoader;
import dev.restore.dialect.ValueException;
import dev.restore.dialect.standard.StandardDialect;
import dev.restore.testing.CellRows;
import java.math.BigDecimal;
import java.math.BigInteger;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class H2SessionTest {

    private Connection connection;
    private Dialect.Session session;

    @BeforeEach
    void open() throws SQLException {
        connection = DriverManager.getConnection("jdbc:h2:mem:", "sa", "");
        session = new H2Dialect().open(connection, new SessionSettings(null, ZoneOffset.UTC));
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
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

    private static Table table(Catalog catalog, String name) {
        return catalog.table(new TableName("PUBLIC", name)).orElseThrow();
    }

    private Scope scope(String... names) throws SQLException {
        Catalog catalog = session.catalog();
        List<Table> loaded =
                Arrays.stream(names).map(name -> table(catalog, name)).toList();
        List<Table> cleared = new ArrayList<>(loaded);
        Collections.reverse(cleared);
        return new Scope(catalog, loaded, cleared, 10);
    }

    private long load(Table table, @Nullable Object[]... rows) throws SQLException {
        CellRows cells = CellRows.of(rows);
        LoadTarget target = new LoadTarget(table, table.columns().subList(0, cells.columns()));
        try (TableLoader loader = session.loader(target)) {
            return loader.load(cells, 0, cells.size()).inserted();
        }
    }

    private ForeignKeyMeasure begin(Scope scope) throws SQLException {
        ForeignKeyMeasure measure = session.foreignKeyMeasure(scope);
        assertThat(session.obstacles(scope, measure)).isEmpty();
        session.begin(scope, measure);
        return measure;
    }

    @Test
    void readsTheCatalog() throws SQLException {
        sql(
                "CREATE SEQUENCE s START WITH 5",
                "CREATE TABLE p(id INT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, n NUMERIC(10,2) NOT NULL,"
                        + " c VARCHAR(5) DEFAULT 'x', twice INT GENERATED ALWAYS AS (id * 2), UNIQUE (c, n))",
                "CREATE TABLE \"select \"\"x\"\"\"(id BIGINT DEFAULT NEXT VALUE FOR s PRIMARY KEY,"
                        + " p INT REFERENCES p ON DELETE CASCADE, j JSON, a INT ARRAY, ts TIMESTAMP(3))",
                "CREATE VIEW v AS SELECT 1 one");
        Catalog catalog = session.catalog();
        Table parent = table(catalog, "P");
        assertThat(parent.columns())
                .extracting("generation")
                .containsExactly(Generation.IDENTITY_ALWAYS, Generation.NONE, Generation.NONE, Generation.COMPUTED);
        assertThat(parent.columns().get(1).required()).isTrue();
        assertThat(parent.columns().get(2).hasDefault()).isTrue();
        assertThat(parent.primaryKey().orElseThrow().columns()).containsExactly("ID");
        assertThat(parent.keys().get(1).columns()).containsExactly("C", "N");
        Table child = table(catalog, "select \"x\"");
        assertThat(child.columns())
                .extracting(column -> column.type().family())
                .containsExactly(
                        TypeFamily.INTEGER,
                        TypeFamily.INTEGER,
                        TypeFamily.JSON,
                        TypeFamily.ARRAY,
                        TypeFamily.TIMESTAMP);
        assertThat(child.columns().get(0).sequence()).isNotNull();
        assertThat(child.foreignKeys()).singleElement().satisfies(key -> {
            assertThat(key.columns()).containsExactly("P");
            assertThat(key.referencedColumns()).containsExactly("ID");
            assertThat(key.onDelete()).isEqualTo(Action.CASCADE);
        });
        assertThat(table(catalog, "V").kind()).isEqualTo(Table.Kind.VIEW);
        assertThat(catalog.defaultSchema()).isEqualTo("PUBLIC");
    }

    @Test
    void loadsEveryType() throws SQLException {
        sql(
                "CREATE TABLE t(b BOOLEAN, i SMALLINT, n NUMERIC(10,2), d DOUBLE PRECISION, f REAL, v VARCHAR(9), c CHAR(3),"
                        + " x VARBINARY(9), dt DATE, tm TIME(3), ts TIMESTAMP(9), tz TIMESTAMP WITH TIME ZONE, u UUID, j JSON,"
                        + " a VARCHAR ARRAY, e ENUM('a', 'b'), y INTERVAL DAY, df DECFLOAT, cl CLOB, bl BLOB)");
        Scope scope = scope("T");
        begin(scope);
        load(
                scope.loaded().get(0),
                row(
                        true,
                        7,
                        new BigDecimal("1.50"),
                        new BigDecimal("0.1"),
                        new BigDecimal("0.25"),
                        "é\"'",
                        "ab",
                        "AAE=",
                        "2024-02-29",
                        "10:11:12.5",
                        "2024-02-29T10:11:12.123456789",
                        "2024-02-29T10:11:12+02:00",
                        "2e2c2f0e-9a8c-467d-9ff2-56140bf2979e",
                        new CellRows.Json("{\"k\":[1]}"),
                        new CellRows.Json("[\"x\",null,\"y,\"]"),
                        "b",
                        "3",
                        new BigDecimal("1.25"),
                        "text",
                        "\\x00ff"),
                new @Nullable Object[20]);
        connection.commit();
        assertThat(select(
                        "SELECT b, i, n, d, f, v, c, x, dt, tm, ts, tz, u, CAST(j AS VARCHAR), a[1], a[3], e, y, df, cl,"
                                + " RAWTOHEX(bl) FROM t WHERE b"))
                .containsExactly("TRUE|7|1.50|0.1|0.25|é\"'|ab |\u0000\u0001|2024-02-29|10:11:12.5|"
                        + "2024-02-29 10:11:12.123456789|2024-02-29 10:11:12+02|2e2c2f0e-9a8c-467d-9ff2-56140bf2979e|"
                        + "{\"k\":[1]}|x|y,|b|INTERVAL '3' DAY|1.25|text|00ff");
        assertThat(select("SELECT COUNT(*) FROM t WHERE j IS NULL AND a IS NULL"))
                .containsExactly("1");
    }

    @Test
    void storesTypedValuesAsWhatTheyAre() throws SQLException {
        sql("CREATE TABLE t(j JSON, x VARBINARY(9), v VARCHAR(20), df DECFLOAT)");
        Scope scope = scope("T");
        begin(scope);
        load(
                scope.loaded().get(0),
                row(
                        CellRows.Typed.of(ValueKind.JSON, "\"[1]\""),
                        CellRows.Typed.of(ValueKind.BYTES, "\0\377"),
                        CellRows.Typed.of(ValueKind.RAW_TEXT, "007"),
                        CellRows.Typed.of(ValueKind.REAL, "Infinity")),
                row(
                        CellRows.Typed.of(ValueKind.JSON, "null"),
                        CellRows.Typed.of(ValueKind.BYTES, ""),
                        CellRows.Typed.of(ValueKind.JSON, "\"a\""),
                        null));
        connection.commit();
        assertThat(select("SELECT CAST(j AS VARCHAR), RAWTOHEX(x), v, df FROM t"))
                .containsExactly("\"[1]\"|00ff|007|Infinity", "null||\"a\"|null");
    }

    @Test
    void refusesTypedValuesThatAColumnDoesNotKeep() throws SQLException {
        sql(
                "CREATE TABLE t(v VARCHAR)",
                "CREATE TABLE j(v JSON)",
                "CREATE TABLE n(v INT)",
                "CREATE TABLE b(v VARBINARY)");
        Scope scope = scope("T", "J", "N", "B");
        begin(scope);
        Object[] values = {
            CellRows.Typed.of(ValueKind.RAW_TEXT, "a\377"),
            CellRows.Typed.of(ValueKind.BYTES, "{}"),
            CellRows.Typed.of(ValueKind.BYTES, "1"),
            CellRows.Typed.of(ValueKind.RAW_TEXT, "AAE=")
        };
        for (int i = 0; i < values.length; i++) {
            Table table = scope.loaded().get(i);
            Object value = values[i];
            assertThatExceptionOfType(ValueException.class).isThrownBy(() -> load(table, row(value)));
        }
        Table texts = scope.loaded().get(0);
        assertThatExceptionOfType(ValueException.class)
                .isThrownBy(() -> load(texts, row(CellRows.Typed.of(ValueKind.BYTES, "a"))));
    }

    @Test
    void convertsTheElementsOfArraysAsColumnsOfTheirType() throws SQLException {
        sql("CREATE TABLE t(j JSON ARRAY, b VARBINARY ARRAY, v VARCHAR ARRAY, n NUMERIC(5,2) ARRAY ARRAY, d DATE ARRAY,"
                + " i BIGINT ARRAY)");
        Scope scope = scope("T");
        begin(scope);
        load(
                scope.loaded().get(0),
                row(
                        new CellRows.Json("[{\"a\":[1]},\"x\",2,null]"),
                        new CellRows.Json("[\"AP8=\",\"\\\\x00ff\"]"),
                        new CellRows.Json("[[\"a\"],{\"b\":1},\"c\"]"),
                        new CellRows.Json("[[1.5],[\"2.25\",null]]"),
                        new CellRows.Json("[\"2024-02-29T00:00:00Z\"]"),
                        new CellRows.Json("[1e3,\"7\"]")));
        connection.commit();
        assertThat(select("SELECT CAST(j[1] AS VARCHAR), CAST(j[2] AS VARCHAR), CAST(j[3] AS VARCHAR), j[4],"
                        + " RAWTOHEX(b[1]), RAWTOHEX(b[2]), v[1], v[2], v[3], n, d, i FROM t"))
                .containsExactly("{\"a\":[1]}|\"x\"|2|null|00ff|00ff|[\"a\"]|{\"b\":1}|c|[[1.50], [2.25, null]]|"
                        + "[2024-02-29]|[1000, 7]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "NUMERIC(5,2) ARRAY | [1.005]",
                "NUMERIC(5,2) ARRAY ARRAY | [[1],[1.005]]",
                "TIMESTAMP(0) ARRAY | [\"2024-02-29T10:00:00.6\"]",
                "TIME(0) ARRAY | [\"10:00:00.6\"]",
                "REAL ARRAY | [0.123456789012]",
                "DOUBLE PRECISION ARRAY | [9007199254740993]",
                "BOOLEAN ARRAY | [2]",
                "BINARY(4) ARRAY | [\"AAE=\"]",
                "VARBINARY ARRAY | [\"no base64\"]",
                "DATE ARRAY | [\"2024-02-29T10:00:00Z\"]",
                "INTERVAL DAY TO SECOND(0) ARRAY | [\"1 00:00:01.6\"]",
                "INTERVAL DAY ARRAY | [\"INTERVAL '1 05' DAY TO HOUR\"]"
            })
    void refusesElementsOfArraysThatH2WouldChange(String type, String array) throws SQLException {
        sql("CREATE TABLE t(v " + type + ")");
        Scope scope = scope("T");
        begin(scope);
        Table table = scope.loaded().get(0);
        assertThatExceptionOfType(ValueException.class)
                .isThrownBy(() -> load(table, row(new CellRows.Json(array))))
                .withMessageContaining("an element of the array");
    }

    @Test
    void refusesWhatH2WouldRoundOrPad() throws SQLException {
        sql(
                "CREATE TABLE n(v NUMERIC(5,2))",
                "CREATE TABLE t(v TIME)",
                "CREATE TABLE c(v CHAR(2))",
                "CREATE TABLE b(v BINARY(4))",
                "CREATE TABLE f(v DECFLOAT(4))",
                "CREATE TABLE i(v INTERVAL SECOND(9, 1))",
                "CREATE TABLE y(v INTERVAL YEAR)",
                "CREATE TABLE h(v INTERVAL HOUR)");
        Scope scope = scope("N", "T", "C", "B", "F", "I", "Y", "H");
        begin(scope);
        Object[] values = {
            new BigDecimal("1.005"),
            "10:00:00.5",
            "ab ",
            "AAE=",
            new BigDecimal("1.2345"),
            "1.25",
            "INTERVAL '1-2' YEAR TO MONTH",
            "interval '90' minute"
        };
        for (int i = 0; i < values.length; i++) {
            Table table = scope.loaded().get(i);
            Object value = values[i];
            assertThatExceptionOfType(ValueException.class).isThrownBy(() -> load(table, row(value)));
        }
    }

    @Test
    void namesTheBadRowOfABatch() throws SQLException {
        sql("CREATE TABLE t(id INT PRIMARY KEY, v VARCHAR(3) NOT NULL)");
        Scope scope = scope("T");
        Table table = scope.loaded().get(0);
        for (int bad : new int[] {0, 2, 4}) {
            begin(scope);
            @Nullable Object[][] rows = new @Nullable Object[5][];
            for (int i = 0; i < 5; i++) {
                rows[i] = row(i, i == bad ? null : "v");
            }
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> load(table, rows))
                    .satisfies(e -> assertThat(session.failures().diagnose(e)).isEqualTo(new Failure.Row(bad, "V")));
            connection.rollback();
            session.close();
        }
        assertThat(select("SELECT * FROM t")).isEmpty();
    }

    @Test
    void loadsANotNullCircleAndChecksIt() throws SQLException {
        sql(
                "CREATE TABLE a(id INT PRIMARY KEY, b INT NOT NULL)",
                "CREATE TABLE b(id INT PRIMARY KEY, a INT NOT NULL" + " REFERENCES a)",
                "ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b");
        Scope scope = scope("A", "B");
        assertThat(begin(scope).anyOrder()).isTrue();
        session.clear(scope);
        load(scope.loaded().get(0), row(1, 2));
        load(scope.loaded().get(1), row(2, 1), row(3, 99));
        assertThat(session.resumeForeignKeys(scope)).singleElement().satisfies(violation -> {
            assertThat(violation.rows()).isEqualTo(1);
            assertThat(violation.describe()).doesNotContain("99");
        });
        connection.rollback();
        session.close();
        assertThat(select("SELECT * FROM a UNION ALL SELECT * FROM b")).isEmpty();
        assertThatExceptionOfType(SQLException.class).isThrownBy(() -> sql("INSERT INTO b VALUES (1, 99)"));
        assertThat(connection.getAutoCommit()).isTrue();
    }

    @Test
    void leavesOldOrphansAndOutsideChildrenAlone() throws SQLException {
        sql(
                "CREATE TABLE p(id INT PRIMARY KEY, boss INT REFERENCES p)",
                "CREATE TABLE outside(id INT PRIMARY KEY, p INT REFERENCES p ON DELETE CASCADE)",
                "INSERT INTO p VALUES (1, NULL)",
                "INSERT INTO outside VALUES (1, 1)",
                "SET REFERENTIAL_INTEGRITY FALSE",
                "INSERT INTO outside VALUES (2, 77)",
                "SET REFERENTIAL_INTEGRITY TRUE");
        Scope scope = scope("P");
        assertThat(session.reading()
                                .countReferring(
                                        scope.catalog()
                                                .referencing(new TableName("PUBLIC", "P"))
                                                .get(1),
                                        10)
                        + session.reading()
                                .countReferring(
                                        scope.catalog()
                                                .referencing(new TableName("PUBLIC", "P"))
                                                .get(0),
                                        10))
                .isEqualTo(1);
        begin(scope);
        session.clear(scope);
        load(scope.loaded().get(0), row(2, 1), row(1, null));
        List<Violation> violations = session.resumeForeignKeys(scope);
        assertThat(violations).isEmpty();
        connection.commit();
        session.close();
        assertThat(select("SELECT * FROM outside ORDER BY id")).containsExactly("1|1", "2|77");
    }

    @Test
    void movesNumbersBehindTheRowsButNeverBack() throws SQLException {
        sql(
                "CREATE SEQUENCE s",
                "CREATE TABLE t(id INT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, v VARCHAR)",
                "CREATE TABLE u(id INT DEFAULT NEXT VALUE FOR s PRIMARY KEY, v VARCHAR)",
                "CREATE TABLE d(id INT GENERATED BY DEFAULT AS IDENTITY(START WITH -1 INCREMENT BY -5) PRIMARY KEY)",
                "CREATE TABLE f(id TINYINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY)");
        Scope scope = scope("T", "U", "D", "F");
        begin(scope);
        load(scope.loaded().get(0), row(41, "x"));
        load(scope.loaded().get(1), row(7, "x"));
        load(scope.loaded().get(2), row(-8));
        load(scope.loaded().get(3), row(127));
        List<NextValue> next = session.numbering().moveBehindRows(scope.loaded());
        assertThat(next)
                .extracting(NextValue::next)
                .startsWith(BigInteger.valueOf(42), BigInteger.valueOf(8), BigInteger.valueOf(-11));
        assertThat(next).extracting(NextValue::safe).containsExactly(true, true, true, false);
        assertThat(next.get(0).exhausted()).isFalse();
        connection.commit();
        session.close();
        sql("INSERT INTO t(v) VALUES ('n')", "DELETE FROM t");
        scope = scope("T");
        begin(scope);
        load(scope.loaded().get(0), row(3, "x"));
        assertThat(session.numbering().moveBehindRows(scope.loaded()).get(0).next())
                .isEqualTo(BigInteger.valueOf(43));
    }

    @Test
    void movingNumbersDoesNotCommit() throws SQLException {
        sql("CREATE TABLE t(id INT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, v VARCHAR)");
        Scope scope = scope("T");
        begin(scope);
        load(scope.loaded().get(0), row(41, "x"));
        session.numbering().moveBehindRows(scope.loaded());
        connection.rollback();
        session.close();
        assertThat(select("SELECT * FROM t")).isEmpty();
    }

    @Test
    void quotesOddNames() throws SQLException {
        sql("CREATE TABLE \"; DROP TABLE x; --\"(\"a\"\"b\" INT PRIMARY KEY, \"select\" INT)");
        Scope scope = scope("; DROP TABLE x; --");
        begin(scope);
        session.clear(scope);
        assertThat(load(scope.loaded().get(0), row(1, 2))).isEqualTo(1);
        assertThat(session.reading().count(scope.loaded().get(0))).isEqualTo(1);
    }

    @Test
    void theStandardRoadSeesTheSameTables() throws SQLException {
        sql(
                "CREATE TABLE p(id INT PRIMARY KEY, v VARCHAR(9) UNIQUE)",
                "CREATE TABLE c(id INT PRIMARY KEY, p INT NOT NULL REFERENCES p ON DELETE SET NULL)");
        session = new StandardDialect().open(connection, new SessionSettings(null, ZoneOffset.UTC));
        Scope scope = scope("P", "C");
        Table child = scope.loaded().get(1);
        assertThat(child.foreignKeys()).singleElement().satisfies(key -> {
            assertThat(key.referencedTable()).isEqualTo(new TableName("PUBLIC", "P"));
            assertThat(key.onDelete()).isEqualTo(Action.SET_NULL);
        });
        assertThat(begin(scope).kind()).isEqualTo(ForeignKeyMeasure.Kind.ORDER);
        session.clear(scope);
        assertThat(load(scope.loaded().get(0), row(1, "x"))).isEqualTo(1);
        assertThat(load(child, row(1, 1))).isEqualTo(1);
        assertThat(session.resumeForeignKeys(scope)).isEmpty();
        connection.commit();
        session.close();
        assertThat(session.reading().count(child)).isEqualTo(1);
    }
}
