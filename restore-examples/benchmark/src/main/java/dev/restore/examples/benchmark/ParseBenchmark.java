package dev.restore.examples.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Reads rows of all columns or of one kind of value; the figures are for one row. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class ParseBenchmark {

    private static final int ROWS = 100_000;

    /** Which columns the rows have: all of them, or the one of this name beside the key. */
    @Param({"all", "uid", "active", "amount", "created_at", "updated_at", "ref_id", "score", "note"})
    private String columns = "all";

    private Path data = Path.of("");
    private Path file = Path.of("");

    /** Writes the file. */
    @Setup(Level.Trial)
    public void write() throws IOException {
        data = Files.createTempDirectory("benchmark");
        TableData all = Dataset.events(ROWS).tables().get(0);
        TableData table = columns.equals("all") ? all : narrowed(all);
        Format.JSON.write(new Dataset("rows", List.of(table)), data);
        file = Format.JSON.file(data, table.name());
    }

    private TableData narrowed(TableData all) {
        List<String> names = all.columns().stream().map(Column::name).toList();
        int kept = names.indexOf(columns);
        return new TableData(
                all.name(), List.of(all.columns().get(0), all.columns().get(kept)), all.rows(), (number, random) -> {
                    @Nullable String[] row = all.source().row(number, random);
                    return new @Nullable String[] {row[0], row[kept]};
                });
    }

    /** Removes the file. */
    @TearDown(Level.Trial)
    public void remove() throws IOException {
        Files.delete(file);
        Files.delete(Format.JSON.directory(data));
        Files.delete(data.resolve(Format.JSON + ".done"));
        Files.delete(data);
    }

    /** The library's reading, every cell copied once. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long restore() {
        ParseRows parse = new ParseRows(file);
        parse.run();
        return parse.rows();
    }

    /** jackson-core, every token, nothing done with it. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long jackson() {
        ParseTokens parse = new ParseTokens(file);
        parse.run();
        return parse.tokens();
    }
}
