package dev.restore.engine.load;

import dev.restore.backup.reading.ReadPosition;
import dev.restore.catalog.TableName;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where one reading of the backup begins, and what happens at the places where it could begin again. */
public interface Chunks {

    /** Returns where the reading begins, null for the beginning. */
    @Nullable
    ReadPosition from();

    /**
     * Everything before a place is in, and nothing after it.
     *
     * @param position the place
     * @param read how many rows were read for each table
     */
    void reached(ReadPosition position, Map<TableName, Long> read) throws SQLException;
}
