package dev.restore.testing;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Prints each test that does not run here, and why. JUnit finds it by itself, in all modules that have it on their path. */
public final class SkippedTests implements TestWatcher {

    /** For JUnit. */
    public SkippedTests() {}

    @Override
    public void testAborted(ExtensionContext test, @Nullable Throwable cause) {
        print(test, cause == null ? null : cause.getMessage());
    }

    @Override
    public void testDisabled(ExtensionContext test, Optional<String> reason) {
        print(test, reason.orElse(null));
    }

    private static void print(ExtensionContext test, @Nullable String reason) {
        System.out.printf(
                "SKIPPED %s.%s: %s%n",
                test.getRequiredTestClass().getSimpleName(),
                test.getDisplayName(),
                reason == null ? "no reason is given" : reason.replaceFirst("^Assumption failed: ", ""));
    }
}
