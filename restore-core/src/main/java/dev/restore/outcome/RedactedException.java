package dev.restore.outcome;

/** Stands for an exception whose text may quote values. */
final class RedactedException extends Exception {

    private static final long serialVersionUID = 1L;

    RedactedException(String message) {
        super(message);
    }

    /**
     * Returns the message of what stands for an exception.
     *
     * @param words what the original says, without values; empty when that is not known
     */
    static String text(Throwable original, String words) {
        return original.getClass().getName() + (words.isEmpty() ? " (its text may quote values)" : ": " + words);
    }
}
