package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** No input fills the memory, says what is in it, or changes anything, whatever is wrong with it. */
interface HostileInputContract extends ContractCase {

    @Test
    default void hostileInputsAreRefusedWithinASmallHeap() throws Exception {
        Path output = temp().resolve("output.txt");
        Process process = new ProcessBuilder(ChildJvm.command(
                        List.of("-Xmx64m"),
                        HostileRestores.class,
                        db().urlForAnotherProcess(temp()),
                        Boolean.toString(Faults.thorough())))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(Faults.times(240, 600), TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(Files.readAllLines(output))
                .filteredOn(line -> !line.startsWith("SLF4J"))
                .singleElement()
                .asString()
                .matches("REFUSED 1\\d\\d");
        assertThat(ended).isTrue();
    }

    @Test
    default void aSchemaMayHoldLongTexts() throws Exception {
        String text = "x''".repeat(50_000);
        db().execute("create table thing (id ${bigint} primary key, v ${text} default '" + text + "')");
        restore(new TestBackup().table("thing", "{'id':1}", "{'id':2,'v':'short'}"))
                .run();
        assertThat(db().rows("select id, length(v) from thing order by id")).containsExactly("1|100000", "2|5");
    }

    @Test
    default void aTableMayHaveManyColumns() throws Exception {
        int columns = 1500;
        List<String> row =
                IntStream.range(0, columns).mapToObj(i -> "\"c" + i + "\":" + i).toList();
        db().execute(IntStream.range(0, columns)
                .mapToObj(i -> "c" + i + " integer")
                .collect(Collectors.joining(", ", "create table thing (id ${bigint} primary key, ", ")")));
        List<String> rows = new ArrayList<>();
        for (int id = 1; id <= 10; id++) {
            rows.add("{\"id\":" + id + "," + String.join(",", id % 2 == 0 ? row : row.subList(0, 5)) + "}");
        }
        restore(new TestBackup().exactly("thing", rows)).run();
        assertThat(db().rows("select count(*), sum(c1499), count(c4), count(c5) from thing"))
                .containsExactly("10|7495|10|5");
    }
}
