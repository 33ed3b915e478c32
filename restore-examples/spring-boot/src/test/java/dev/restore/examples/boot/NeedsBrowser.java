package dev.restore.examples.boot;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Skips tests where there is no browser, and says so. */
final class NeedsBrowser implements BeforeEachCallback, TestWatcher {

    @Override
    public void beforeEach(ExtensionContext test) {
        Browser.missing().ifPresent(reason -> Assumptions.abort(reason));
    }

    @Override
    public void testAborted(ExtensionContext test, Throwable cause) {
        System.out.printf(
                "SKIPPED %s.%s: %s%n",
                test.getRequiredTestClass().getSimpleName(), test.getDisplayName(), cause.getMessage());
    }
}
