package dev.restore.dialect.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.restore.Restore;
import dev.restore.backup.BackupSource;
import dev.restore.outcome.DatabaseException;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.RestoreReport;
import dev.restore.testing.TestDataSource;
import java.io.ByteArrayInputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The connection is lost while the server commits. */
class LostCommitTest {

    private PostgresDatabase database;

    @BeforeEach
    void createTable() throws SQLException {
        database = PostgresDatabase.ofOwner();
        database.execute("create table thing (id bigint primary key)", "insert into thing values (1)");
    }

    @AfterEach
    void clear() throws SQLException {
        database.close();
    }

    private Restore restore(boolean arrives, boolean reachable) {
        AtomicBoolean lost = new AtomicBoolean();
        TestDataSource losing = () -> {
            if (lost.get() && !reachable) {
                throw new SQLException("the server cannot be reached", "08001");
            }
            return losingCommits(database.dataSource().getConnection(), arrives, lost);
        };
        byte[] rows = "[{\"id\": 7}]".getBytes(StandardCharsets.UTF_8);
        return Restore.from(BackupSource.of("thing.json", () -> new ByteArrayInputStream(rows)))
                .into(losing);
    }

    /** The commit reaches the server or does not; its answer never comes back, and the connection is gone. */
    private Connection losingCommits(Connection connection, boolean arrives, AtomicBoolean lost) {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("commit")) {
                        if (arrives) {
                            connection.commit();
                        }
                        connection.abort(Runnable::run);
                        lost.set(true);
                        throw new SQLException("An I/O error occurred while sending to the backend.", "08006");
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void isCompleteWhenTheServerSaysSo() throws SQLException {
        RestoreReport report = restore(true, true).run();
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(report.warnings()).anyMatch(warning -> warning.contains("lost during the commit"));
        assertThat(database.rows("select id from thing")).containsExactly("7");
    }

    @Test
    void failsWithoutAChangeWhenTheServerSaysSo() throws SQLException {
        DatabaseException failure = catchThrowableOfType(DatabaseException.class, restore(false, true)::run);
        assertThat(failure.committed()).isFalse();
        assertThat(failure).hasMessageContaining("did not take place");
        assertThat(database.rows("select id from thing")).containsExactly("1");
    }

    @Test
    void saysThatNobodyKnowsWhenTheServerCannotBeAsked() {
        DatabaseException failure = catchThrowableOfType(DatabaseException.class, restore(true, false)::run);
        assertThat(failure.committed()).isTrue();
        assertThat(failure).hasMessageContaining("not known");
    }
}
