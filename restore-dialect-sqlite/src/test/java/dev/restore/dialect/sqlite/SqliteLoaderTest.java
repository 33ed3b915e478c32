package dev.restore.dialect.sqlite;

import static dev.restore.testing.CellRows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.restore.catalog.Table;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.Failure;
import dev.restore.dialect.LoadTarget;
import dev.restore.dialect.Scope;
import dev.restore.dialect.TableLoader;
import dev.restore.dialect.ValueException;
import dev.restore.testing.CellRows;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows are loaded as they are, or refused. */
class SqliteLoaderTest extends SqliteSessionCase {

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
                    .satisfies(e -> assertThat(session.failures().diagnose(e)).isEqualTo(new Failure.SomeRow("v")));
            connection.rollback(savepoint);
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> loader.load(rows, 0, 5))
                    .satisfies(e -> assertThat(session.failures().diagnose(e)).isEqualTo(new Failure.Row(bad, "v")));
            connection.rollback(savepoint);
            assertThat(loader.load(rows, 0, bad).inserted()
                            + loader.load(rows, bad + 1, 5).inserted())
                    .isEqualTo(4);
        }
        rollback();
        assertThat(select("SELECT * FROM t")).containsExactly("100|old");
    }

    @Test
    void isUsableAfterABadRowAmongMany() throws SQLException {
        sql("CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT NOT NULL)");
        Scope scope = scope("t");
        begin(scope);
        @Nullable Object[][] values = new @Nullable Object[3000][];
        for (int i = 0; i < values.length; i++) {
            values[i] = row(i, i == 1234 ? null : "v" + i);
        }
        CellRows rows = CellRows.of(values);
        Table table = scope.loaded().get(0);
        try (TableLoader loader = session.loader(new LoadTarget(table, table.columns()))) {
            Savepoint savepoint = connection.setSavepoint();
            assertThatExceptionOfType(SQLException.class).isThrownBy(() -> loader.load(rows, 0, values.length));
            connection.rollback(savepoint);
            assertThat(loader.load(rows, 0, 1234).inserted()).isEqualTo(1234);
            assertThat(loader.load(rows, 1235, 3000).inserted()).isEqualTo(1765);
            CellRows more = CellRows.of(row(5000, "a"), row(5001, "b"));
            assertThat(loader.load(more, 0, 2).inserted()).isEqualTo(2);
        }
        assertThat(select("SELECT count(*), count(DISTINCT v), max(id) FROM t")).containsExactly("3001|3001|5001");
        rollback();
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

    /** Whatever a column is declared for, also when many rows come at once. */
    @Test
    void storesTypedValuesAsWhatTheyAre() throws SQLException {
        sql("CREATE TABLE t(i INTEGER, r REAL, n DECIMAL, t TEXT, b BLOB, bo BOOLEAN, ts DATETIME, x, j JSON)");
        Scope scope = scope("t");
        begin(scope);
        CellRows.Typed[] values = {
            CellRows.Typed.of(ValueKind.BYTES, "A\0\377"),
            CellRows.Typed.of(ValueKind.RAW_TEXT, "QUJD"),
            CellRows.Typed.of(ValueKind.RAW_TEXT, "a\377\0\303"),
            CellRows.Typed.of(ValueKind.JSON, "\"[1]\""),
            CellRows.Typed.of(ValueKind.JSON, "null")
        };
        @Nullable Object[][] rows = new @Nullable Object[300][];
        for (int r = 0; r < rows.length; r++) {
            @Nullable Object[] row = new @Nullable Object[9];
            Arrays.fill(row, r % 7 < values.length ? values[r % 7] : null);
            rows[r] = row;
        }
        assertThat(load(scope.loaded().get(0), rows)).isEqualTo(300);
        commit();
        List<String> columns = List.of("i", "r", "n", "t", "b", "bo", "ts", "x", "j");
        for (String column : columns) {
            assertThat(select("SELECT typeof(" + column + "), hex(" + column
                            + "), count(*) FROM t GROUP BY 1, 2 ORDER BY 2"))
                    .as(column)
                    .containsExactlyInAnyOrder(
                            "null||85",
                            "blob|4100FF|43",
                            "text|51554A44|43",
                            "text|61FF00C3|43",
                            "text|225B315D22|43",
                            "text|6E756C6C|43");
        }
    }

    @Test
    void storesInfinityAsANumber() throws SQLException {
        sql("CREATE TABLE t(r REAL, t TEXT, b BLOB, ts DATETIME, x)");
        Scope scope = scope("t");
        begin(scope);
        @Nullable Object[] row = new @Nullable Object[5];
        Arrays.fill(row, CellRows.Typed.of(ValueKind.REAL, "-Infinity"));
        load(scope.loaded().get(0), row);
        commit();
        assertThat(select("SELECT typeof(r), r, typeof(t), t, typeof(b), b, typeof(ts), typeof(x) FROM t"))
                .containsExactly("real|-Inf|text|-Inf|real|-Inf|real|real");
    }

    @Test
    void refusesBrokenTextsWhereTheEncodingIsAnother() throws SQLException {
        sql("PRAGMA encoding = 'UTF-16le'", "CREATE TABLE t(v TEXT)");
        Scope scope = scope("t");
        begin(scope);
        Table table = scope.loaded().get(0);
        assertThatExceptionOfType(ValueException.class)
                .isThrownBy(() -> load(table, row(CellRows.Typed.of(ValueKind.RAW_TEXT, "a\377"))))
                .withMessageContaining("not valid UTF-8");
        rollback();
    }

    /** Many rows go in by statements of several, with texts as bytes; few by statements of one, with texts as strings. */
    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16le"})
    void storesTheSameHoweverManyRowsComeAtOnce(String encoding) throws SQLException {
        String columns = "(i INTEGER, n DECIMAL(9,2), t TEXT, u UUID, ts DATETIME, j JSON, bo BOOLEAN, x, b BLOB)";
        sql("PRAGMA encoding = '" + encoding + "'", "CREATE TABLE together" + columns, "CREATE TABLE alone" + columns);
        @Nullable
        Object[][] choices = {
            {1, -7, Long.MAX_VALUE, "12", "twelve", null},
            {new BigDecimal("0.25"), 3, new BigDecimal("-99999.99"), "1.50", null},
            {"", "a\u0000b", "\"x\\\"", "Ж😀", 12, new BigDecimal("1.10"), true, null},
            {"2e2c2f0e-9a8c-467d-9ff2-56140bf2979e", "", "17", 17, null},
            {"2024-01-01T10:00:00Z", 1700000000, new BigDecimal("1.5"), "x", null},
            {new CellRows.Json("{\"a\":[1,null]}"), new CellRows.Json("[]"), "null", 5, null},
            {true, false, 1, null},
            {"007", 7, new BigDecimal("0.5"), null},
            {"AAE=", "\\x00ff", "", null}
        };
        long seed = Long.getLong("restore.seed", System.nanoTime());
        System.out.printf("sqlite, rows at once: -Drestore.seed=%d%n", seed);
        Random random = new Random(seed);
        @Nullable Object[][] rows = new @Nullable Object[400][choices.length];
        for (int r = 0; r < rows.length; r++) {
            for (int c = 0; c < choices.length; c++) {
                boolean rare = r >= 100 && random.nextInt(20) > 0;
                rows[r][c] = choices[c][rare ? 0 : random.nextInt(choices[c].length)];
            }
        }
        Scope scope = scope("together", "alone");
        begin(scope);
        assertThat(load(scope.loaded().get(0), rows)).isEqualTo(rows.length);
        for (@Nullable Object[] row : rows) {
            load(scope.loaded().get(1), row);
        }
        commit();
        String all =
                "SELECT rowid, typeof(i), quote(i), typeof(n), quote(n), typeof(t), hex(t), typeof(u), quote(u), typeof(ts),"
                        + " quote(ts), typeof(j), quote(j), typeof(bo), bo, typeof(x), quote(x), typeof(b), hex(b) FROM ";
        assertThat(select(all + "together")).as("seed %d", seed).isEqualTo(select(all + "alone"));
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
    void refusesANullInAPrimaryKeyWhereSqliteTakesNone() throws SQLException {
        sql("CREATE TABLE a(id INT PRIMARY KEY) WITHOUT ROWID", "CREATE TABLE b(id INTEGER PRIMARY KEY)");
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
                .satisfies(e -> assertThat(session.failures().diagnose(e)).isInstanceOf(Failure.SomeRow.class));
        assertThat(select(
                        "SELECT \"from\", \"a\"\"b\", typeof(\"a\"\"b\"), hex(\"; DROP TABLE x; --\") FROM \"select\""))
                .containsExactly("1|007|text|0001");
        assertThat(session.reading().count(table)).isEqualTo(1);
        rollback();
    }
}
