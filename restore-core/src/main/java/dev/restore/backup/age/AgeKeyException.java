package dev.restore.backup.age;

import java.security.GeneralSecurityException;

/** A key that does not open a file; the message says why, without the file's name. */
final class AgeKeyException extends GeneralSecurityException {

    private static final long serialVersionUID = 1L;

    AgeKeyException(String message) {
        super(message);
    }

    AgeKeyException(String message, Throwable cause) {
        super(message, cause);
    }
}
