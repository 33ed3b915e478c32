package dev.restore.dialect;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Streams the rows of one table out of the database, in the form in which a backup holds them: restored, they give the same
 * values again. Used by one thread; nothing else may be done with the session while a reader is open.
 *
 * <p>Numbers are their digits, none lost; {@code NaN} and infinities are texts. Bytes are base64. Days and times are ISO
 * 8601, those with a zone with their offset; what ISO 8601 cannot say ({@code infinity}, years before Christ) is the text
 * of the database. Arrays are JSON arrays, JSON is JSON, without the space between its tokens. Everything else is the text
 * that the database shows for it. A JSON string that itself holds an object or an array is the one value that has no form: it
 * is taken for that object or array.
 */
public interface TableReader extends AutoCloseable {

    /** Returns the next rows, at least one, which are valid until the next call; null after the last. */
    @Nullable
    Rows next() throws SQLException;

    /** Ends the reading. Before the last row this may make the transaction unusable. */
    @Override
    void close() throws SQLException;
}
