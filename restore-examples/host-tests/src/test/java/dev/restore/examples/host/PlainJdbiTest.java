package dev.restore.examples.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.restore.Restore;
import dev.restore.backup.BackupSource;
import dev.restore.outcome.DatabaseException;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.Phase;
import dev.restore.outcome.RestoreException;
import dev.restore.outcome.RestoreReport;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A program that has nothing but Jdbi and a driver. */
class PlainJdbiTest {

    @TempDir
    private Path directory;

    /** The databases that such programs bring along. */
    enum Embedded {
        H2 {
            @Override
            String url(Path directory) {
                return "jdbc:h2:" + directory.resolve("program") + ";LOCK_TIMEOUT=200";
            }
        },
        SQLITE {
            @Override
            String url(Path directory) {
                return "jdbc:sqlite:" + directory.resolve("program.db") + "?busy_timeout=200";
            }
        };

        abstract String url(Path directory);
    }

    private Jdbi program(Embedded database) {
        Jdbi jdbi = Jdbi.create(database.url(directory));
        jdbi.useHandle(handle -> {
            handle.execute("create table author (id bigint primary key, name varchar(20))");
            handle.execute("create table book (id bigint primary key, title varchar(20),"
                    + " author_id bigint references author (id))");
            handle.execute("insert into author (id, name) values (50, 'old')");
        });
        return jdbi;
    }

    private static Restore restore() {
        return Restore.from(BackupSource.ofClasspath(PlainJdbiTest.class, "/seed"));
    }

    private static List<String> authors(Jdbi jdbi) {
        return jdbi.withHandle(handle -> handle.createQuery("select name from author order by id")
                .mapTo(String.class)
                .list());
    }

    @ParameterizedTest
    @EnumSource
    void joinsTheTransactionOfACallback(Embedded database) throws Exception {
        Jdbi jdbi = program(database);
        jdbi.useTransaction(handle -> {
            handle.execute("insert into author (id, name) values (51, 'mine')");
            RestoreReport report = restore().into(jdbi).run();
            assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
            assertThat(handle.getConnection().isClosed()).isFalse();
            handle.rollback();
        });
        assertThat(authors(jdbi)).containsExactly("old");
        jdbi.useTransaction(handle -> restore().into(jdbi).run());
        assertThat(authors(jdbi)).containsExactly("Ann", "Bea");
    }

    @ParameterizedTest
    @EnumSource
    void givesHandlesBack(Embedded database) {
        Jdbi jdbi = program(database);
        assertThat(restore().into(jdbi).run().warnings()).isEmpty();
        assertThat(authors(jdbi)).containsExactly("Ann", "Bea");
    }

    /** An opened handle is not known to its Jdbi, so that the restore gets another connection. */
    @ParameterizedTest
    @EnumSource
    void saysWhatToCallWhenAnOpenHandleIsInTheWay(Embedded database) {
        Jdbi jdbi = program(database);
        try (var handle = jdbi.open()) {
            handle.begin();
            handle.execute("update author set name = 'mine'");
            RestoreException busy =
                    catchThrowableOfType(RestoreException.class, restore().into(jdbi)::run);
            assertThat(busy.retryable()).isTrue();
            assertThat(busy).hasMessageContaining("into(connection)");
            restore().into(handle.getConnection()).run();
            handle.commit();
        }
        assertThat(authors(jdbi)).containsExactly("Ann", "Bea");
    }

    @Test
    void aFileThatAnotherProgramHasOpenIsBusy() throws Exception {
        program(Embedded.H2);
        try (FileChannel file = FileChannel.open(directory.resolve("program.mv.db"), StandardOpenOption.WRITE);
                FileLock lock = file.lock()) {
            assertThat(lock.isValid()).isTrue();
            DatabaseException busy = catchThrowableOfType(
                    DatabaseException.class, restore().into(Jdbi.create(Embedded.H2.url(directory)))::run);
            assertThat(busy.phase()).isEqualTo(Phase.OPEN);
            assertThat(busy.retryable()).isTrue();
            assertThat(busy).hasMessageContaining("Another process has the file open");
        }
    }
}
