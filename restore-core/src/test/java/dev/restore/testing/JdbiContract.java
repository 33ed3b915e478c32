package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.Restore;
import dev.restore.outcome.RestoreReport;
import java.nio.file.Path;
import java.sql.Connection;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** A program with Jdbi. No part of what the author of a dialect gets, who needs no Jdbi for the tests. */
public interface JdbiContract extends HostTransactionContract {

    @Test
    default void takesAJdbi() throws Exception {
        createLibrary();
        Path backup = library().directory(temp().resolve("backup"));
        Restore.from(backup).into(Jdbi.create(db().dataSource())).run();
        assertLibrary();
    }

    @Test
    default void joinsTheTransactionOfAJdbi() throws Exception {
        Path backup = authorsBackup();
        try (BoundConnections bound = new BoundConnections(db().dataSource(), false)) {
            HostTransactionContract.write(bound.connection());
            assertJoined(
                    Restore.from(backup).into(Jdbi.create((DataSource) bound)).run(), bound.connection());
            HostTransactionContract.write(bound.connection());
            assertJoined(
                    Restore.from(backup).into(Jdbi.create(bound.connection())).run(), bound.connection());
            ConnectionFactory releasing = new ConnectionFactory() {
                @Override
                public Connection openConnection() {
                    return bound.connection();
                }

                @Override
                public void closeConnection(Connection connection) {
                    // As long as the transaction is open its connection stays.
                }
            };
            HostTransactionContract.write(bound.connection());
            assertJoined(Restore.from(backup).into(Jdbi.create(releasing)).run(), bound.connection());
        }
    }

    @Test
    default void joinsTheTransactionOfAJdbiWithOneConnection() throws Exception {
        Path backup = authorsBackup();
        try (Connection connection = db().dataSource().getConnection()) {
            connection.setAutoCommit(false);
            TestDataSource same = () -> connection;
            HostTransactionContract.write(connection);
            assertJoined(Restore.from(backup).into(Jdbi.create(same)).run(), connection);
        }
    }

    @Test
    default void goesOnWithTheHandleOfAJdbiTransaction() throws Exception {
        Path backup = authorsBackup();
        Jdbi jdbi = Jdbi.create(db().dataSource());
        jdbi.useTransaction(handle -> {
            HostTransactionContract.write(handle.getConnection());
            assertJoined(Restore.from(backup).into(jdbi).run(), handle.getConnection());
        });
        jdbi.useHandle(handle -> {
            RestoreReport report = Restore.from(backup).into(jdbi).run();
            assertThat(report.warnings()).isEmpty();
            assertThat(handle.getConnection().isClosed()).isFalse();
        });
        assertThat(db().rows("select name from author order by id")).containsExactly("Ann", "Bea");
    }

    @Test
    default void aPoolOfAJdbiWithoutAutoCommitIsNoTransactionOfTheProgram() throws Exception {
        Path backup = authorsBackup();
        TestDataSource pool = () -> {
            Connection connection = db().dataSource().getConnection();
            connection.setAutoCommit(false);
            return connection;
        };
        assertThat(Restore.from(backup)
                        .into(Jdbi.create((DataSource) pool))
                        .run()
                        .warnings())
                .isEmpty();
        assertThat(db().rows("select name from author order by id")).containsExactly("Ann", "Bea");
    }
}
