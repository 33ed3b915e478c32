package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.restore.Restore;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.RestoreException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What MariaDB does to rows without an error, by its engines and its modes, is told before or found before the commit. */
@ExtendWith(SkippedTests.class)
class MariaDbWithoutDialectTest {

    @TempDir
    private Path temp;

    private String url = "";
    private PlainDatabase database = PlainDatabase.of(TestDataSource.of("", new Properties()), Map.of());

    @BeforeEach
    void createDatabase() throws SQLException {
        url = MariaDbServer.get().takeDatabase();
        DataSource source = TestDataSource.of(url + "&sessionVariables=sql_mode=''", new Properties());
        database = PlainDatabase.of(source, Map.of());
        database.execute(
                "create table safe (id bigint primary key, name varchar(5) not null)",
                "create table unsafe (id bigint primary key, name varchar(5) not null) engine = MyISAM",
                "insert into safe values (1, 'old')",
                "insert into unsafe values (1, 'old')");
    }

    @AfterEach
    void giveBack() throws SQLException {
        if (!url.isEmpty()) {
            MariaDbServer.get().giveBack(url, database.source().getConnection());
        }
    }

    private Restore restore(TestBackup backup) throws Exception {
        return Restore.from(backup.directory(temp.resolve("backup"))).into(database.source());
    }

    @Test
    void aTableWithoutTransactionsIsAProblemOfThePlan() throws Exception {
        Restore restore = restore(
                new TestBackup().table("safe", "{'id':2,'name':'new'}").table("unsafe", "{'id':2,'name':'new'}"));
        PlanException failure = catchThrowableOfType(PlanException.class, restore::run);
        assertThat(failure)
                .message()
                .contains("unsafe", "MyISAM", "no transactions", "ENGINE = InnoDB")
                .doesNotContain("table safe");
        assertThat(database.rows("select * from safe")).containsExactly("1|old");
        assertThat(database.rows("select * from unsafe")).containsExactly("1|old");
    }

    @Test
    void aModeThatClipsValuesIsToldAndWhatItClipsIsFound() throws Exception {
        Restore restore = restore(new TestBackup()
                .table("safe", "{'id':2,'name':'new'}", "{'id':3,'name':'short'}", "{'id':4,'name':'too long'}"));
        assertThat(restore.plan().describe()).contains("STRICT_TRANS_TABLES");
        RestoreException failure = catchThrowableOfType(RestoreException.class, restore::run);
        assertThat(failure.committed()).isFalse();
        assertThat(database.rows("select * from safe")).containsExactly("1|old");
    }
}
