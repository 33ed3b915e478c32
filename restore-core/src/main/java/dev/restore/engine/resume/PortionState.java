package dev.restore.engine.resume;

import dev.restore.backup.reading.ReadPosition;
import dev.restore.catalog.TableName;
import dev.restore.engine.batch.Counters;
import dev.restore.engine.content.ContentState;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What of a portion is committed.
 *
 * @param done whether all of it is
 * @param position where it goes on, null for its beginning
 * @param tables the numbers of its tables, of this portion alone
 * @param rejectedLines how many rows each of its files of rejected rows has
 * @param content what the comparison of contents needs of its rows
 */
record PortionState(
        boolean done,
        @Nullable ReadPosition position,
        Map<TableName, Counters> tables,
        Map<String, Long> rejectedLines,
        ContentState content) {

    /** Nothing of it is. */
    static final PortionState NOTHING = new PortionState(false, null, Map.of(), Map.of(), ContentState.NONE);

    PortionState {
        tables = Map.copyOf(tables);
        rejectedLines = Collections.unmodifiableMap(new LinkedHashMap<>(rejectedLines));
    }
}
