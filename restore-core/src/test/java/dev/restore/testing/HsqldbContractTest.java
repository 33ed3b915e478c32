package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.Restore;
import dev.restore.outcome.RestoreCancelledException;
import dev.restore.outcome.RestoreEvent;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The contract on a database that no dialect knows, but for what {@link HsqldbWholeTest} has, too: what plain JDBC and standard SQL keep.
 */
class HsqldbContractTest extends EssentialContract implements ManyWritersContract {

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return new HsqldbDatabase();
    }

    @Override
    public TestDatabase elsewhere(Path directory) {
        return new H2Database();
    }

    @Override
    protected Map<String, String> cannotKeep() {
        Map<String, String> reasons = HsqldbDatabase.cannotKeep();
        reasons.keySet()
                .retainAll(Arrays.stream(getClass().getMethods())
                        .map(Method::getName)
                        .toList());
        return reasons;
    }

    /** HSQLDB clears the flag in each statement, so that nobody sees it afterwards. */
    @Test
    void anInterruptDuringAQuickStatementEndsTheRun() throws Exception {
        createLibrary();
        fillLibrary();
        AtomicBoolean cleared = new AtomicBoolean();
        TestDataSource source = interruptingBatches(db().dataSource(), cleared);
        Restore restore = Restore.from(library().directory(temp().resolve("backup")))
                .into(source)
                .listener(event -> {
                    if (event instanceof RestoreEvent.Cleared) {
                        cleared.set(true);
                    }
                });
        AtomicBoolean flag = new AtomicBoolean();
        RestoreCancelledException end = failsWithoutTrace(RestoreCancelledException.class, () -> {
            try {
                restore.run();
            } finally {
                flag.set(Thread.interrupted());
            }
        });
        assertThat(flag).isTrue();
        assertThat(end.reason()).isEqualTo(RestoreCancelledException.Reason.INTERRUPTED);
    }

    /** Returns connections whose batches begin just when another thread has interrupted this one. */
    private static TestDataSource interruptingBatches(DataSource source, AtomicBoolean wanted) {
        return () -> {
            Connection connection = source.getConnection();
            return proxy(Connection.class, (method, arguments) -> {
                Object result = method.invoke(connection, arguments);
                return result instanceof PreparedStatement statement && wanted.get()
                        ? proxy(PreparedStatement.class, (call, values) -> {
                            if (call.getName().equals("executeBatch")) {
                                interruptFromOutside();
                            }
                            return call.invoke(statement, values);
                        })
                        : result;
            });
        };
    }

    private static void interruptFromOutside() {
        Thread thread = Thread.currentThread();
        new Thread(thread::interrupt).start();
        while (!thread.isInterrupted()) {
            Thread.onSpinWait();
        }
    }

    /** What answers a call. */
    private interface Answer {
        @Nullable
        Object to(Method method, Object @Nullable [] arguments) throws ReflectiveOperationException;
    }

    private static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        return answer.to(method, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
