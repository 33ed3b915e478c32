package dev.restore.engine.export;

import java.io.IOException;

/** A value cannot be written so that it could be restored. */
final class UnwritableException extends IOException {

    private static final long serialVersionUID = 1L;

    UnwritableException(String message) {
        super(message);
    }
}
