package dev.restore.testing;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** Connections of which the statements are counted that are sent to the database, a batch as one, commits and rollbacks among them. */
public final class CountedStatements implements TestDataSource {

    private final DataSource source;
    private final AtomicInteger count = new AtomicInteger();

    /** Counts the statements on the connections of another data source. */
    public CountedStatements(DataSource source) {
        this.source = source;
    }

    /** Returns how many there were since this was asked last. */
    public int take() {
        return count.getAndSet(0);
    }

    @Override
    public Connection getConnection() throws SQLException {
        return (Connection) counted(source.getConnection(), Connection.class);
    }

    private Object counted(Object target, Class<?> type) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            String name = method.getName();
            if (name.startsWith("execute") || name.equals("commit") || name.equals("rollback")) {
                count.incrementAndGet();
            }
            try {
                Object result = method.invoke(target, arguments);
                boolean statement = name.equals("createStatement") || name.startsWith("prepare");
                return statement && result instanceof Statement ? counted(result, method.getReturnType()) : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
    }
}
