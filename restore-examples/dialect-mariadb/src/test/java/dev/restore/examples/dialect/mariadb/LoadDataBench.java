package dev.restore.examples.dialect.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.testing.MariaDbServer;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;

/**
 * The strategies by which rows can go in, one after the other, with nothing of this library between: no part of the tests, run with
 * {@code -Dtest=LoadDataBench}.
 */
class LoadDataBench {

    private static final int ROWS = 200_000;
    private static final String INSERT = "insert into book values (?, ?, ?, ?, ?)";

    @FunctionalInterface
    private interface Strategy {
        void load(Connection connection) throws SQLException;
    }

    @Test
    void timesEachRoadTwice() throws SQLException {
        String url = MariaDbServer.get().createDatabase("strategies" + System.nanoTime());
        for (int round = 1; round <= 2; round++) {
            time("batches of 1000", url, LoadDataBench::inBatches);
            time("batches of 1000, useBulkStmts", url + "&useBulkStmts=true", LoadDataBench::inBatches);
            time("INSERT of 100 rows", url, connection -> together(connection, 100));
            time("INSERT of 500 rows", url, connection -> together(connection, 500));
            time("LOAD DATA LOCAL INFILE", url, LoadDataBench::fromStreams);
        }
    }

    private static void time(String name, String url, Strategy strategy) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("drop table if exists book");
            statement.execute("create table book (id bigint auto_increment primary key, title varchar(100) not null,"
                    + " price decimal(12, 2), sold datetime(6), author bigint, key (author))");
            connection.setAutoCommit(false);
            long begun = System.nanoTime();
            strategy.load(connection);
            connection.commit();
            double seconds = (System.nanoTime() - begun) / 1e9;
            System.out.printf("%-30s %6.2f s %8.0f rows/s%n", name, seconds, ROWS / seconds);
            try (ResultSet row = statement.executeQuery("select count(*) from book")) {
                row.next();
                assertThat(row.getInt(1)).isEqualTo(ROWS);
            }
        }
    }

    private static String title(int row) {
        return "The life of number " + row;
    }

    private static LocalDateTime sold(int row) {
        return LocalDateTime.of(2024, 1, 1, 0, 0).plusSeconds(row);
    }

    private static void bind(PreparedStatement statement, int before, int row) throws SQLException {
        statement.setLong(before + 1, row);
        statement.setString(before + 2, title(row));
        statement.setBigDecimal(before + 3, BigDecimal.valueOf(row, 2));
        statement.setObject(before + 4, sold(row));
        statement.setLong(before + 5, row % 1000);
    }

    private static void inBatches(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            for (int row = 1; row <= ROWS; row++) {
                bind(statement, 0, row);
                statement.addBatch();
                if (row % 1000 == 0) {
                    statement.executeBatch();
                }
            }
        }
    }

    private static void together(Connection connection, int rows) throws SQLException {
        String sql = INSERT + ", (?, ?, ?, ?, ?)".repeat(rows - 1);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int row = 1; row <= ROWS; row++) {
                bind(statement, (row - 1) % rows * 5, row);
                if (row % rows == 0) {
                    statement.executeUpdate();
                }
            }
        }
    }

    private static void fromStreams(Connection connection) throws SQLException {
        StringBuilder text = new StringBuilder();
        for (int row = 1; row <= ROWS; row++) {
            text.append(row).append('\t').append(title(row)).append('\t').append(BigDecimal.valueOf(row, 2));
            text.append('\t').append(sold(row)).append('\t').append(row % 1000).append('\n');
            if (row % 10_000 == 0) {
                try (org.mariadb.jdbc.Statement statement =
                        connection.createStatement().unwrap(org.mariadb.jdbc.Statement.class)) {
                    statement.setLocalInfileInputStream(
                            new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8)));
                    statement.execute("load data local infile 'rows' into table book character set utf8mb4");
                }
                text.setLength(0);
            }
        }
    }
}
