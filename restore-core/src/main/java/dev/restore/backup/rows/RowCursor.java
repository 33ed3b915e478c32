package dev.restore.backup.rows;

import dev.restore.backup.TypedForm;
import dev.restore.backup.json.JsonInput;
import dev.restore.backup.json.RowBuffer;
import dev.restore.backup.json.RowDecoder;
import java.io.Closeable;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** The rows of one file, pulled one by one. The row and its table are valid until the next call. */
public abstract class RowCursor implements Closeable {

    final JsonInput input;
    final RowBuffer row;
    final RowDecoder decoder;
    private @Nullable TableTally current;

    RowCursor(JsonInput input) {
        this(input, false);
    }

    /**
     * Starts.
     *
     * @param typed whether values may be in a {@link TypedForm}
     */
    RowCursor(JsonInput input, boolean typed) {
        this.input = input;
        this.row = new RowBuffer(input.location(), input.limits());
        this.decoder = new RowDecoder(input, row, typed);
    }

    /** Goes to the next row, false after the last one, when the file was read to its end. */
    final boolean next() {
        try {
            return advance();
        } catch (JacksonException e) {
            throw input.failure(e);
        }
    }

    abstract boolean advance();

    /** Says of which table the rows are that come next. */
    final void current(TableTally of) {
        current = of;
    }

    /** Returns the table of the current row. */
    TableTally table() {
        if (current == null) {
            throw new IllegalStateException("no row yet");
        }
        return current;
    }

    final RowBuffer row() {
        return row;
    }

    /** Returns whether the current record says that its row is gone; false unless overridden. */
    boolean isDeletion() {
        return false;
    }

    /** Returns how many bytes the current row takes in the file. */
    final long rowBytes() {
        return recordEnd() - row.offset();
    }

    /** Returns where the last whole record ends in the file. */
    abstract long recordEnd();

    /** Returns where the records start that were not given yet, null where the cursor stands outside of records. */
    abstract @Nullable ResumePoint resumePoint();

    @Override
    public final void close() {
        input.close();
    }
}
