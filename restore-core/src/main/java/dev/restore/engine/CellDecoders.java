package dev.restore.engine;

import dev.restore.plan.TablePlan.Assignment;
import java.util.Optional;

/** The decoders of the values of the backup. */
final class CellDecoders {

    private CellDecoders() {}

    /** Returns what decodes the values of a field, empty where they are what they look like. */
    static Optional<CellDecoder> of(Assignment assignment) {
        return switch (assignment.decoding()) {
            case NONE -> Optional.empty();
        };
    }
}
