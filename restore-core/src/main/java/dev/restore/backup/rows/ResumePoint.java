package dev.restore.backup.rows;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * Where the records start that a failed reading has not given yet.
 *
 * @param offset after the last whole record, or where the first one is looked for
 * @param first whether no record stands before; an array then still has to open, unless the offset is after its bracket
 * @param table the table of the next record, null where each record names its own
 * @param opening what to put in front of a record so that it is a document like the whole one, empty for lines
 * @param closing what to put after it
 */
record ResumePoint(long offset, boolean first, @Nullable String table, String opening, String closing) {

    /** Returns a name as JSON has it. */
    static String quoted(String name) {
        return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsCharArray(name)) + '"';
    }

    boolean lines() {
        return opening.isEmpty();
    }
}
