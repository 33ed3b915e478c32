package dev.restore.outcome;

import org.jspecify.annotations.Nullable;

/** Something that cannot be read as a backup, or a backup that is damaged. */
public final class BackupFormatException extends RestoreException {

    private static final long serialVersionUID = 1L;

    private final @Nullable String location;
    private final long offset;
    private final String reason;

    /**
     * Creates an exception about the whole backup.
     *
     * @param message what was seen, what was expected, what to do
     * @param cause what went wrong underneath, or null
     */
    public BackupFormatException(String message, @Nullable Throwable cause) {
        this(message, null, -1, cause);
    }

    /**
     * Creates an exception about one place in a backup.
     *
     * @param message what was seen and what was expected, without the place
     * @param location the file or the entry of a package, or null when it is not known
     * @param offset the byte offset in that file, uncompressed, or -1 when it is not known
     * @param cause what went wrong underneath, or null
     */
    public BackupFormatException(String message, @Nullable String location, long offset, @Nullable Throwable cause) {
        super(Phase.OPEN, false, describe(message, location, offset), cause);
        this.location = location;
        this.offset = offset;
        this.reason = message;
    }

    /**
     * Creates an exception about the same place, with another message.
     *
     * @param message the whole message
     * @param committed whether rows were committed before, which stay
     * @param failure what was seen first
     */
    public BackupFormatException(String message, boolean committed, BackupFormatException failure) {
        super(Phase.OPEN, committed, message, failure);
        this.location = failure.location;
        this.offset = failure.offset;
        this.reason = failure.reason;
    }

    private BackupFormatException(BackupFormatException original) {
        super(original.phase(), original.committed(), original.text(), original.getCause());
        this.location = original.location;
        this.offset = original.offset;
        this.reason = original.reason;
    }

    private static String describe(String message, @Nullable String location, long offset) {
        if (location == null) {
            return message;
        }
        return offset < 0 ? location + ": " + message : location + ", byte " + offset + ": " + message;
    }

    /** Returns what is wrong, without the place. */
    public String reason() {
        return reason;
    }

    /** Returns the file or entry, or null when it is not known. */
    public @Nullable String location() {
        return location;
    }

    /** Returns the byte offset in the uncompressed file, or -1 when it is not known. */
    public long offset() {
        return offset;
    }

    @Override
    RestoreException copy() {
        return new BackupFormatException(this);
    }
}
