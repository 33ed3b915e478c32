package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.restore.Backup;
import dev.restore.Restore;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.RestoreReport;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A database that hands out the connection of a transaction which the program has begun, and not to the restore. */
interface HostTransactionContract extends ContractCase {

    /** Creates authors and a bystander, and writes a backup of other authors. */
    default Path authorsBackup() throws Exception {
        db().execute(
                        "create table author (id ${bigint} primary key, name ${text})",
                        "create table bystander (id ${bigint} primary key, note ${text})",
                        "insert into author values (1, 'old')");
        return new TestBackup()
                .table("author", "{'id':2,'name':'Ann'}", "{'id':3,'name':'Bea'}")
                .directory(temp().resolve("authors"));
    }

    /** Writes as the program. */
    static void write(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("insert into bystander values (1, 'mine')");
        }
    }

    /** Checks that a run has joined the transaction of a connection, and rolls that back. */
    default void assertJoined(RestoreReport report, Connection connection) throws SQLException {
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(report.warnings()).anyMatch(warning -> warning.contains("transaction of the caller's"));
        assertThat(connection.isClosed()).isFalse();
        assertThat(connection.getAutoCommit()).isFalse();
        assertThat(db().rows(connection, "select name from author order by id")).containsExactly("Ann", "Bea");
        connection.rollback();
        assertThat(db().rows("select name from author")).containsExactly("old");
        assertThat(db().rows("select id from bystander")).isEmpty();
    }

    @Test
    default void joinsTheTransactionThatADataSourceHandsOut() throws Exception {
        Path backup = authorsBackup();
        for (boolean wrapsMetaData : List.of(false, true)) {
            try (BoundConnections bound = new BoundConnections(db().dataSource(), wrapsMetaData)) {
                write(bound.connection());
                assertJoined(Restore.from(backup).into(bound).run(), bound.connection());
            }
        }
    }

    @Test
    default void joinsTheTransactionOfAConnectionThatIsHandedOutAsItIs() throws Exception {
        Path backup = authorsBackup();
        try (Connection connection = db().dataSource().getConnection()) {
            connection.setAutoCommit(false);
            write(connection);
            TestDataSource same = () -> connection;
            assertJoined(Restore.from(backup).into(same).run(), connection);
        }
    }

    @Test
    default void refusesWhatCannotBeDoneWithinTheProgramsTransaction() throws Exception {
        Path backup = authorsBackup();
        try (BoundConnections bound = new BoundConnections(db().dataSource(), false)) {
            write(bound.connection());
            Restore resumable = Restore.from(backup).into(bound).resumable();
            PlanException refused = catchThrowableOfType(PlanException.class, resumable::run);
            assertThat(refused.problems()).hasSize(1);
            assertThat(refused).hasMessageContaining("outside of that transaction");
            assertThat(db().rows(bound.connection(), "select id from bystander"))
                    .containsExactly("1");
            bound.connection().rollback();
        }
    }

    @Test
    default void backupsSeeTheProgramsTransactionAndLeaveItOpen() throws Exception {
        authorsBackup();
        Path written = temp().resolve("written");
        try (BoundConnections bound = new BoundConnections(db().dataSource(), false)) {
            write(bound.connection());
            assertThat(Backup.of(bound).write(written).rows()).isEqualTo(2);
            assertThat(Backup.verify(written).against(bound).run().agrees()).isTrue();
            assertThat(bound.connection().isClosed()).isFalse();
            bound.connection().rollback();
        }
        assertThat(db().rows("select id from bystander")).isEmpty();
    }

    @Test
    default void aPoolWithoutAutoCommitIsNoTransactionOfTheProgram() throws Exception {
        Path backup = authorsBackup();
        TestDataSource pool = () -> {
            Connection connection = db().dataSource().getConnection();
            connection.setAutoCommit(false);
            return connection;
        };
        assertThat(warnings(Restore.from(backup).into(pool).run())).isEmpty();
        assertThat(db().rows("select name from author order by id")).containsExactly("Ann", "Bea");
    }
}
