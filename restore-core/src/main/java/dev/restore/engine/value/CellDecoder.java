package dev.restore.engine.value;

import dev.restore.dialect.OneCell;
import dev.restore.dialect.ValueException;

/** Makes of a value of the backup what its writer meant, before it becomes a cell. Used by the reading thread. */
@FunctionalInterface
public interface CellDecoder {

    /**
     * Decodes a value.
     *
     * @param value any value but null
     * @return what it stands for, which may be the value itself
     * @throws ValueException when it does not stand for anything of that kind
     */
    OneCell decode(OneCell value) throws ValueException;
}
