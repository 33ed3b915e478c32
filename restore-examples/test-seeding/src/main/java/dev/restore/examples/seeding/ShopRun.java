package dev.restore.examples.seeding;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** One test, as often as it is repeated, run by JUnit. */
final class ShopRun implements TestExecutionListener {

    /** After so many the time is taken. */
    private static final int WARM = 100;

    private final List<Throwable> failures = new ArrayList<>();
    private int tests;
    private long start;
    private long end;

    private ShopRun() {}

    static ShopRun of(Class<?> type, String method) {
        ShopTests.forget();
        ShopRun run = new ShopRun();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectMethod(type, method))
                .build();
        LauncherFactory.create(LauncherConfig.builder()
                        .enableTestExecutionListenerAutoRegistration(false)
                        .enableLauncherSessionListenerAutoRegistration(false)
                        .build())
                .execute(request, run);
        return run;
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        result.getThrowable().ifPresent(failures::add);
        if (test.isTest()) {
            tests++;
            end = System.nanoTime();
            if (tests == WARM) {
                start = end;
            }
        }
    }

    boolean passed() {
        return failures.isEmpty() && tests > 0;
    }

    /** Returns why the first one failed, in one line. */
    String reason() {
        Throwable cause = failures.get(0);
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage()).strip().replaceAll("\\s+", " ");
    }

    /** Returns whether the first failure, or what caused it, says all of these words. */
    boolean names(String... words) {
        StringBuilder said = new StringBuilder();
        for (Throwable cause = failures.isEmpty() ? null : failures.get(0); cause != null; cause = cause.getCause()) {
            said.append(cause.getMessage()).append('\n');
        }
        String all = said.toString().toLowerCase(Locale.ROOT);
        return List.of(words).stream().allMatch(all::contains);
    }

    double millisecondsEach() {
        return (end - start) / 1e6 / (tests - WARM);
    }
}
