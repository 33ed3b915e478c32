package dev.restore.dialect;

import org.jspecify.annotations.Nullable;

/**
 * Does ahead what a loader need not wait for: while the database takes one batch, the reading thread turns the next one into
 * what will be sent. Used by the reading thread alone, and never touches the connection.
 */
@FunctionalInterface
public interface RowsEncoder {

    /**
     * Encodes a whole batch. The loader of the same target finds the result in {@link Rows#encoded()}.
     *
     * @param spare a result that nobody needs any more, to be used again; null when there is none
     * @return null when the loader must see to the rows itself, because one of them cannot be encoded or all would be too large
     */
    @Nullable
    EncodedRows encode(Rows rows, @Nullable EncodedRows spare);
}
