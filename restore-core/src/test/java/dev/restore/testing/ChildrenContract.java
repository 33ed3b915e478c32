package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.restore.Restore;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.RestoreEvent;
import dev.restore.outcome.RestoreReport;
import dev.restore.outcome.RowError;
import dev.restore.outcome.TableReport;
import dev.restore.plan.RowErrors;
import dev.restore.plan.UnknownColumns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Rows inside the rows of another table go into a table of their own, where the caller says so. */
interface ChildrenContract extends ContractCase {

    private void createOrders() throws SQLException {
        db().execute(
                        "create table orders (order_no ${bigint} primary key, customer varchar(20))",
                        "create table order_line (id ${bigint} primary key, order_no ${bigint} not null references orders"
                                + " (order_no), sku varchar(20))",
                        "create table line_tax (line_id ${bigint} not null references order_line (id), rate ${bigint})");
    }

    private Path orders(String... rows) throws IOException {
        Path directory = Files.createDirectories(temp().resolve("orders"));
        Files.writeString(directory.resolve("orders.ndjson"), (String.join("\n", rows) + "\n").replace('\'', '"'));
        return directory;
    }

    private Path orders() throws IOException {
        return orders(
                "{'order_no':1,'lines':[{'id':10,'taxes':[{'rate':5},{'rate':7}],'sku':'a'},{'id':11,'sku':'\u00fc','taxes':[]}],"
                        + "'customer':'A'}",
                "{'order_no':2,'customer':'B','lines':null}",
                "{'order_no':3,'customer':'C'}",
                "{'order_no':4,'customer':'D','lines':{'id':12,'sku':'c','order_no':4}}",
                "{'order_no':5,'lines':[{'id':13,'sku':'d','order_no':null,'taxes':{'rate':19}}],'customer':'E'}");
    }

    private static Restore nested(Restore restore) {
        return restore.children("lines", "order_line", "order_no").children("order_line.taxes", "line_tax", "line_id");
    }

    private void assertAll() throws SQLException {
        assertThat(db().rows("select order_no, customer from orders order by 1"))
                .containsExactly("1|A", "2|B", "3|C", "4|D", "5|E");
        assertThat(db().rows("select id, order_no, sku from order_line order by 1"))
                .containsExactly("10|1|a", "11|1|\u00fc", "12|4|c", "13|5|d");
        assertThat(db().rows("select line_id, rate from line_tax order by 1, 2"))
                .containsExactly("10|5", "10|7", "13|19");
    }

    @Test
    default void rowsInsideOfRowsGetTheKeyOfTheRowAround() throws Exception {
        createOrders();
        RestoreReport report = nested(restore(orders())).run();
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(report.tables()).extracting(TableReport::read).containsExactlyInAnyOrder(5L, 4L, 3L);
        assertAll();
        assertThat(nested(restore(orders())).plan().describe()).contains("is read from the field lines of orders");
    }

    @Test
    default void rowsInsideOfRowsAreLoadedWithoutThoseAround() throws Exception {
        createOrders();
        nested(restore(orders())).run();
        db().execute("delete from line_tax");
        RestoreReport report = nested(restore(orders())).only("line_tax").run();
        assertThat(report.totals().inserted()).isEqualTo(3);
        assertAll();
        db().execute("delete from line_tax");
        nested(restore(orders())).except("line_tax").run();
        assertThat(db().rows("select count(*) from order_line")).containsExactly("4");
        assertThat(db().rows("select count(*) from line_tax")).containsExactly("0");
    }

    @Test
    default void aResumableRestoreLoadsRowsInsideOfRowsOnce() throws Exception {
        createOrders();
        Path backup = orders();
        boolean survived = false;
        for (int event = 2; !survived; event += 3) {
            db().execute("delete from line_tax", "delete from order_line", "delete from orders");
            int at = event;
            AtomicInteger told = new AtomicInteger();
            Restore restore = nested(restore(backup)).resumable().batchRows(1);
            Throwable ended = catchThrowable(() -> restore.listener(e -> {
                        if (told.incrementAndGet() == at && !(e instanceof RestoreEvent.Finished)) {
                            throw new ResumableContract.Ended();
                        }
                    })
                    .run());
            survived = ended == null;
            if (!survived) {
                assertThat(restore.run().totals().read())
                        .as("ended at event %d", at)
                        .isEqualTo(12);
            }
            assertAll();
        }
    }

    @Test
    default void readsRowsInsideOfTheRowsOfAWrappedFile() throws Exception {
        createOrders();
        Path backup = Files.writeString(temp().resolve("export.json"), wrapped(orders()));
        RestoreReport report = nested(restore(backup)).run();
        assertThat(report.tables()).extracting(TableReport::read).containsExactlyInAnyOrder(5L, 4L, 3L);
        assertAll();
    }

    private static String wrapped(Path orders) throws IOException {
        return "[{\"type\":\"header\",\"version\":\"5\",\"comment\":\"-\"},{\"type\":\"table\",\"name\":\"orders\",\"data\":["
                + String.join(",", Files.readAllLines(orders.resolve("orders.ndjson"))) + "]}]";
    }

    @Test
    default void namesTheRowsInsideOfRowsThatAreNone() throws Exception {
        createOrders();
        Path backup = orders(
                "{'order_no':1,'lines':[{'id':10,'sku':'a'},7,{'id':11,'order_no':9},{'id':12,'sku':'b'}]}",
                "{'order_no':2,'lines':'none'}",
                "{'customer':'nobody','lines':[{'id':13}]}",
                "{'order_no':3,'lines':[{'id':10},{'id':14,'sku':'c'}]}");
        RestoreReport report =
                nested(restore(backup)).onRowError(RowErrors.reject()).run();
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE_WITH_LOSS);
        assertThat(db().rows("select id, order_no from order_line order by 1")).containsExactly("10|1", "12|1", "14|3");
        assertThat(report.rejects().stream()
                        .filter(reject ->
                                reject.table().toLowerCase(Locale.ROOT).endsWith("order_line")))
                .extracting(RowError::row)
                .containsExactlyInAnyOrder(2L, 3L, 5L, 6L, 7L);
        assertThat(catchThrowable(() -> nested(restore(backup)).run())).hasMessageContaining("lines");
    }

    @Test
    default void saysWhereRowsInsideOfRowsCanGo() throws Exception {
        createOrders();
        PlanException refused = catchThrowableOfType(
                PlanException.class, () -> restore(orders()).run());
        assertThat(refused)
                .hasMessageContaining("--children orders.lines=")
                .hasMessageContaining("Else add the column")
                .hasMessageContaining("--unknown-columns ignore");
        restore(orders()).unknownColumns(UnknownColumns.IGNORE).run();
        assertThat(db().rows("select count(*) from order_line")).containsExactly("0");
        assertThat(problem(restore(orders()).children("line", "order_line", "order_no")))
                .contains("no row of the backup has");
        assertThat(problem(restore(orders()).children("lines", "order_line", "nothing")))
                .contains("does not have");
        assertThat(problem(restore(orders()).children("lines", "nothing", "order_no")))
                .contains("does not have");
    }

    private static String problem(Restore restore) {
        return catchThrowableOfType(PlanException.class, restore::run)
                .problems()
                .toString();
    }
}
