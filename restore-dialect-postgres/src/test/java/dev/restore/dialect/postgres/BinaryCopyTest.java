package dev.restore.dialect.postgres;

import static dev.restore.dialect.postgres.TestRows.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import dev.restore.catalog.Table;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.Failure;
import dev.restore.dialect.LoadTarget;
import dev.restore.dialect.OneCell;
import dev.restore.dialect.TableLoader;
import dev.restore.dialect.ValueException;
import dev.restore.dialect.postgres.binary.BinaryBuffer;
import dev.restore.dialect.postgres.binary.BinaryEncoder;
import dev.restore.dialect.postgres.binary.BinaryEncoders;
import dev.restore.dialect.postgres.catalog.CatalogReader;
import dev.restore.dialect.postgres.catalog.PgType;
import dev.restore.dialect.postgres.catalog.PostgresCatalog;
import dev.restore.dialect.postgres.load.CopyLoader;
import dev.restore.dialect.postgres.load.CopyLoaders;
import dev.restore.dialect.postgres.load.CopyText;
import dev.restore.dialect.postgres.text.CellEncoders;
import dev.restore.testing.Faults;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;

/** The two formats of COPY must not be told apart by what is stored or refused. */
class BinaryCopyTest {

    private static final int ROUNDS = Faults.times(20, 200);

    private static String url = "";

    @BeforeAll
    static void createTypes() throws SQLException {
        PostgresServer server = PostgresServer.shared();
        url = server.createOwner(server.createDatabase());
        try (Target target = Target.at(url, ZoneOffset.UTC)) {
            target.execute(
                    "CREATE EXTENSION citext",
                    "CREATE TYPE mood AS ENUM ('sad', 'glad', 'it''s \"quoted\"')",
                    "CREATE DOMAIN posint AS int CHECK (VALUE > 0)",
                    "CREATE DOMAIN short AS varchar(3) NOT NULL",
                    "CREATE DOMAIN ints AS int[] CHECK (VALUE <> '{}')");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "smallint",
                "int",
                "bigint",
                "posint",
                "numeric",
                "numeric(10,2)",
                "numeric(3,-2)",
                "real",
                "double precision",
                "boolean",
                "text",
                "varchar(5)",
                "char(5)",
                "name",
                "citext",
                "short",
                "uuid",
                "bytea",
                "date",
                "time",
                "time(2)",
                "timetz",
                "timetz(0)",
                "timestamp",
                "timestamp(3)",
                "timestamptz",
                "timestamptz(0)",
                "json",
                "jsonb",
                "mood",
                "ints",
                "int[]",
                "smallint[]",
                "bigint[]",
                "numeric[]",
                "numeric(6,2)[]",
                "double precision[]",
                "real[]",
                "boolean[]",
                "text[]",
                "varchar(3)[]",
                "uuid[]",
                "bytea[]",
                "date[]",
                "timetz[]",
                "timestamp(3)[]",
                "timestamptz[]",
                "json[]",
                "jsonb[]",
                "mood[]",
                "posint[]",
                "short[]"
            })
    void bothFormatsStoreAndRefuseTheSame(String type) throws SQLException {
        long seed = Long.getLong("restore.seed", System.nanoTime());
        System.out.printf("binary and text COPY of %s: -Drestore.seed=%d%n", type, seed);
        RandomCells random = new RandomCells(new Random(seed));
        List<Object> cells = new ArrayList<>(random.edges(type));
        for (int i = 0; i < ROUNDS; i++) {
            cells.add(random.cell(type));
        }
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        for (ZoneId zone : type.startsWith("time") ? List.of(ZoneOffset.UTC, berlin) : List.of(ZoneOffset.UTC)) {
            try (Target target = Target.at(url, zone)) {
                target.execute("DROP TABLE IF EXISTS t", "CREATE TABLE t(v " + type + ")");
                PostgresCatalog catalog = new CatalogReader(target.connection, Map.of()).read(null);
                target.begin(target.replacing("t"));
                TableLoader text = new CopyLoader(
                        target.connection,
                        all(target),
                        CopyLoader.statement(all(target), "t"),
                        catalog,
                        new CellEncoders(zone),
                        new CopyText(),
                        position -> {});
                TableLoader binary = new CopyLoaders(zone, new CellEncoders(zone))
                        .loader(target.connection, all(target), "t", catalog, false);
                assertThat(binary.strategy()).isEqualTo("COPY in binary format");
                for (Object cell : cells) {
                    assertThat(outcome(target, binary, cell))
                            .as("%s of %s in %s, seed %d", cell, type, zone, seed)
                            .isEqualTo(outcome(target, text, cell));
                }
            }
        }
    }

    private static LoadTarget all(Target target) throws SQLException {
        Table table = target.table("t");
        return new LoadTarget(table, table.columns());
    }

    /** Returns what a load stores, with its size, or why it is refused. */
    private static String outcome(Target target, TableLoader loader, Object cell) throws SQLException {
        Savepoint before = target.connection.setSavepoint();
        try {
            assertThat(loader.load(new TestRows(1).row(cell), 0, 1).inserted()).isOne();
            return target.queryInside("SELECT v::text, pg_column_size(v) FROM t")
                    .get(0);
        } catch (SQLException e) {
            String message = e instanceof PSQLException told && told.getServerErrorMessage() != null
                    ? told.getServerErrorMessage().getMessage()
                    : e.getMessage();
            return e.getClass().getSimpleName() + " " + e.getSQLState() + " " + message + " "
                    + target.session.failures().diagnose(e);
        } finally {
            target.connection.rollback(before);
        }
    }

    static Arguments[] plain() {
        return new Arguments[] {
            plain("smallint", -32768, "12", json("1e2"), json("7.00")),
            plain("bigint", Long.MIN_VALUE, Long.MAX_VALUE, "-5"),
            plain("numeric", json("1".repeat(130) + "." + "2".repeat(130)), json("1E-20"), json("-0"), "NaN", "12.50"),
            plain("numeric(10,2)", json("12.3400"), 5, "0"),
            plain("numeric(3,-2)", 12300),
            plain("real", json("1.1"), json("3.4028235e38"), "Infinity", 0),
            plain("double precision", json("0.30000000000000004"), json("1.5e300"), "-Infinity", "NaN"),
            plain("boolean", true, 0, "f", "true"),
            plain("text", "", "a\tb", 12, json("{\"a\":1}")),
            plain("char(5)", "ab"),
            plain("uuid", "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11", "a0eebc999c0b4ef8bb6d6bb9bd380a11"),
            plain("bytea", "\\xdeadbeef00", "3q2+7w==", ""),
            plain("date", "2024-02-29", "infinity", "-infinity", "5874897-12-31", 86400, "2024-02-29T00:00:00"),
            plain("time", "23:59:59.999999", "10:00"),
            plain("timetz", "12:00:00+05:30:15", "12:00:00"),
            plain("timestamp", "294276-12-31T23:59:59.999999", "2024-06-30T23:59:59+02:00", "0001-01-01", 1700000000),
            plain("timestamptz", "2024-06-30 23:59:59.123456+00", "2024-06-30T23:59:59"),
            plain("json", json("{\"a\":1}"), "text"),
            plain("jsonb", json("[1]"), true),
            plain("mood", "sad"),
            plain("int[]", json("[]"), json("[1,null]"), json("[[1,2],[3,4]]"), json("[[[[[[1]]]]]]")),
            plain("posint[]", json("[1,2]")),
            plain("json[]", json("[[1],{}]")),
        };
    }

    private static Arguments plain(String type, Object... cells) {
        return Arguments.of(type, List.of(cells));
    }

    @ParameterizedTest
    @MethodSource("plain")
    void encodesWithoutHelpWhatIsSpelledPlainly(String type, List<Object> cells) throws SQLException {
        BinaryEncoder encoder = encoder(type);
        for (Object cell : cells) {
            assertThat(encoder.encode(new BinaryBuffer(), new TestRows(1).row(cell), 0, 0))
                    .as("%s", cell)
                    .isTrue();
        }
    }

    static Arguments[] frequent() {
        return new Arguments[] {
            Arguments.of("int", ValueKind.INTEGER, "-12345"),
            Arguments.of("bigint", ValueKind.TEXT, "9223372036854775807"),
            Arguments.of("numeric", ValueKind.DECIMAL, "-1234567.8901"),
            Arguments.of("numeric(10,2)", ValueKind.TEXT, "12.3400"),
            Arguments.of("double precision", ValueKind.DECIMAL, "12.25e-3"),
            Arguments.of("boolean", ValueKind.BOOLEAN, "true"),
            Arguments.of("varchar(20)", ValueKind.TEXT, "nineteen characters"),
            Arguments.of("uuid", ValueKind.TEXT, "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
            Arguments.of("date", ValueKind.TEXT, "2024-02-29"),
            Arguments.of("time", ValueKind.TEXT, "23:59:59.999999"),
            Arguments.of("timestamp", ValueKind.TEXT, "2024-06-30T23:59:59.123456"),
            Arguments.of("timestamptz", ValueKind.TEXT, "2024-06-30 23:59:59+02:00"),
            Arguments.of("jsonb", ValueKind.OBJECT, "{\"a\":1}"),
            Arguments.of("mood", ValueKind.TEXT, "sad"),
        };
    }

    @ParameterizedTest
    @MethodSource("frequent")
    void makesNoGarbageOfFrequentCells(String type, ValueKind kind, String characters) throws SQLException {
        byte[] bytes = characters.getBytes(StandardCharsets.UTF_8);
        OneCell cell = new OneCell(kind, bytes, 0, bytes.length);
        BinaryBuffer buffer = new BinaryBuffer();
        BinaryEncoder encoder = encoder(type);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = 0;
        // The first round loads classes.
        for (int round = 0; round < 2; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 10_000; i++) {
                buffer.begin();
                encoder.encode(buffer, cell, 0, 0);
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertThat(allocated).isLessThan(10_000);
    }

    private static BinaryEncoder encoder(String type) throws SQLException {
        try (Target target = Target.at(url, ZoneOffset.UTC)) {
            target.execute("DROP TABLE IF EXISTS t", "CREATE TABLE t(v " + type + ")");
            Table table = target.table("t");
            PgType declared = new CatalogReader(target.connection, Map.of())
                    .read(null)
                    .type(table, table.columns().get(0));
            BinaryEncoders encoders = new BinaryEncoders(ZoneOffset.UTC, new CellEncoders(ZoneOffset.UTC));
            return Objects.requireNonNull(encoders.of(declared));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"money", "interval", "int4range", "bit(3)", "inet", "oid", "int2vector", "interval[]", "money[]"
            })
    void goesByTextWhereATypeHasNoEncoder(String type) throws SQLException {
        try (Target target = Target.owned("CREATE TABLE t(id int, v " + type + ")")) {
            TableLoader loader = target.session.loader(all(target));
            assertThat(loader.strategy()).isEqualTo("COPY in text format");
        }
    }

    @Test
    void refusesBeforeAnythingIsSent() throws SQLException {
        try (Target target = Target.owned("CREATE TABLE t(id int, v date)")) {
            target.begin(target.replacing("t"));
            TestRows rows = new TestRows(2).row(1, "2024-01-01").row(2, "2024-01-01T10:00:00");
            assertThatThrownBy(() -> target.load("t", "id,v", rows)).isInstanceOfSatisfying(ValueException.class, e -> {
                assertThat(e.row()).isEqualTo(1);
                assertThat(e.column()).isEqualTo(1);
            });
            // A COPY that was cancelled would have ended the transaction.
            assertThat(target.queryInside("SELECT count(*) FROM t")).containsExactly("0");
        }
    }

    @Test
    void takesARowThatNeedsTheServersEyesWithItsNeighbours() throws SQLException {
        try (Target target = Target.owned("CREATE TABLE t(id int, v time)")) {
            target.begin(target.replacing("t"));
            TestRows rows = new TestRows(2)
                    .row(1, "10:00:00")
                    .row(2, "24:00:00")
                    .row(3, "16:05")
                    .row(4, null);
            assertThat(target.load("t", "id,v", rows)).isEqualTo(4);
            assertThat(target.queryInside("SELECT id, v FROM t ORDER BY id"))
                    .containsExactly("1,10:00:00", "2,24:00:00", "3,16:05:00", "4,null");
        }
    }

    @Test
    void namesTheRowInALoadThatIsSentInParts() throws SQLException {
        try (Target target = Target.owned("CREATE TABLE t(id int CHECK (id <> 11), v text)")) {
            target.begin(target.replacing("t"));
            String megabyte = "x".repeat(1 << 20);
            TestRows rows = new TestRows(2);
            for (int i = 0; i < 14; i++) {
                rows.row(i, megabyte);
            }
            try (TableLoader loader = target.session.loader(all(target))) {
                Savepoint before = target.connection.setSavepoint();
                SQLException thrown = catchThrowableOfType(SQLException.class, () -> loader.load(rows, 1, 14));
                target.connection.rollback(before);
                assertThat(target.session.failures().diagnose(thrown))
                        .isInstanceOfSatisfying(
                                Failure.Row.class,
                                row -> assertThat(row.index()).isEqualTo(10));
                assertThat(loader.load(rows, 0, 11).inserted()).isEqualTo(11);
                assertThat(target.queryInside("SELECT count(*), sum(length(v)) FROM t"))
                        .containsExactly("11," + 11 * megabyte.length());
            }
        }
    }

    @Test
    void streamsAHugeRow() throws SQLException {
        try (Target target = Target.owned("CREATE TABLE t(id int CHECK (id <> 3), v text)")) {
            target.begin(target.replacing("t"));
            String huge = "x".repeat(BinaryBuffer.PART + 1);
            TestRows rows = new TestRows(2).row(0, "y").row(1, "y").row(2, huge).row(3, "z");
            try (TableLoader loader = target.session.loader(all(target))) {
                Savepoint before = target.connection.setSavepoint();
                SQLException thrown = catchThrowableOfType(SQLException.class, () -> loader.load(rows, 1, 4));
                target.connection.rollback(before);
                assertThat(target.session.failures().diagnose(thrown))
                        .isInstanceOfSatisfying(
                                Failure.Row.class,
                                row -> assertThat(row.index()).isEqualTo(2));
                assertThat(loader.load(rows, 0, 3).inserted()).isEqualTo(3);
                assertThat(target.queryInside("SELECT id, length(v) FROM t ORDER BY id"))
                        .containsExactly("0,1", "1,1", "2," + huge.length());
            }
        }
    }

    @Test
    void loadsNoRowsAtAll() throws SQLException {
        try (Target target = Target.owned("CREATE TABLE t(id int)")) {
            target.begin(target.replacing("t"));
            assertThat(target.load("t", "id", new TestRows(1))).isZero();
        }
    }
}
