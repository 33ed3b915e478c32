package dev.restore.engine.planning;

import dev.restore.backup.reading.BackupReader;
import dev.restore.catalog.Catalog;
import dev.restore.engine.match.TableMatcher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Decides by the catalog which files are parts of one table: those whose own names are no tables, where what is left of them is one. */
public final class ShardedTables {

    private ShardedTables() {}

    /**
     * Lets a backup read such files as their tables.
     *
     * @param names other names of tables, by those of the backup
     * @return whether there are any, so that what was surveyed holds no longer
     */
    public static boolean decide(BackupReader reader, Catalog catalog, Map<String, String> names) {
        Map<String, String> shards = reader.shards();
        if (shards.isEmpty()) {
            return false;
        }
        TableMatcher matcher = new TableMatcher(catalog, names, false, new ArrayList<>());
        Map<String, String> files = reader.tablesOfFiles();
        Map<String, String> decided = new HashMap<>();
        shards.forEach((file, table) -> {
            String own = files.get(file);
            boolean alone = own != null
                    && !matcher.knows(own)
                    && !Set.copyOf(files.values()).contains(table);
            if (alone && (names.containsKey(table) || matcher.only(table).isPresent())) {
                decided.put(file, table);
            }
        });
        reader.readAsShards(decided);
        return !decided.isEmpty();
    }
}
