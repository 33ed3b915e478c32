package dev.restore.junit;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Finds the data source of a test: in a field of its class or of one around it, from a method of these that returns one, whose parameters
 * other extensions resolve, from an extension that resolves a parameter of this type, or in Spring's context.
 */
final class FoundDataSource {

    private static final String SPRING = "org.springframework.test.context.junit.jupiter.SpringExtension";

    private final ExtensionContext context;
    private final String name;
    private @Nullable Throwable ofSpring;

    private FoundDataSource(ExtensionContext context, String name) {
        this.context = context;
        this.name = name;
    }

    /**
     * Finds it.
     *
     * @param name the name of the field, method or bean, empty for the only one
     */
    static DataSource of(ExtensionContext context, String name) {
        FoundDataSource finder = new FoundDataSource(context, name);
        return finder.inMembers()
                .or(finder::inSpring)
                .or(finder::fromResolver)
                .orElseThrow(() -> new ExtensionConfigurationException(
                        "@Seed of "
                                + context.getRequiredTestClass().getName() + " finds no DataSource"
                                + (name.isEmpty() ? "" : " of the name " + name)
                                + ": declare a field of this type that is set before the methods before each test run, a method that"
                                + " returns it, or use an extension that resolves a parameter of it, or Spring's context",
                        finder.ofSpring));
    }

    /**
     * Finds that of a test which gets a database of its own beside it.
     *
     * @param name the name of the field or method, empty for the only one
     */
    static DataSource ofMembers(ExtensionContext context, String name) {
        String test = context.getRequiredTestClass().getName();
        if (hasSpring(context)) {
            throw new ExtensionConfigurationException("@Seed(isolation = WORKER) of " + test
                    + ": the beans of Spring's context keep the DataSource that they have got. Leave isolation out, so that its tests run"
                    + " one after the other, or give each context a database of its own");
        }
        return new FoundDataSource(context, name)
                .inMembers()
                .orElseThrow(
                        () -> new ExtensionConfigurationException(
                                "@Seed(isolation = WORKER) of " + test
                                        + " finds no DataSource" + (name.isEmpty() ? "" : " of the name " + name)
                                        + " beside which databases can be made: declare a static field of this type, or a method that returns it"));
    }

    private static boolean hasSpring(ExtensionContext context) {
        return withEnclosing(context.getRequiredTestClass())
                .flatMap(type -> AnnotationSupport.findRepeatableAnnotations(type, ExtendWith.class).stream())
                .flatMap(extended -> Arrays.stream(extended.value()))
                .anyMatch(extension -> extension.getName().equals(SPRING));
    }

    /** Returns whether this class asks other extensions for a parameter. */
    static boolean asks(ParameterContext parameter) {
        return parameter.getDeclaringExecutable().getDeclaringClass() == FoundDataSource.class;
    }

    private Optional<DataSource> inMembers() {
        List<Object> instances =
                new ArrayList<>(context.getRequiredTestInstances().getAllInstances());
        return withEnclosing(context.getRequiredTestClass())
                .map(type -> inMembers(type, instances))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Returns a test class and those whose instances its own are within, the innermost first. */
    static Stream<Class<?>> withEnclosing(Class<?> test) {
        return Stream.<Class<?>>iterate(
                test,
                Objects::nonNull,
                type -> Modifier.isStatic(type.getModifiers()) ? null : type.getEnclosingClass());
    }

    private Optional<DataSource> inMembers(Class<?> type, List<Object> instances) {
        Object instance =
                instances.stream().filter(type::isInstance).reduce((a, b) -> b).orElse(null);
        List<Field> fields = ReflectionSupport.findFields(
                type,
                field -> DataSource.class.isAssignableFrom(field.getType()) && fits(field, instance),
                HierarchyTraversalMode.BOTTOM_UP);
        List<DataSource> values = new ArrayList<>();
        for (Field field : fields) {
            if (value(field, instance) instanceof DataSource source
                    && values.stream().noneMatch(known -> same(known, source))) {
                values.add(source);
            }
        }
        if (values.size() > 1) {
            throw new ExtensionConfigurationException(
                    "@Seed of " + type.getName() + " finds several data sources in the fields "
                            + fields.stream().map(Field::getName).toList() + ": say which, by dataSource = \"...\"");
        }
        if (!values.isEmpty()) {
            return Optional.of(values.get(0));
        }
        List<Method> methods = ReflectionSupport.findMethods(
                type,
                method -> DataSource.class.isAssignableFrom(method.getReturnType()) && fits(method, instance),
                HierarchyTraversalMode.BOTTOM_UP);
        if (methods.size() > 1) {
            throw new ExtensionConfigurationException(
                    "@Seed of " + type.getName() + " finds several methods that return a data source, "
                            + methods.stream().map(Method::getName).toList() + ": say which, by dataSource = \"...\"");
        }
        return methods.stream()
                .map(method -> context.getExecutableInvoker()
                        .invoke(method, Modifier.isStatic(method.getModifiers()) ? null : instance))
                .map(DataSource.class::cast)
                .findFirst();
    }

    @SuppressWarnings("ReferenceEquality")
    private static boolean same(DataSource some, DataSource other) {
        return some == other;
    }

    private boolean fits(Member member, @Nullable Object instance) {
        return (name.isEmpty() || member.getName().equals(name))
                && (Modifier.isStatic(member.getModifiers()) || instance != null)
                && !member.isSynthetic();
    }

    private static @Nullable Object value(Field field, @Nullable Object instance) {
        try {
            return ReflectionSupport.tryToReadFieldValue(
                            field, Modifier.isStatic(field.getModifiers()) ? null : instance)
                    .get();
        } catch (Exception e) {
            throw new ExtensionConfigurationException("@Seed cannot read the field " + field, e);
        }
    }

    /** Asks Spring, if the test has it, without a dependency on it. */
    private Optional<DataSource> inSpring() {
        Class<?> extension;
        try {
            extension =
                    Class.forName(SPRING, false, context.getRequiredTestClass().getClassLoader());
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
        try {
            Object beans = extension
                    .getMethod("getApplicationContext", ExtensionContext.class)
                    .invoke(null, context);
            Class<?> factory =
                    Class.forName("org.springframework.beans.factory.BeanFactory", false, extension.getClassLoader());
            Object bean = name.isEmpty()
                    ? factory.getMethod("getBean", Class.class).invoke(beans, DataSource.class)
                    : factory.getMethod("getBean", String.class, Class.class).invoke(beans, name, DataSource.class);
            return Optional.ofNullable((DataSource) bean);
        } catch (InvocationTargetException e) {
            // A test without a context of Spring's, or without the one bean in it.
            ofSpring = e.getCause();
            return Optional.empty();
        } catch (ReflectiveOperationException e) {
            throw new ExtensionConfigurationException("@Seed cannot ask this version of Spring for a DataSource", e);
        }
    }

    /** Has the other extensions of the test resolve a parameter. */
    private Optional<DataSource> fromResolver() {
        if (!name.isEmpty()) {
            return Optional.empty();
        }
        try {
            Method identity = FoundDataSource.class.getDeclaredMethod("identity", DataSource.class);
            return Optional.ofNullable(
                    (DataSource) context.getExecutableInvoker().invoke(identity, null));
        } catch (ParameterResolutionException e) {
            return Optional.empty();
        } catch (NoSuchMethodException e) {
            throw new ExtensionConfigurationException("@Seed does not find its own method", e);
        }
    }

    static DataSource identity(DataSource resolved) {
        return resolved;
    }
}
