package dev.restore.junit;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** Finds the method that makes the tables of a test's database. */
final class TablesMethod {

    private TablesMethod() {}

    static Method of(Class<?> test) {
        Method found = FoundDataSource.withEnclosing(test)
                .map(type -> AnnotationSupport.findAnnotatedMethods(
                        type, SeedTables.class, HierarchyTraversalMode.BOTTOM_UP))
                .filter(methods -> !methods.isEmpty())
                .map(methods -> only(test, methods))
                .findFirst()
                .orElseThrow(() -> new ExtensionConfigurationException("@Seed(isolation = WORKER) of " + test.getName()
                        + ": nothing makes the tables of a database for it. Declare a method"
                        + " '@SeedTables static void tables(DataSource empty)' in this class, one that it extends or one around it,"
                        + " which migrates the database as the application does"));
        if (!Modifier.isStatic(found.getModifiers())
                || !List.of(found.getParameterTypes()).equals(List.of(DataSource.class))) {
            throw new ExtensionConfigurationException("@SeedTables on " + found
                    + ": the method has to be static, with a DataSource as its one parameter");
        }
        return found;
    }

    private static Method only(Class<?> test, List<Method> methods) {
        if (methods.size() > 1) {
            throw new ExtensionConfigurationException("@Seed(isolation = WORKER) of " + test.getName()
                    + " finds several methods with @SeedTables: "
                    + methods.stream().map(Method::getName).toList());
        }
        return methods.get(0);
    }

    static void call(Method method, DataSource empty) {
        ReflectionSupport.invokeMethod(method, null, empty);
    }
}
