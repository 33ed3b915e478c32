package dev.restore.dialect.postgres;

import dev.restore.catalog.TypeFamily;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.Rows;
import dev.restore.dialect.postgres.binary.BinaryBuffer;
import dev.restore.dialect.postgres.binary.BinaryEncoder;
import dev.restore.dialect.postgres.binary.BinaryEncoders;
import dev.restore.dialect.postgres.catalog.PgType;
import dev.restore.dialect.postgres.text.CellEncoder;
import dev.restore.dialect.postgres.text.CellEncoders;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Encodes cells for PostgreSQL, in binary form and as text; the figures are for one cell. In the package of the encoders, which
 * are nobody else's business.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class EncoderBenchmark {

    private static final int CELLS = 1_000;

    /** What is encoded. */
    @Param
    private Cells cells = Cells.BIGINT;

    private final BinaryBuffer out = new BinaryBuffer();
    private Column rows = new Column(ValueKind.NULL, i -> "");
    private CellEncoder text = (sink, all, row, column) -> {};
    private BinaryEncoder binary = (sink, all, row, column) -> true;

    /** The types, with values as backups have them. */
    @SuppressWarnings("ImmutableEnumChecker") // a record and functions without state
    public enum Cells {
        /** Nineteen digits at most. */
        BIGINT("int8", -1, TypeFamily.INTEGER, ValueKind.INTEGER, i -> Long.toString(i * 7_919L * 7_919L)),
        /** Ten digits at most. */
        INTEGER("int4", -1, TypeFamily.INTEGER, ValueKind.INTEGER, i -> Integer.toString(i * 7_919)),
        /** Two digits after the decimal point. */
        NUMERIC("numeric", (12 << 16 | 2) + 4, TypeFamily.DECIMAL, ValueKind.DECIMAL, i -> i * 31 + ".25"),
        /** Shortest digits of a double. */
        DOUBLE("float8", -1, TypeFamily.FLOAT, ValueKind.DECIMAL, i -> Double.toString(Math.sqrt(i + 2.0))),
        /** One word. */
        BOOLEAN("bool", -1, TypeFamily.BOOLEAN, ValueKind.BOOLEAN, i -> Boolean.toString(i % 2 == 0)),
        /** 150 characters. */
        TEXT(
                "text",
                -1,
                TypeFamily.TEXT,
                ValueKind.TEXT,
                i -> "some words ".repeat(14).substring(0, 150)),
        /** With hyphens. */
        UUID("uuid", -1, TypeFamily.UUID, ValueKind.TEXT, i -> new java.util.UUID(i * 31L, i).toString()),
        /** A day. */
        DATE("date", -1, TypeFamily.DATE, ValueKind.TEXT, i -> "2024-03-" + (10 + i % 20)),
        /** With microseconds. */
        TIMESTAMP(
                "timestamp",
                -1,
                TypeFamily.TIMESTAMP,
                ValueKind.TEXT,
                i -> "2024-03-" + (10 + i % 20) + "T12:34:56.123456"),
        /** With microseconds and Z. */
        TIMESTAMPTZ(
                "timestamptz",
                -1,
                TypeFamily.TIMESTAMP_WITH_ZONE,
                ValueKind.TEXT,
                i -> "2024-03-" + (10 + i % 20) + "T12:34:56.123456Z"),
        /** 48 bytes as Base64. */
        BYTEA(
                "bytea",
                -1,
                TypeFamily.BINARY,
                ValueKind.TEXT,
                i -> "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZn" + "aGlqa2xtbm9wcXJzdHU="),
        /** A small object. */
        JSONB("jsonb", -1, TypeFamily.JSON, ValueKind.OBJECT, i -> "{\"a\":" + i + ",\"b\":[true,\"text\"]}");

        private final PgType type;
        private final ValueKind kind;
        private final IntFunction<String> value;

        Cells(String base, int modifier, TypeFamily family, ValueKind kind, IntFunction<String> value) {
            this.type = new PgType(base, 1, base, 'b', family, modifier, null, ',');
            this.kind = kind;
            this.value = value;
        }
    }

    /** Makes cells and encoders. */
    @Setup(Level.Trial)
    public void prepare() {
        rows = new Column(cells.kind, cells.value);
        text = new CellEncoders(ZoneOffset.UTC).of(cells.type);
        binary = Objects.requireNonNull(
                new BinaryEncoders(ZoneOffset.UTC, new CellEncoders(ZoneOffset.UTC)).of(cells.type));
    }

    /** For COPY in binary format. */
    @Benchmark
    @OperationsPerInvocation(CELLS)
    public int binary() throws SQLException {
        out.begin();
        for (int row = 0; row < CELLS; row++) {
            if (!binary.encode(out, rows, row, 0)) {
                throw new IllegalStateException("a value that only goes as text");
            }
        }
        return out.size();
    }

    /** For COPY in text format. */
    @Benchmark
    @OperationsPerInvocation(CELLS)
    public int text() throws SQLException {
        out.begin();
        for (int row = 0; row < CELLS; row++) {
            text.encode(out, rows, row, 0);
        }
        return out.size();
    }

    /** Rows of one cell each. */
    private static final class Column implements Rows {
        private final ValueKind kind;
        private final int[] ends = new int[CELLS + 1];
        private final byte[] bytes;

        Column(ValueKind kind, IntFunction<String> value) {
            this.kind = kind;
            StringBuilder all = new StringBuilder();
            for (int row = 0; row < CELLS; row++) {
                all.append(value.apply(row));
                ends[row + 1] = all.length();
            }
            bytes = all.toString().getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public int size() {
            return CELLS;
        }

        @Override
        public int columns() {
            return 1;
        }

        @Override
        public ValueKind kind(int row, int column) {
            return kind;
        }

        @Override
        public byte[] bytes() {
            return bytes;
        }

        @Override
        public int start(int row, int column) {
            return ends[row];
        }

        @Override
        public int end(int row, int column) {
            return ends[row + 1];
        }
    }
}
