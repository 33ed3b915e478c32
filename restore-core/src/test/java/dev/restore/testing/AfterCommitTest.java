package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.Restore;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.RestoreReport;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What fails after the commit does not make a restore look as if nothing had happened. */
class AfterCommitTest extends DatabaseCase {

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return new H2Database();
    }

    /** Returns connections that fail at everything once they have committed, as no driver should. */
    private TestDataSource failingAfterCommit() {
        return () -> {
            Connection connection = db().dataSource().getConnection();
            AtomicBoolean committed = new AtomicBoolean();
            return (Connection) Proxy.newProxyInstance(
                    Connection.class.getClassLoader(),
                    new Class<?>[] {Connection.class},
                    (proxy, method, arguments) -> {
                        if (committed.get() && !method.getName().equals("close")) {
                            throw new IllegalStateException("the driver has a defect");
                        }
                        try {
                            Object result = method.invoke(connection, arguments);
                            if (method.getName().equals("commit")) {
                                committed.set(true);
                            }
                            return result;
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        };
    }

    @Test
    void theReportSaysThatTheRowsAreInAndWhatFailed() throws SQLException, IOException {
        createLibrary();
        RestoreReport report = Restore.from(library().directory(temp().resolve("backup")))
                .into(failingAfterCommit())
                .run();
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(report.totals().inserted()).isEqualTo(5);
        assertThat(report.warnings())
                .anySatisfy(warning -> assertThat(warning).contains("its end has failed", "IllegalStateException"));
        assertThat(books()).hasSize(2);
    }
}
