package dev.restore.backup.layout;

import dev.restore.backup.reading.ChildTable;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How files are read where only the target tells.
 *
 * @param oneRow the files that are one row each although they could be objects of tables
 * @param envelopes the files that hold rows of the table that they are named after, in a field that could be a table's name
 * @param shards the tables that files are parts of, by their paths
 * @param children the tables whose rows stand inside the rows of others
 */
public record PartReadings(
        Set<String> oneRow, Set<String> envelopes, Map<String, String> shards, List<ChildTable> children) {

    /** Copies the collections. */
    public PartReadings {
        oneRow = Set.copyOf(oneRow);
        envelopes = Set.copyOf(envelopes);
        shards = Map.copyOf(shards);
        children = List.copyOf(children);
    }

    /** Returns that every file is read as it looks. */
    public static PartReadings none() {
        return new PartReadings(Set.of(), Set.of(), Map.of(), List.of());
    }

    /** Returns a file as it is read. */
    public Part of(Part part) {
        if (oneRow.contains(part.name())) {
            return part.asOneRow();
        }
        if (envelopes.contains(part.name())) {
            return part.asEnvelope();
        }
        String table = shards.get(part.name());
        return table == null ? part : part.asShardOf(table);
    }
}
