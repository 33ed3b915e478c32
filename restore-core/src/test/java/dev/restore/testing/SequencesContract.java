package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restore.Restore;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.RestoreReport;
import dev.restore.plan.Mode;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sequences that no column owns stand after the rows after a restore, or somebody is told. */
public interface SequencesContract extends ContractCase {

    /** Returns the expression that draws from a sequence. */
    String next(String sequence);

    /** Returns the number that the sequence hands out next, and uses it up. */
    private long draw(String sequence) throws SQLException {
        return Long.parseLong(db().rows("select " + next(sequence)).get(0));
    }

    private RestoreReport restored(Restore restore) {
        RestoreReport report = restore.run();
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
        return report;
    }

    private static TestBackup orders(String... ids) {
        StringBuilder rows = new StringBuilder();
        for (String id : ids) {
            rows.append(rows.length() == 0 ? "" : "\n")
                    .append("{'id':")
                    .append(id)
                    .append(",'v':'x'}");
        }
        return new TestBackup().table("orders", rows.toString().split("\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "orders_id_seq",
                "orders_seq",
                "ORDERS_SEQ",
                "orders_sequence",
                "seq_orders",
                "hibernate_sequence",
                "sequence_generator"
            })
    default void setsTheSequenceThatAProgramDrawsFrom(String sequence) throws Exception {
        db().execute(
                        "create sequence " + sequence,
                        "create sequence unrelated",
                        "create table orders (id ${bigint} primary key, v ${text})");
        RestoreReport report = restored(restore(orders("7", "41", "12")));
        assertThat(report.warnings()).isEmpty();
        assertThat(draw(sequence)).isEqualTo(42);
        assertThat(draw("unrelated")).isEqualTo(1);
    }

    @Test
    default void neverSetsSuchASequenceBack() throws Exception {
        db().execute(
                        "create sequence orders_seq start with 500",
                        "create table orders (id ${bigint} primary key, v ${text})");
        restored(restore(orders("7")));
        assertThat(draw("orders_seq")).isEqualTo(500);
    }

    /** A drawn number n stands for n-49 to n, or for n to n+49, as the program likes it. */
    @ParameterizedTest
    @CsvSource({"1,1", "1,49", "1,50", "1,51", "1,1234", "101,60", "101,80", "101,100"})
    default void leavesRoomForABlockOfNumbers(int start, int greatest) throws Exception {
        db().execute(
                        "create sequence orders_seq start with " + start + " increment by 50",
                        "create table orders (id ${bigint} primary key, v ${text})");
        restored(restore(orders(String.valueOf(greatest))));
        assertThat(draw("orders_seq")).isBetween(greatest + 50L, greatest + 150L);
    }

    @Test
    default void looksAtEveryTableThatSharesASequence() throws Exception {
        db().execute(
                        "create sequence hibernate_sequence",
                        "create table orders (id ${bigint} primary key, v ${text})",
                        "create table payment (id ${bigint} primary key)",
                        "create table detail (order_id ${bigint} primary key references orders (id))",
                        "insert into payment values (90)");
        restored(restore(orders("7")));
        assertThat(draw("hibernate_sequence")).isEqualTo(91);
    }

    @Test
    default void looksAtEveryColumnThatSharesASequence() throws Exception {
        db().execute(
                        "create sequence ticket",
                        "create table orders (id ${bigint} default " + next("ticket") + " primary key, other ${bigint}"
                                + " default " + next("ticket") + ")");
        restored(restore(new TestBackup().table("orders", "{'id':7,'other':30}")));
        assertThat(draw("ticket")).isEqualTo(31);
    }

    @ParameterizedTest
    @CsvSource({
        "'''N'' || %s', N1, N73, N74",
        "'''INV-2024'' || %s', INV-20245, INV-2024120, INV-2024121",
        "'''INV-'' || lpad(cast(%s as varchar(20)), 6, ''0'')', INV-000005, INV-000120, INV-000121",
        "'%s || ''/2024''', 5/2024, 12/2024, 13/2024",
        "'''(a.b)'' || %s', (a.b)5, (a.b)12, (a.b)13",
        "'cast(%s as varchar(20))', 9, 12, 13"
    })
    default void readsTheNumbersOutOfTexts(String expression, String one, String greatest, String wanted)
            throws Exception {
        db().execute(
                        "create sequence txt",
                        "create table orders (id varchar(40) default " + expression.formatted(next("txt"))
                                + " primary key, v ${text})");
        RestoreReport report =
                restored(restore(orders("'" + greatest + "'", "'" + one + "'", "'other'", "'X9999'", "'N'", "'N 8x'")));
        assertThat(report.warnings()).isEmpty();
        db().execute("insert into orders (v) values ('next')");
        assertThat(db().rows("select id from orders where v = 'next'")).containsExactly(wanted);
    }

    @Test
    default void saysWhereTextsDoNotShowTheirNumbers() throws Exception {
        db().execute(
                        "create sequence txt",
                        "create table orders (id varchar(40) default case when " + next("txt")
                                + " > 0 then 'some' else 'other' end primary key, v ${text})");
        assertThat(restored(restore(orders("'a'"))).warnings())
                .singleElement()
                .asString()
                .satisfies(warning ->
                        assertThat(warning.toLowerCase(Locale.ROOT)).contains("orders.id", "txt", "not certain"));
    }

    @Test
    default void saysThatAKeyMayBeNumberedByASequenceThatNothingNames() throws Exception {
        db().execute("create sequence counter", "create table orders (id ${bigint} primary key, v ${text})");
        Restore restore = restore(orders("7"));
        assertThat(restore.plan().notes())
                .singleElement()
                .asString()
                .satisfies(note -> assertThat(note.toLowerCase(Locale.ROOT))
                        .contains("orders.id", "counter", "--sequence", "orders.id=counter"));
        assertThat(restored(restore).warnings()).singleElement().asString().contains("--sequence");
        assertThat(draw("counter")).isEqualTo(1);

        restore = restore.sequence("counter", "orders", "id");
        assertThat(restore.plan().notes()).isEmpty();
        assertThat(restored(restore).warnings()).isEmpty();
        assertThat(draw("counter")).isEqualTo(8);
    }

    @ParameterizedTest
    @CsvSource({
        "nowhere, orders, id, does not exist",
        "counter, nowhere, id, table",
        "counter, orders, nowhere, column",
        "counter, orders, at, whole numbers",
        "counter, numbered, id, itself"
    })
    default void refusesASequenceThatCannotBe(String sequence, String table, String column, String why)
            throws Exception {
        db().execute(
                        "create sequence counter",
                        "create table orders (id ${bigint} primary key, v ${text}, at ${date})",
                        "create table numbered (id ${bigint} generated by default as identity primary key)");
        Restore restore = restore(orders("7")).sequence(sequence, table, column);
        assertThatThrownBy(restore::run)
                .isInstanceOf(PlanException.class)
                .hasMessageContainingAll(why, "--sequence", sequence);
        assertThat(db().rows("select * from orders")).isEmpty();
    }

    @Test
    default void noticesSequencesThatCameBetweenTwoRuns() throws Exception {
        db().execute("create table orders (id ${bigint} primary key, v ${text})");
        Restore restore = restore(orders("7"));
        for (int run = 0; run < 3; run++) {
            restored(restore);
        }
        db().execute("create sequence orders_seq");
        restored(restore);
        assertThat(draw("orders_seq")).isEqualTo(8);
    }

    @Test
    default void theWayBackPutsSuchSequencesBack() throws Exception {
        db().execute(
                        "create sequence orders_seq",
                        "create sequence named",
                        "create table orders (id ${bigint} primary key, v ${text})",
                        "create table payment (id ${bigint} primary key)",
                        "insert into orders values (3, 'old')");
        for (int i = 1; i <= 5; i++) {
            draw("orders_seq");
            draw("named");
        }
        Path saved = temp().resolve("saved");
        restored(restore(orders("70").table("payment", "{'id':80}"))
                .sequence("named", "payment", "id")
                .safetyBackup(saved));
        assertThat(draw("named")).isEqualTo(81);
        restored(Restore.from(saved).into(db().dataSource()).mode(Mode.REPLACE));
        assertThat(db().rows("select id, v from orders")).containsExactly("3|old");
        assertThat(draw("orders_seq")).isEqualTo(6);
        assertThat(draw("named")).isEqualTo(6);
    }
}
