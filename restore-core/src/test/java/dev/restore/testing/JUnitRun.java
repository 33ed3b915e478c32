package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Test classes that JUnit has run within a test.
 *
 * @param results what became of each test
 */
public record JUnitRun(Map<String, TestExecutionResult> results) {

    /** Runs them one after the other. */
    public static JUnitRun of(DiscoverySelector... tests) {
        return of(Map.of(), tests);
    }

    /** Runs them on four threads. */
    public static JUnitRun sideBySide(DiscoverySelector... tests) {
        return of(
                Map.of(
                        "junit.jupiter.execution.parallel.enabled", "true",
                        "junit.jupiter.execution.parallel.mode.default", "concurrent",
                        "junit.jupiter.execution.parallel.config.strategy", "fixed",
                        "junit.jupiter.execution.parallel.config.fixed.parallelism", "4"),
                tests);
    }

    private static JUnitRun of(Map<String, String> configuration, DiscoverySelector... tests) {
        JUnitRun run = new JUnitRun(new ConcurrentHashMap<>());
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(tests)
                .configurationParameters(configuration)
                .build();
        LauncherFactory.create(LauncherConfig.builder()
                        .enableTestExecutionListenerAutoRegistration(false)
                        .enableLauncherSessionListenerAutoRegistration(false)
                        .build())
                .execute(request, new TestExecutionListener() {
                    @Override
                    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                        if (test.isTest()) {
                            run.results.put(test.getUniqueId(), result);
                        }
                    }
                });
        return run;
    }

    /** Returns the message with which the only test of a class fails. */
    public static String failure(Class<?> test) {
        JUnitRun run = of(DiscoverySelectors.selectClass(test));
        assertThat(run.results).hasSize(1);
        return run.results
                .values()
                .iterator()
                .next()
                .getThrowable()
                .orElseThrow()
                .getMessage();
    }

    /** Checks that so many tests ran, and all of them passed. */
    public void assertAllPass(int tests) {
        assertThat(results)
                .hasSize(tests)
                .allSatisfy((test, result) ->
                        assertThat(result.getThrowable()).as(test).isEmpty());
    }
}
