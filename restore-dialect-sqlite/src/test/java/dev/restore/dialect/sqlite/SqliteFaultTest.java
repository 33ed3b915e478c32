package dev.restore.dialect.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.restore.Restore;
import dev.restore.outcome.DatabaseException;
import dev.restore.testing.DatabaseState;
import dev.restore.testing.FaultContract;
import dev.restore.testing.Faults;
import dev.restore.testing.TestBackup;
import dev.restore.testing.TestDataSource;
import dev.restore.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Properties;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The faults on SQLite, and those that only a file knows. */
class SqliteFaultTest extends FaultContract {

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return new SqliteDatabase(directory);
    }

    @Override
    public String url() {
        return ((SqliteDatabase) db()).url() + "?foreign_keys=true";
    }

    @Override
    public DataSource impatient() {
        Properties properties = new Properties();
        properties.setProperty("busy_timeout", "50");
        return TestDataSource.of(url(), properties);
    }

    /** SQLite rolls back by itself then, and what came later would be committed row by row. */
    @Test
    void survivesADiskThatIsFullAfterAnyNumberOfPages() throws Exception {
        filledLibrary();
        Path backup = new TestBackup()
                .table("library_author", "{'id':1,'name':'Ann'}")
                .exactly(
                        "library_book",
                        IntStream.rangeClosed(1, 2000)
                                .mapToObj(n -> "{\"id\":" + n + ",\"author_id\":1,\"title\":\"title " + n + "\"}")
                                .toList())
                .directory(temp().resolve("many"));
        int pages = Integer.parseInt(db().rows("pragma page_count").get(0));
        int refused = 0;
        boolean passed = false;
        for (int more = 0; !passed; more += Faults.times(6, 1)) {
            DatabaseState before = DatabaseState.of(db());
            Throwable failure = catchThrowable(
                    Restore.from(backup).into(ofAtMost(pages + more)).batchRows(100)::run);
            passed = failure == null;
            if (!passed) {
                refused++;
                assertThat(failure).isInstanceOf(DatabaseException.class).hasMessageContaining("SQLITE_FULL");
                assertAsBefore(before);
            }
        }
        assertThat(refused).isGreaterThan(3);
        assertThat(db().rows("select count(*) from library_book")).containsExactly("2000");
        assertThat(db().rows("select id, note from bystander")).containsExactly("1|stays");
    }

    private TestDataSource ofAtMost(int pages) {
        return () -> {
            Connection connection = DriverManager.getConnection(url());
            try (Statement statement = connection.createStatement()) {
                statement.execute("pragma max_page_count = " + pages);
            }
            return connection;
        };
    }
}
