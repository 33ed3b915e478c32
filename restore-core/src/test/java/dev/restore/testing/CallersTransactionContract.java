package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.restore.Restore;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.RestoreEvent;
import dev.restore.outcome.RestoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A restore within a transaction of the caller's. */
interface CallersTransactionContract extends ContractCase {

    /** Creates authors and books without a circle, which every database can restore in any transaction. */
    private Path shelf() throws Exception {
        db().execute(
                        "create table author (id ${bigint} primary key, name ${text})",
                        "create table book (id ${bigint} primary key, author_id ${bigint} not null "
                                + "references author (id))",
                        "create table bystander (id ${bigint} primary key, note ${text})",
                        "insert into author values (1, 'old')",
                        "insert into book values (1, 1)");
        return new TestBackup()
                .table("author", "{'id':2,'name':'Ann'}", "{'id':3,'name':'Bea'}")
                .table("book", "{'id':4,'author_id':2}", "{'id':5,'author_id':3}")
                .directory(temp().resolve("shelf"));
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection inTransaction() throws SQLException {
        Connection connection = db().dataSource().getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    @Test
    default void joinsTheCallersTransactionAndLeavesTheCommitToIt() throws Exception {
        Path backup = shelf();
        try (Connection connection = inTransaction()) {
            execute(connection, "insert into bystander values (1, 'mine')");
            List<String> before = DatabaseState.ofSession(db(), connection);
            List<RestoreEvent> events = new ArrayList<>();
            assertThat(Restore.from(backup)
                            .into(connection)
                            .listener(events::add)
                            .run()
                            .outcome())
                    .isEqualTo(Outcome.COMPLETE);
            assertThat(events).noneMatch(RestoreEvent.Committed.class::isInstance);
            assertThat(DatabaseState.ofSession(db(), connection)).isEqualTo(before);
            assertThat(db().rows(connection, "select id from author order by id"))
                    .containsExactly("2", "3");
            connection.commit();
        }
        assertThat(db().rows("select id, author_id from book order by id")).containsExactly("4|2", "5|3");
        assertThat(db().rows("select note from bystander")).containsExactly("mine");
    }

    @Test
    default void theCallersRollbackTakesTheRestoreAlong() throws Exception {
        Path backup = shelf();
        DatabaseState before = DatabaseState.of(db());
        try (Connection connection = inTransaction()) {
            execute(connection, "insert into bystander values (1, 'mine')");
            Restore.from(backup).into(connection).run();
            connection.rollback();
        }
        DatabaseState.of(db()).assertSameAs(before);
    }

    @Test
    default void aFailureTakesNothingOfTheCallersAlong() throws Exception {
        shelf();
        Path bad = new TestBackup()
                .table("author", "{'id':2,'name':'Ann'}")
                .table("book", "{'id':4,'author_id':2}", "{'id':5,'author_id':77}")
                .directory(temp().resolve("bad"));
        try (Connection connection = inTransaction()) {
            execute(connection, "insert into bystander values (1, 'mine')");
            List<String> before = DatabaseState.ofSession(db(), connection);
            assertThat(catchThrowable(Restore.from(bad).into(connection)::run)).isInstanceOf(RestoreException.class);
            assertThat(DatabaseState.ofSession(db(), connection)).isEqualTo(before);
            execute(connection, "insert into bystander values (2, 'mine too')");
            connection.commit();
        }
        assertThat(db().rows("select id, author_id from book")).containsExactly("1|1");
        assertThat(db().rows("select id from author")).containsExactly("1");
        assertThat(db().rows("select note from bystander order by id")).containsExactly("mine", "mine too");
    }

    @Test
    default void refusesAConnectionWithoutATransaction() throws Exception {
        Path backup = shelf();
        try (Connection connection = db().dataSource().getConnection()) {
            Restore restore = Restore.from(backup).into(connection);
            failsWithoutTrace(IllegalStateException.class, restore::run);
            assertThatThrownBy(restore::plan).hasMessageContaining("setAutoCommit(false)");
            assertThat(connection.isClosed()).isFalse();
            assertThat(connection.getAutoCommit()).isTrue();
        }
    }

    @Test
    default void aCircleIsRestoredWithinTheCallersTransactionOrRefused() throws Exception {
        createLibrary();
        fillLibrary();
        Path backup = library().directory(temp().resolve("backup"));
        try (Connection connection = inTransaction()) {
            Restore restore = Restore.from(backup).into(connection);
            if (db().dialect().equals("h2")) {
                failsWithoutTrace(PlanException.class, restore::run);
                connection.rollback();
                return;
            }
            restore.run();
            connection.commit();
        }
        assertLibrary();
    }
}
