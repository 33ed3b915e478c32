package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/** Tests that get an empty database each. Those that do not run somewhere are printed with the reason. */
@ExtendWith(SkippedTests.class)
public abstract class DatabaseCase implements ContractCase {

    @TempDir
    private Path temp;

    private TestDatabase database;

    /**
     * Creates an empty database.
     *
     * @param directory an empty directory for its files, if it has any
     */
    protected abstract TestDatabase createDatabase(Path directory) throws Exception;

    /**
     * Creates another empty database, for rows that move: one as {@link #createDatabase} does, unless overridden. To be overridden where
     * that gives the same database again.
     *
     * @param directory an empty directory for its files, if it has any
     */
    public TestDatabase elsewhere(Path directory) throws Exception {
        return createDatabase(directory);
    }

    /** Returns what this database cannot keep: names of tests that are skipped here, and why. Nothing, unless overridden. */
    protected Map<String, String> cannotKeep() {
        return Map.of();
    }

    @BeforeEach
    final void openDatabase(TestInfo test, @TempDir Path directory) throws Exception {
        String reason =
                test.getTestMethod().map(Method::getName).map(cannotKeep()::get).orElse(null);
        if (reason != null) {
            Assumptions.abort(reason);
        }
        database = createDatabase(directory);
    }

    @AfterEach
    final void closeDatabase() throws SQLException {
        if (database != null) {
            database.close();
        }
    }

    /** JUnit takes a test that is overridden without its annotation for none at all, and says nothing. */
    @Test
    final void everyTestRunsOrIsSkippedWithAReason() {
        List<Method> methods = List.of(getClass().getMethods());
        Set<String> tests = methods.stream()
                .filter(DatabaseCase::isTest)
                .map(Method::getName)
                .collect(Collectors.toSet());
        Set<String> lost = interfaces(getClass())
                .flatMap(part -> Arrays.stream(part.getMethods()))
                .filter(DatabaseCase::isTest)
                .map(Method::getName)
                .collect(Collectors.toCollection(HashSet::new));
        lost.removeAll(tests);
        assertThat(lost).as("tests that are overridden instead of skipped").isEmpty();
        assertThat(tests).as("tests").containsAll(cannotKeep().keySet());
    }

    private static boolean isTest(Method method) {
        return AnnotationSupport.isAnnotated(method, Testable.class);
    }

    private static Stream<Class<?>> interfaces(Class<?> type) {
        return Stream.<Class<?>>iterate(type, Objects::nonNull, Class::getSuperclass)
                .flatMap(part -> Arrays.stream(part.getInterfaces()));
    }

    @Override
    public final TestDatabase db() {
        return Objects.requireNonNull(database);
    }

    @Override
    public final Path temp() {
        return temp;
    }
}
