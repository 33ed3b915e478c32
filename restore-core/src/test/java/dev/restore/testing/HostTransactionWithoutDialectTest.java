package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.restore.Restore;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.Problem;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A transaction of the program's, handed out behind wrappers that hide it, on databases that cannot be asked for the session. */
class HostTransactionWithoutDialectTest {

    @TempDir
    private Path temp;

    private Path backup = Path.of("");

    @BeforeEach
    void writeBackup() throws Exception {
        backup = new TestBackup().table("author", "{'id':2,'name':'Ann'}").directory(temp.resolve("backup"));
    }

    private static void createTables(PlainDatabase database) throws SQLException {
        database.execute("create table author (id bigint primary key, name varchar(100))");
    }

    private static void write(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("insert into author values (1, 'mine')");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HSQLDB", "DERBY"})
    void aSavepointTellsThatItIsTheSame(PlainDatabase.Kind kind) throws Exception {
        try (PlainDatabase database = kind.create(temp)) {
            createTables(database);
            try (BoundConnections bound = new BoundConnections(database.source(), true)) {
                write(bound.connection());
                assertThat(Restore.from(backup).into(bound).run().outcome()).isEqualTo(Outcome.COMPLETE);
                bound.connection().rollback();
            }
            assertThat(database.rows("select id from author")).isEmpty();
            TestDataSource pool = () -> {
                Connection connection = database.source().getConnection();
                connection.setAutoCommit(false);
                return connection;
            };
            assertThat(Restore.from(backup).into(pool).run().outcome()).isEqualTo(Outcome.COMPLETE);
            assertThat(database.rows("select id, name from author")).containsExactly("2|Ann");
        }
    }

    @Test
    void whatCannotBeToldIsRefused() throws Exception {
        try (PlainDatabase database = PlainDatabase.Kind.DUCKDB.create(temp)) {
            createTables(database);
            try (BoundConnections bound = new BoundConnections(database.source(), true)) {
                write(bound.connection());
                PlanException refused = catchThrowableOfType(
                        PlanException.class, Restore.from(backup).into(bound)::run);
                assertThat(refused.problems()).extracting(Problem::kind).containsExactly(Problem.Kind.BAD_OPTION);
                assertThat(refused).hasMessageContaining("into(connection)");
                assertThat(bound.connection().isClosed()).isFalse();
                bound.connection().rollback();
            }
            assertThat(database.rows("select id from author")).isEmpty();
            assertThat(Restore.from(backup).into(database.source()).run().outcome())
                    .isEqualTo(Outcome.COMPLETE);
        }
    }
}
