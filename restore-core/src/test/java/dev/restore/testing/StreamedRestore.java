package dev.restore.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.restore.Restore;
import dev.restore.backup.BackupSource;
import dev.restore.outcome.RestoreReport;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Restores rows that are made while they are read, far more than its heap could hold. Run in a JVM of its own. */
final class StreamedRestore {

    private static final String FILLER = "0123456789".repeat(20);

    private StreamedRestore() {}

    /** Takes a JDBC URL and the number of rows, and prints the outcome and how many rows came in. */
    public static void main(String[] arguments) throws SQLException {
        String url = arguments[0];
        int rows = Integer.parseInt(arguments[1]);
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("create table thing (id bigint primary key, v varchar(1000))");
        }
        RestoreReport report = Restore.from(BackupSource.of("thing.json", () -> new GeneratedRows(rows)))
                .into(TestDataSource.of(url, new Properties()))
                .run();
        System.out.println(report.outcome() + " " + report.totals().inserted());
    }

    /** A JSON array that exists one row at a time. */
    private static final class GeneratedRows extends InputStream {

        private final int rows;
        private int made;
        private byte[] chunk = {'['};
        private int position;

        GeneratedRows(int rows) {
            this.rows = rows;
        }

        private boolean empty() {
            if (position == chunk.length && made <= rows) {
                chunk = (made == rows ? "]" : row(made + 1)).getBytes(US_ASCII);
                position = 0;
                made++;
            }
            return position == chunk.length;
        }

        private static String row(int number) {
            return (number == 1 ? "" : ",") + "{\"id\":" + number + ",\"v\":\"" + number + FILLER + "\"}";
        }

        @Override
        public int read() {
            return empty() ? -1 : chunk[position++];
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (length == 0) {
                return 0;
            }
            if (empty()) {
                return -1;
            }
            int count = Math.min(length, chunk.length - position);
            System.arraycopy(chunk, position, target, offset, count);
            position += count;
            return count;
        }
    }
}
