package dev.restore.engine.resume;

import dev.restore.catalog.TableName;
import dev.restore.engine.batch.Counters;
import dev.restore.engine.content.ContentState;
import dev.restore.engine.step.SafetyStep;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which passes a resumable restore has committed. What of the pass that comes next is done stands in the states of its portions.
 *
 * @param work what is restored
 * @param pass how many passes over the backup are done
 * @param tables the accounts of the tables that were touched
 * @param rejectedLines how many rows each file of rejected rows has
 * @param content what the comparison of contents needs
 */
record Checkpoint(
        Work work, int pass, Map<TableName, Counters> tables, Map<String, Long> rejectedLines, ContentState content) {

    Checkpoint {
        Objects.requireNonNull(content, "content");
        Objects.requireNonNull(work, "work");
        tables = Map.copyOf(tables);
        rejectedLines = Collections.unmodifiableMap(new LinkedHashMap<>(rejectedLines));
    }

    /**
     * What is restored, which must be the same when it goes on.
     *
     * @param source the backup's name
     * @param backup the backup's fingerprint
     * @param settings the fingerprint of what decides where rows go
     * @param begunAt when it was begun
     * @param saved the safety backup that was written first, or null
     */
    record Work(String source, String backup, String settings, Instant begunAt, SafetyStep.@Nullable Written saved) {

        /** Returns the same with a safety backup. */
        Work with(SafetyStep.@Nullable Written written) {
            return new Work(source, backup, settings, begunAt, written);
        }
    }

    /** The checkpoint of a restore that has emptied its tables and read nothing yet. */
    static Checkpoint beginning(Work work, Map<TableName, Long> rowsBefore, ContentState content) {
        Map<TableName, Counters> tables = new LinkedHashMap<>();
        rowsBefore.forEach((table, rows) -> tables.put(table, Counters.before(rows)));
        return new Checkpoint(work, 0, tables, Map.of(), content);
    }

    /** Returns how many rows each table had before anything was loaded. */
    Map<TableName, Long> rowsBefore() {
        Map<TableName, Long> rows = new LinkedHashMap<>();
        tables.forEach((table, counters) -> rows.put(table, counters.before()));
        return rows;
    }
}
