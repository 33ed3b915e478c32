package dev.restore.dialect.sqlite;

import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Rows that break a foreign key, by {@code foreign_key_check}, apart from those that did so before. */
final class OrphanCheck {

    private final Connection connection;
    private final Map<TableName, TableTraits> traits;

    /** Row numbers of old orphans by key; the rows of tables WITHOUT ROWID have none and are counted instead. */
    private final Map<ForeignKey, Set<Long>> oldRows = new HashMap<>();

    private final Map<ForeignKey, Long> oldUnnumbered = new HashMap<>();

    OrphanCheck(Connection connection, Map<TableName, TableTraits> traits) {
        this.connection = connection;
        this.traits = traits;
    }

    /** Remembers the orphans of a table whose rows stay. */
    void remember(TableName table) throws SQLException {
        check(table, (key, rowid, numbered) -> {
            if (numbered) {
                oldRows.computeIfAbsent(key, any -> new HashSet<>()).add(rowid);
            } else {
                oldUnnumbered.merge(key, 1L, Long::sum);
            }
        });
    }

    /** Counts the new orphans of a table by foreign key. */
    Map<ForeignKey, Long> newOrphans(TableName table) throws SQLException {
        Map<ForeignKey, Long> counts = new LinkedHashMap<>();
        check(table, (key, rowid, numbered) -> {
            if (!numbered || !oldRows.getOrDefault(key, Set.of()).contains(rowid)) {
                counts.merge(key, 1L, Long::sum);
            }
        });
        oldUnnumbered.forEach((key, old) -> counts.computeIfPresent(key, (any, now) -> now > old ? now - old : null));
        return counts;
    }

    private void check(TableName table, OrphanReader reader) throws SQLException {
        TableTraits known = traits.get(table);
        if (known == null
                || known.foreignKeys().isEmpty()
                || !known.mismatched().isEmpty()) {
            return;
        }
        String schema = table.schema() == null ? "main" : table.schema();
        String sql =
                "PRAGMA " + SqliteNames.quoted(schema) + ".foreign_key_check(" + SqliteNames.quoted(table.name()) + ")";
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                long rowid = result.getLong(2);
                boolean numbered = !result.wasNull();
                ForeignKey key = known.foreignKeys().get(result.getInt(4));
                if (key != null) {
                    reader.read(key, rowid, numbered);
                }
            }
        }
    }

    private interface OrphanReader {
        void read(ForeignKey key, long rowid, boolean numbered);
    }
}
