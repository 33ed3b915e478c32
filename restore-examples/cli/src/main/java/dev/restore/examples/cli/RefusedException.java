package dev.restore.examples.cli;

/** Something that this program refuses to do, or cannot, before anything is changed. */
final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
        super(message);
    }
}
