package dev.restore.dialect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.outcome.VerificationException;
import dev.restore.plan.Mode;
import dev.restore.testing.StrategyContract;
import dev.restore.testing.TestBackup;
import dev.restore.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract of the strategy that a superuser may use on PostgreSQL. */
class PostgresSuperuserContractTest extends StrategyContract {

    private static PostgresDatabase shared;

    @BeforeAll
    static void createSharedDatabase() throws SQLException {
        shared = PostgresDatabase.ofSuperuser().reusingSessions();
    }

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return shared;
    }

    /** The server checks nothing then, and goes on to show the key as valid. */
    @Test
    void aKeyWhoseTriggersAreDisabledIsCheckedAllTheSame() throws Exception {
        createLibrary();
        db().execute("alter table library_book disable trigger all", "alter table library_author disable trigger all");
        restore(library()).run();
        TestBackup orphan = library().table("library_book", "{'id':1,'author_id':333,'title':'a'}");
        VerificationException failure = failsWithoutTrace(
                VerificationException.class, () -> restore(orphan).run());
        assertThat(failure.violations()).hasSize(1);
        // The name of the directory may have these digits, too.
        assertThat(failure).message().contains("author_id").doesNotContainPattern("\\b333\\b");

        db().execute("insert into library_book values (99, 444, 'an orphan of old', 1)");
        restore(new TestBackup().table("library_book", "{'id':100,'author_id':3,'title':'new'}"))
                .only("library_book")
                .mode(Mode.APPEND)
                .run();
        assertThat(books()).hasSize(4);
    }
}
