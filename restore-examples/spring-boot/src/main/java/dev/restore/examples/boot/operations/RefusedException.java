package dev.restore.examples.boot.operations;

/** What was asked for cannot be done, and nothing was. */
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why. */
    public enum Reason {
        /** There is no such thing. */
        NOT_FOUND,
        /** It is larger than allowed. */
        TOO_LARGE,
        /** There is no room for more. */
        FULL,
        /** Something that was sent does not make sense. */
        INVALID,
        /** It does not go with what is there or runs. */
        CONFLICT,
        /** Too much waits already. */
        BUSY
    }

    /** Creates an exception with a message for the user. */
    public RefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Returns why. */
    public Reason reason() {
        return reason;
    }
}
