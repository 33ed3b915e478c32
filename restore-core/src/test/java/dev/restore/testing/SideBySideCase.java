package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.restore.junit.Seed;
import dev.restore.junit.SeedIsolation;
import dev.restore.junit.SeedTables;
import dev.restore.seed.SeedReport;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JUnit runs test classes at the same time on one database, and no test sees what another has written. */
public abstract class SideBySideCase {

    /** Of the test that runs: JUnit makes the classes below. */
    private static TestDatabase database;

    /** The first test of each of the two classes is within it at the same time, or it fails. */
    private static CyclicBarrier meeting;

    /** Creates an empty database. */
    protected abstract TestDatabase createDatabase(Path directory) throws Exception;

    abstract static class Shop {

        private DataSource own;

        static DataSource server() {
            return database.dataSource();
        }

        @SeedTables
        static void tables(DataSource empty) throws SQLException {
            execute(
                    empty,
                    "create table customer (id ${identity}, name ${text} not null)",
                    "create table purchase (id ${identity}, customer_id ${bigint} not null references customer (id),"
                            + " item ${text})",
                    "create table log (line ${text})");
        }

        private static void execute(DataSource source, String... statements) throws SQLException {
            try (Connection connection = source.getConnection();
                    Statement statement = connection.createStatement()) {
                for (String each : statements) {
                    statement.execute(database.inWords(each));
                }
            }
        }

        @BeforeEach
        void takesItsDatabase(DataSource given, SeedReport report) {
            own = given;
            assertThat(report.rows()).isGreaterThanOrEqualTo(4);
        }

        List<String> numbers() throws SQLException {
            List<String> numbers = new ArrayList<>();
            try (Connection connection = own.getConnection()) {
                for (String query : List.of(
                        "select count(*) from customer",
                        "select count(*) from purchase",
                        "select count(*) from log",
                        "select max(id) from customer")) {
                    numbers.addAll(database.rows(connection, query));
                }
            }
            return numbers;
        }

        void change() throws SQLException {
            execute(
                    own,
                    "insert into customer (name) values ('new')",
                    "delete from purchase where id = 10",
                    "insert into log values ('used')");
        }

        void meet(RepetitionInfo repetition) throws Exception {
            if (repetition.getCurrentRepetition() == 1) {
                meeting.await(60, TimeUnit.SECONDS);
            }
        }
    }

    @Seed(value = "shop.json", isolation = SeedIsolation.WORKER)
    static class First extends Shop {

        @RepeatedTest(6)
        void findsTheSame(RepetitionInfo repetition) throws Exception {
            assertThat(numbers()).containsExactly("2", "2", "0", "2");
            meet(repetition);
            change();
            meet(repetition);
            assertThat(numbers()).containsExactly("3", "1", "1", "3");
        }
    }

    @Seed(
            value = {"shop.json", "shop-more.json"},
            isolation = SeedIsolation.WORKER)
    static class Second extends Shop {

        @RepeatedTest(6)
        void findsTheSame(RepetitionInfo repetition) throws Exception {
            assertThat(numbers()).containsExactly("3", "2", "0", "3");
            meet(repetition);
            change();
            meet(repetition);
            assertThat(numbers()).containsExactly("4", "1", "1", "4");
        }
    }

    @Test
    void testsThatRunAtTheSameTimeDoNotSeeEachOther(@TempDir Path directory) throws Exception {
        try (TestDatabase made = createDatabase(directory)) {
            database = made;
            meeting = new CyclicBarrier(2);
            JUnitRun.sideBySide(selectClass(First.class), selectClass(Second.class))
                    .assertAllPass(12);
            assertThat(made.tables()).isEmpty();
        }
    }
}
