package dev.restore.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Connections that tell of each statement of a merge before it is sent. */
final class SteppingConnections {

    /** What all temporary tables of a merge are called. */
    private static final String STAGE = "restore_";

    private SteppingConnections() {}

    /**
     * Returns connections that tell of statements.
     *
     * @param step learns of each what it is: {@code Stage}, {@code Map} or {@code Move}
     */
    static TestDataSource of(TestDataSource source, Consumer<String> step) {
        return () -> {
            Connection connection = source.getConnection();
            return proxy(Connection.class, (method, arguments) -> {
                Object result = call(connection, method, arguments);
                return method.getName().equals("createStatement") ? stepping((Statement) result, step) : result;
            });
        };
    }

    private static Statement stepping(Statement statement, Consumer<String> step) {
        return proxy(Statement.class, (method, arguments) -> {
            if (method.getName().startsWith("execute") && arguments != null && arguments[0] instanceof String sql) {
                String kind = kind(sql.toLowerCase(Locale.ROOT));
                if (kind != null) {
                    step.accept(kind);
                }
            }
            return call(statement, method, arguments);
        });
    }

    private static @Nullable String kind(String sql) {
        if (sql.startsWith("create") && sql.contains(STAGE)) {
            return "Stage";
        }
        if (!sql.contains(STAGE)) {
            return null;
        }
        if (sql.startsWith("insert")) {
            return sql.indexOf(STAGE) < sql.indexOf('(') ? "Map" : "Move";
        }
        return sql.startsWith("update") || sql.startsWith("merge") || sql.startsWith("delete") ? "Move" : null;
    }

    @FunctionalInterface
    private interface Handler {
        @Nullable
        Object invoke(Method method, @Nullable Object @Nullable [] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Handler handler) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> handler.invoke(method, arguments)));
    }

    private static Object call(Object real, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
