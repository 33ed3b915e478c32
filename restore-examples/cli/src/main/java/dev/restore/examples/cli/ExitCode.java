package dev.restore.examples.cli;

import dev.restore.outcome.Outcome;
import dev.restore.outcome.RestoreReport;

/** How the program ends, for scripts. */
final class ExitCode {

    static final int COMPLETE = 0;
    static final int LOSS = 1;
    static final int USAGE = 2;
    static final int FAILED = 3;
    static final int FAILED_AFTER_COMMIT = 4;

    private ExitCode() {}

    static int of(RestoreReport report, boolean committed) {
        Outcome outcome = report.outcome();
        return switch (outcome) {
            case COMPLETE -> COMPLETE;
            case COMPLETE_WITH_LOSS -> LOSS;
            case FAILED, CANCELLED -> committed ? FAILED_AFTER_COMMIT : FAILED;
        };
    }
}
