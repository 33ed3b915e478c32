package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.testing.RandomContract.RandomRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is read from a table gives the same values again when it is loaded into another. */
interface ReaderContract extends ContractCase {

    @Test
    default void whatIsReadGivesTheSameValuesAgain() throws Exception {
        long seed = Long.getLong("restore.seed", System.nanoTime());
        System.out.printf("%s, reader: -Drestore.seed=%d%n", db().dialect(), seed);
        String columns = " (" + RandomRows.COLUMNS + ", k ${json}, l ${time})";
        db().execute("create table thing" + columns, "create table copied" + columns);
        List<String> rows = new ArrayList<>(new RandomRows(new Random(seed), 200).json());
        rows.add("{\"id\":1001,\"k\":{\"b\":[1,2.50,null,true],\"a\":\"\\\"\\\\ \\u0001\"},\"l\":\"23:59:59.5\"}");
        rows.add("{\"id\":1002,\"k\":[],\"l\":\"00:00:00\"}");
        restore(new TestBackup().exactly("thing", rows)).run();
        TableCopy.make(db(), "thing", "copied");
        List<String> cells = TableCopy.cells(db(), "thing");
        assertThat(cells).as("seed %d", seed).hasSize(202 * 13);
        assertThat(TableCopy.cells(db(), "copied")).as("seed %d", seed).isEqualTo(cells);
    }

    @Test
    default void readsInTheOrderOfTheKeyWhatDoesNotFitIntoOneBatch() throws Exception {
        db().execute("create table thing (a ${bigint}, b ${bigint}, primary key (b, a))");
        restore(new TestBackup()
                        .exactly(
                                "thing",
                                IntStream.range(0, 2500)
                                        .mapToObj(n -> "{\"a\":" + (n * 7 % 2500) + ",\"b\":" + n % 3 + "}")
                                        .toList()))
                .run();
        List<String> cells = TableCopy.cells(db(), "thing");
        long before = -1;
        for (int i = 0; i < cells.size(); i += 2) {
            long place = digits(cells.get(i + 1)) * 10_000 + digits(cells.get(i));
            assertThat(place).isGreaterThan(before);
            before = place;
        }
        assertThat(cells).hasSize(5000);
    }

    private static long digits(String cell) {
        return Long.parseLong(cell.substring("INTEGER ".length()));
    }
}
