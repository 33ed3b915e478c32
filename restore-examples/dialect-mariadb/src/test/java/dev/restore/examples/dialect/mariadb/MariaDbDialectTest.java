package dev.restore.examples.dialect.mariadb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restore.Restore;
import dev.restore.outcome.LoadException;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.RestoreReport;
import dev.restore.testing.MariaDbServer;
import dev.restore.testing.TestBackup;
import dev.restore.testing.TestDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What this dialect adds to the standard one, on a real server. */
class MariaDbDialectTest {

    @TempDir
    private Path temp;

    private DataSource database = TestDataSource.of("", new Properties());

    @BeforeEach
    void createTables() throws SQLException {
        database = TestDataSource.of(
                MariaDbServer.get().createDatabase("t" + System.nanoTime()) + "&sessionVariables=sql_mode=''",
                new Properties());
        execute(
                "create table author (id bigint auto_increment primary key, name varchar(5) not null, boss bigint not null,"
                        + " foreign key (boss) references author (id))",
                "insert into author (id, name, boss) values (1, 'old', 1)");
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private List<String> authors() throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select id, name, boss from author order by id")) {
            while (row.next()) {
                rows.add(row.getString(1) + "|" + row.getString(2) + "|" + row.getString(3));
            }
        }
        return rows;
    }

    @Test
    void aTableWithoutTransactionsIsAProblemOfThePlan() throws Exception {
        execute(
                "create table log (id bigint primary key, line text) engine = MyISAM",
                "insert into log values (1, 'x')");
        Path backup = new TestBackup().table("log", "{'id':2,'line':'y'}").directory(temp.resolve("backup"));
        assertThat(Restore.from(backup).into(database).plan().describe()).contains("MyISAM", "ENGINE = InnoDB");
        assertThatThrownBy(() -> Restore.from(backup).into(database).run()).isInstanceOf(PlanException.class);
    }

    @Test
    void aValueThatDoesNotFitIsRefusedWhateverTheModeOfTheConnection() throws Exception {
        Path backup = new TestBackup()
                .table("author", "{'id':1,'name':'Annabel','boss':1}")
                .directory(temp.resolve("backup"));
        assertThatThrownBy(() -> Restore.from(backup).into(database).run())
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("Row 1");
        assertThat(authors()).containsExactly("1|old|1");
    }

    @Test
    void rowsMayReferToLaterOnesAndZeroStaysZero() throws Exception {
        Path backup = new TestBackup()
                .table("author", "{'id':0,'name':'Ann','boss':7}", "{'id':7,'name':'Bea','boss':7}")
                .directory(temp.resolve("backup"));
        RestoreReport report = Restore.from(backup).into(database).run();
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(report.dialect()).isEqualTo("mariadb");
        assertThat(authors()).containsExactly("0|Ann|7", "7|Bea|7");
    }
}
