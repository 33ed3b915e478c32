package dev.restore.examples.benchmark;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * The library where it merges: every tenth row is there already under another key, and is found by its address.
 *
 * @param jvm does it
 */
record MergePeer(JvmPeer jvm) implements Peer {

    /** What the rows of both databases are told apart by. */
    static final String NATURAL_KEY = "email";

    private static final int STEP = 10;
    private static final int BATCH = 1_000;

    @Override
    public Format format() {
        return jvm.format();
    }

    @Override
    public void begin(Job job) throws SQLException {
        try (Connection connection = Connections.open(job.url())) {
            connection.setAutoCommit(false);
            for (TableData table : job.tables().tables()) {
                begin(connection, table);
            }
            connection.commit();
        }
    }

    private static void begin(Connection connection, TableData table) throws SQLException {
        String sql = "INSERT INTO " + table.name() + " (id, " + NATURAL_KEY + ", score) VALUES (?, ?, -1)";
        int email = table.columns().stream().map(Column::name).toList().indexOf(NATURAL_KEY);
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            table.<SQLException>forEach(row -> {
                long id = Long.parseLong(String.valueOf(row[0]));
                if (id % STEP == 0) {
                    insert.setLong(1, STEP * table.rows() + id);
                    insert.setString(2, row[email]);
                    insert.addBatch();
                }
                if (id % (STEP * BATCH) == 0) {
                    insert.executeBatch();
                }
            });
            insert.executeBatch();
        }
    }

    @Override
    public Measurement measure(Job job) throws IOException, InterruptedException {
        return jvm.measure(job);
    }
}
